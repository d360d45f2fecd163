"""Working hours in a sentence."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from routing.hours import Schedule

NEAR = timedelta(days=6)
"""Within it a weekday says enough."""


def state(schedule: Schedule, now: datetime) -> str:
    """Whether it is open, and until when or from when on, in its own time."""
    opens = schedule.next_opening(now)
    if opens is None:
        return _("never opens")
    if opens > now:
        return _("closed, opens %(moment)s") % {"moment": _moment(opens, now)}
    change = schedule.next_change(now)
    if change is None:
        return _("open round the clock")
    return _("open until %(moment)s") % {"moment": _moment(change, now)}


def _moment(moment: datetime, now: datetime) -> str:
    clock = date_format(moment, "H:i")
    if moment.date() == now.astimezone(moment.tzinfo).date():
        return clock
    return f"{date_format(moment, 'D' if moment - now < NEAR else 'j E')} {clock}"
