"""Where and when a group is shown, in the few words that a list has room for."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from helpdesk.admin.hours_words import state
from helpdesk.admin.region_picker import short_names
from helpdesk.board.hours import schedule_of
from helpdesk.models import OperatorGroup, RegionsScope

SHOWN = 3
"""Patterns or regions; the others are counted."""


def where(group: OperatorGroup) -> SafeString:
    """Regions on one line, pages on the next."""
    return format_html("{}<br>{}", regions(group), pages(group))


def regions(group: OperatorGroup) -> str:
    names = [*(each.name for each in group.region_sets.all()), *(short_names([code]) for code in group.regions)]
    if not names:
        return _("everywhere")
    listed = some(names)
    if group.regions_scope == RegionsScope.ALL_BUT:
        return _("everywhere but %(regions)s") % {"regions": listed}
    return listed


def pages(group: OperatorGroup) -> str:
    included = some(group.include_pages) or _("all pages")
    if not group.exclude_pages:
        return included
    return _("%(included)s but not %(excluded)s") % {"included": included, "excluded": some(group.exclude_pages)}


def hours(group: OperatorGroup, now: datetime) -> str:
    return _("always") if group.schedule is None else state(schedule_of(group.schedule), now)


def some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return _("%(shown)s and %(more)s more") % {"shown": shown, "more": more} if more > 0 else shown
