"""Moments for people: in which zone supervisors think, and how a moment is written."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from helpdesk.models import Schedule


def house_zone() -> tzinfo:
    """That of the groups' working hours where all of them share one, else the server's. One query."""
    zones = set(Schedule.objects.filter(groups__isnull=False).values_list("zone", flat=True))
    return ZoneInfo(zones.pop()) if len(zones) == 1 else timezone.get_current_timezone()


def day_and_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """`Mon 2 March, 09:00`, in the current time zone unless another is given."""
    return date_format(timezone.localtime(moment, zone), "D j E, H:i")


def weekday(moment: datetime) -> str:
    """`Mon`, in the current time zone."""
    return date_format(timezone.localtime(moment), "D")


def clock(moment: datetime) -> str:
    """`09:00`, in the current time zone."""
    return f"{timezone.localtime(moment):%H:%M}"
