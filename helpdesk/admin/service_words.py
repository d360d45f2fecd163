"""What a service policy says, in the supervisor's words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SHOWN = 60
"""Characters of a text in a list."""


def said(name: str, value: Any) -> str:
    """The value of one field, for people."""
    match name:
        case "category_required" | "deal_with_card":
            return _("yes") if value else _("no")
        case "reply_hours" | "reply_offline" | "reply_busy":
            return Truncator(value).chars(SHOWN) if value else _("nothing is said")
        case "callback_minutes":
            return ngettext("%(count)s minute", "%(count)s minutes", value) % {"count": value}
        case "silence" if not value:
            return pgettext("time", "never")
        case _:
            return ngettext("%(count)s second", "%(count)s seconds", value) % {"count": value}


def inherited(text: str | Promise) -> str:
    return _("inherited: %(value)s") % {"value": text}
