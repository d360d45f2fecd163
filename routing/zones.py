"""Moments in a visitor's own time (SPEC 5.7, 7.4): the next opening, and how far away its day is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from routing.hours import Schedule, first_common


class Day(StrEnum):
    """How people would name the day, seen from today: by a word, by the weekday, or by the date."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"  # within six days: the weekday's name says which
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Opening:
    """`at` is in the visitor's zone, and `day` is told from the visitor's today."""

    at: datetime
    day: Day


def is_zone(name: str) -> bool:
    """Whether it names a zone that we know."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # Unknown names, paths, names of folders.
        return False
    return True


def zone_of(name: str | None, otherwise: str) -> tzinfo:
    """The zone that a browser or messenger names, or the house's own where it names none that is known."""
    return ZoneInfo(name if name and is_zone(name) else otherwise)


def next_opening(schedule: Schedule, now: datetime, zone: str | None = None) -> Opening | None:
    """When it opens, for the night message; None while it is open, and when it does not open any more."""
    return next_common_opening((schedule,), now, zone)


def next_common_opening(schedules: Sequence[Schedule], now: datetime, zone: str | None = None) -> Opening | None:
    """When all of them are open, for where a channel and a group both have hours. The first one's zone stands in."""
    # In UTC, because in the hour that clocks repeat no two zones' moments are equal to Python.
    now, opens = now.astimezone(UTC), first_common(schedules, now)
    if opens is None or opens == now:
        return None
    theirs = zone_of(zone, schedules[0].zone)
    return Opening(opens.astimezone(theirs), day_of(opens, now, theirs))


def day_of(moment: datetime, now: datetime, zone: tzinfo) -> Day:
    away = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    if away == 0:
        return Day.TODAY
    if away == 1:
        return Day.TOMORROW
    return Day.THIS_WEEK if 1 < away < 7 else Day.LATER
