"""The supervisors' pages. One file for each noun; this page is the table of contents."""

from helpdesk.admin import (
    addresses,
    automation,
    bans,
    contact_points,
    conversations,
    groups,
    holds,
    operators,
    permissions,
    regions,
    schedules,
    tools,
    users,
    visitors,
    words,
)
    webhooks,

__all__ = [
    "addresses",
    "bans",
    "contact_points",
    "automation",
    "conversations",
    "groups",
    "holds",
    "operators",
    "permissions",
    "regions",
    "schedules",
    "tools",
    "users",
    "visitors",
    "words",
]
    "webhooks",
