"""The coming week as a strip of stretches between openings and closings, coloured by how much is unserved in each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpdesk.simulator.moments import clock
from helpdesk.simulator.territory import Territory
from routing.coverage import Gap, Kind

LEVELS = (0.0, 0.1, 0.3, 0.6)
"""Shares of unserved cells above which the colour gets one step darker."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`share`: what nobody serves then, in hundredths of pages by places. `level`: 0 to 4. `width`: of a day."""

    start: datetime
    end: datetime
    share: int
    level: int
    crowded: bool
    width: float
    chosen: bool

    @property
    def hours(self) -> str:
        whole = clock(self.start) == clock(self.end)
        return _("all day") if whole else f"{clock(self.start)}-{clock(self.end)}"

    @property
    def told(self) -> str:
        text = _("%(hours)s: nobody serves %(share)s%% of pages and regions") % {
            "hours": self.hours,
            "share": self.share,
        }
        return text + "; " + _("elsewhere too many groups") if self.crowded else text

    @property
    def local(self) -> str:
        """For an address."""
        return f"{timezone.localtime(self.start):%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    stretches: tuple[Stretch, ...]


def week(territory: Territory, gaps: Iterable[Gap], chosen: datetime) -> tuple[Day, ...]:
    """Days in the current time zone; empty when nothing changes in the week."""
    if len(territory.moments) == 1:
        return ()
    when = [(gap, frozenset(gap.moments)) for gap in gaps]
    days: dict[str, list[Stretch]] = {}
    for start, end, moment in _pieces(territory):
        share, crowded = _state(territory, [gap for gap, moments in when if moment in moments])
        width = (end - start) / timedelta(days=1) * 100
        level = sum(share > bound for bound in LEVELS)
        stretch = Stretch(start, end, round(share * 100), level, crowded, width, start <= chosen < end)
        days.setdefault(date_format(timezone.localtime(start), "D j E"), []).append(stretch)
    return tuple(Day(name, tuple(stretches)) for name, stretches in days.items())


def _pieces(territory: Territory) -> Iterator[tuple[datetime, datetime, datetime]]:
    """(from, to, moment of the territory whose state holds then), cut at midnight."""
    ends = (*territory.moments[1:], territory.until)
    for moment, end in zip(territory.moments, ends, strict=True):
        start = moment
        while start < end:
            midnight = _next_midnight(start)
            yield start, min(midnight, end), moment
            start = midnight


def _next_midnight(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), datetime.min.time()))


def _state(territory: Territory, gaps: Sequence[Gap]) -> tuple[float, bool]:
    """(share of cells that nobody serves, whether somewhere there are too many groups)"""
    cells = len(territory.every_page) * len(territory.every_place)
    unserved = sum(len(gap.pages) * len(gap.places) for gap in gaps if gap.kind is Kind.NOBODY)
    return unserved / cells, any(gap.kind is Kind.CROWD for gap in gaps)
