"""Working hours (SPEC 5.7, 3.15): is it open, until when, and when does it open next.

A period belongs to the day on which it begins, and may end on the next one. In the nights when clocks change, it begins
at the first moment that shows its opening time and ends at the last one that shows its closing time; a time that the
clocks skip is the moment of the jump. So nobody is turned away by a clock.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HORIZON = 400
"""Days that are searched for the next opening or closing."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `opens` to `closes` by the wall clock; `closes` not after `opens` means on the next day, 00:00 included."""

    opens: time
    closes: time


Periods = tuple[Period, ...]
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`week` has seven days from Monday. A date's own periods replace the weekday's; none means closed all day.

    `yearly` is for holidays that return, by (month, day); a full date beats them. `zone` is an IANA name; raises
    ZoneInfoNotFoundError for one that isn't, and ValueError for a week without seven days.
    """

    zone: str
    week: tuple[Periods, ...]
    dates: Mapping[date, Periods] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], Periods] = field(default_factory=dict)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        object.__setattr__(self, "_zone", ZoneInfo(self.zone))

    def is_open(self, now: datetime) -> bool:
        """`now` must know its zone, whichever it is."""
        now = now.astimezone(UTC)
        return any(start <= now < end for start, end in self.spans(now, days=2))

    def next_opening(self, now: datetime) -> datetime | None:
        """The first moment from `now` on at which it is open, in the schedule's zone: `now` itself when it is open.

        None when nothing opens within HORIZON days.
        """
        now = now.astimezone(UTC)
        first = next((start for start, end in self.spans(now, HORIZON) if end > now), None)
        return None if first is None else max(first, now).astimezone(self._zone)

    def next_change(self, now: datetime) -> datetime | None:
        """When open turns to closed or closed to open, in the schedule's zone; None when not within HORIZON days."""
        now = until = now.astimezone(UTC)
        for start, end in self.spans(now, HORIZON):
            if start > until:
                return (start if until == now else until).astimezone(self._zone)
            until = max(until, end)
        open_ended = until == now or until - now > (HORIZON - 2) * DAY
        return None if open_ended else until.astimezone(self._zone)

    def periods(self, day: date) -> Periods:
        """What holds on a date."""
        if day in self.dates:
            return self.dates[day]
        return self.yearly.get((day.month, day.day), self.week[day.weekday()])

    def spans(self, since: datetime, days: int) -> Iterator[Span]:
        """Openings as moments in UTC, in their order, of `days` dates beginning with the one before that of `since`.

        Neighbours may touch or overlap; what the clocks skip as a whole is left out.
        """
        first = since.astimezone(self._zone).date() - DAY
        for number in range(days):
            day = first + number * DAY
            for period in sorted(self.periods(day), key=lambda period: period.opens):
                start = self._moment(day, period.opens, last=False)
                end = self._moment(day if period.closes > period.opens else day + DAY, period.closes, last=True)
                if start < end:
                    yield start, end

    def _moment(self, day: date, clock: time, last: bool) -> datetime:
        """The first or last moment at which the clocks show this time, or jump over it."""
        wall = datetime.combine(day, clock, tzinfo=self._zone)
        early, late = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
        if early <= late:
            return late if last else early
        # In a gap both readings are off by its length, one on each side of the jump.
        return self._jump(late.replace(microsecond=0), early.replace(microsecond=0))

    def _jump(self, before: datetime, after: datetime) -> datetime:
        offset = before.astimezone(self._zone).utcoffset()
        while after - before > SECOND:
            middle = before + (after - before) // 2 // SECOND * SECOND
            if middle.astimezone(self._zone).utcoffset() == offset:
                before = middle
            else:
                after = middle
        return after


def first_common(schedules: Sequence[Schedule], now: datetime) -> datetime | None:
    """The first moment from `now` on at which all of these are open, in UTC; None when not within HORIZON days."""
    moment = now.astimezone(UTC)
    end = moment + HORIZON * DAY
    while moment <= end:
        openings = [schedule.next_opening(moment) for schedule in schedules]
        known = [opening.astimezone(UTC) for opening in openings if opening is not None]
        if len(known) < len(schedules):
            return None
        latest = max(known, default=moment)
        if latest == moment:
            return moment
        moment = latest
    return None
