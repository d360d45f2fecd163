"""When somebody may call back (SPEC 7.4): slots within working hours, told in the visitor's own time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from routing.hours import Schedule, Span
from routing.zones import zone_of

MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class CallbackSetting:
    """Slots of `length` minutes, from `lead` minutes ahead, on the visitor's next `days` days, today included.

    Raises ValueError for a length that does not divide the day: its slots would be others on each day.
    """

    length: int = 30
    lead: int = 30
    days: int = 5
    most: int = 200

    def __post_init__(self) -> None:
        if self.length < 1 or MINUTES % self.length:
            raise ValueError(f"a day cannot be divided into slots of {self.length} minutes")


DEFAULT = CallbackSetting()


@dataclass(frozen=True, slots=True)
class Slot:
    """Both in the visitor's zone."""

    start: datetime
    end: datetime


def slots(
    schedule: Schedule, now: datetime, zone: str | None = None, setting: CallbackSetting = DEFAULT
) -> tuple[Slot, ...]:
    """What the visitor may choose from, in its order; a slot lies in working hours as a whole.

    They begin at round times of the schedule's zone. `zone`: the visitor's, by its IANA name; the schedule's when it
    is unknown. In the hour that clocks repeat, two slots show the same time; their moments differ.
    """
    theirs = zone_of(zone, schedule.zone)
    last = now.astimezone(theirs).date() + timedelta(days=setting.days - 1)
    found: list[Slot] = []
    for start in _starts(schedule, now, setting):
        slot = Slot(start.astimezone(theirs), (start + timedelta(minutes=setting.length)).astimezone(theirs))
        if slot.start.date() > last or len(found) == setting.most:
            break
        found.append(slot)
    return tuple(found)


def offers(schedule: Schedule, start: datetime, now: datetime, setting: CallbackSetting = DEFAULT) -> bool:
    """Whether a chosen start is one of the slots, wherever the visitor is; a form may have been open for hours."""
    if start.tzinfo is None:
        return False
    # In UTC, because in the hour that clocks repeat no two zones' moments are equal to Python.
    start = start.astimezone(UTC)
    # A day more than the setting says: the visitor's last day may end after the house's.
    end = now + timedelta(days=setting.days + 1)
    return start <= end and any(moment == start for moment in _starts(schedule, now, setting))


def _starts(schedule: Schedule, now: datetime, setting: CallbackSetting) -> Iterator[datetime]:
    """Beginnings in UTC, rising."""
    length, earliest = timedelta(minutes=setting.length), now.astimezone(UTC) + timedelta(minutes=setting.lead)
    for opens, closes in _merged(schedule.spans(now, setting.days + 3)):
        start = _round_up(max(opens, earliest), schedule.zone, setting.length)
        while start + length <= closes:
            yield start
            # Round times again after a night in which the clocks were changed.
            start = _round_up(start + length, schedule.zone, setting.length)


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours that touch are one: around the clock, a slot may reach over midnight."""
    current: Span | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def _round_up(moment: datetime, zone: str, minutes: int) -> datetime:
    """The first moment from this one on at which the minutes of the day divide evenly, by the clock of the zone."""
    local = moment.astimezone(ZoneInfo(zone))
    past = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment + (-past) % timedelta(minutes=minutes)
