"""The supervisors' pages. One file for each noun; this page is the table of contents."""

from helpdesk.admin import (
    bans,
    contact_points,
    conversations,
    groups,
    holds,
    operators,
    permissions,
    users,
    visitors,
    words,
)

__all__ = [
    "bans",
    "contact_points",
    "conversations",
    "groups",
    "holds",
    "operators",
    "permissions",
    "users",
    "visitors",
    "words",
]
