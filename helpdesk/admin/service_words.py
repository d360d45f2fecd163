"""What a service policy says, in the supervisor's words."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from helpdesk.admin.inheriting_words import minutes, seconds, yes_or_no

SHOWN = 60
"""Characters of a text in a list."""


def said(name: str, value: Any) -> str:
    """The value of one field, for people."""
    match name:
        case "category_required" | "deal_with_card":
            return yes_or_no(value)
        case "reply_hours" | "reply_offline" | "reply_busy":
            return Truncator(value).chars(SHOWN) if value else _("nothing is said")
        case "callback_minutes":
            return minutes(value)
        case "silence" if not value:
            return pgettext("time", "never")
        case _:
            return seconds(value)
