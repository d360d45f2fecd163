"""Values of policies, in the supervisor's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def inherited(text: str | Promise) -> str:
    return _("inherited: %(value)s") % {"value": text}


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def seconds(n: int) -> str:
    return ngettext("%(count)s second", "%(count)s seconds", n) % {"count": n}


def minutes(n: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", n) % {"count": n}
