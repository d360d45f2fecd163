"""Working hours as people write them: `09:00-13:00, 14:00-18:00` for a day, and a line for each day or date in a cell.

A period that closes at or before its opening ends on the next day; midnight at the end of a day is written 24:00.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from django.utils.translation import gettext as _

from helpdesk.models import Weekday

Span = tuple[time, time]
Week = Mapping[int, Sequence[Span]]
"""By weekday from Monday, 0; a day that isn't there is closed."""
Dates = Mapping[date, Sequence[Span]]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""In files, whatever the language."""
CLOSED = "closed"

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")  # noqa: RUF001 - any dash will do
_HOUR, _DAY = 3600, 86400
_WEEK = 7 * _DAY


class Overlap(ValueError):
    """Two periods at once. `day`: the weekday of the later one."""

    def __init__(self, text: str, day: int) -> None:
        super().__init__(text)
        self.day = day


def read_day(text: str) -> list[Span]:
    """The periods of one day in their order; none for an empty text. Raises ValueError naming what makes no sense."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", text)]
    return sorted(_span(piece) for piece in pieces if piece)


def written_day(spans: Iterable[Span]) -> str:
    return ", ".join(f"{opens:%H:%M}-{_closing(closes)}" for opens, closes in sorted(spans))


def read_week(cell: str) -> dict[int, list[Span]]:
    """Lines such as `Mon: 09:00-18:00`. Raises ValueError."""
    week: dict[int, list[Span]] = {}
    for name, hours in _lines(cell):
        day = DAYS.index(name.capitalize()) if name.capitalize() in DAYS else None
        if day is None:
            raise ValueError(
                _("Begin each line with Mon, Tue, Wed, Thu, Fri, Sat or Sun, not “%(name)s”.") % {"name": name}
            )
        if day in week:
            raise ValueError(_("%(day)s is there twice.") % {"day": name})
        week[day] = read_day(hours)
    refuse_overlaps(week)
    return {day: spans for day, spans in sorted(week.items()) if spans}


def written_week(week: Week) -> str:
    return "\n".join(f"{DAYS[day]}: {written_day(spans)}" for day, spans in sorted(week.items()) if spans)


def read_dates(cell: str) -> dict[date, list[Span]]:
    """Lines such as `2030-01-01: closed` or `2030-12-31: 09:00-13:00`; no periods mean closed. Raises ValueError."""
    dates: dict[date, list[Span]] = {}
    for name, hours in _lines(cell):
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise ValueError(
                _("Begin each line with a date such as 2030-12-31, not “%(name)s”.") % {"name": name}
            ) from None
        if day in dates:
            raise ValueError(_("%(day)s is there twice.") % {"day": name})
        dates[day] = [] if hours.casefold() == CLOSED else read_day(hours)
        refuse_overlaps({0: dates[day]})
    return dict(sorted(dates.items()))


def written_dates(dates: Dates) -> str:
    return "\n".join(f"{day.isoformat()}: {written_day(spans) or CLOSED}" for day, spans in sorted(dates.items()))


def refuse_overlaps(week: Week) -> None:
    """Raises Overlap; a period may reach into the next day, and Sunday's into Monday. Touching is fine."""
    spans = sorted((day, span) for day, spans in week.items() for span in spans)
    following = [*spans[1:], *((day + 7, span) for day, span in spans[:1])]
    for (day, span), (next_day, next_span) in zip(spans, following, strict=True):
        ends = _seconds(span[1]) + (_DAY if span[1] <= span[0] else 0)
        if day * _DAY + ends > next_day * _DAY + _seconds(next_span[0]):
            raise Overlap(_overlap(next_day % 7, next_span, day, span), next_day % 7)


def _overlap(day: int, span: Span, other_day: int, other: Span) -> str:
    first = written_day([other])
    if day == other_day:
        return _("%(first)s and %(second)s overlap.") % {"first": first, "second": written_day([span])}
    return _("%(second)s overlaps with %(first)s of %(day)s.") % {
        "first": first,
        "second": written_day([span]),
        "day": Weekday(other_day).label,
    }


def by_date(rows: Iterable[tuple[date, time | None, time | None]]) -> dict[date, list[Span]]:
    """Rows of exceptions, in which a date without times is closed."""
    dates: dict[date, list[Span]] = defaultdict(list)
    for day, opens, closes in rows:
        spans = dates[day]
        if opens is not None and closes is not None:
            spans.append((opens, closes))
    return dict(dates)


def _span(piece: str) -> Span:
    found = _SPAN.fullmatch(piece)
    try:
        if found is None:
            raise ValueError
        opens = time(int(found[1]), int(found[2] or 0))
        # 24:00 is the midnight at the end of the day, which is the next day's 00:00.
        ends = "0" if (found[3], found[4] or "00") == ("24", "00") else found[3]
        return opens, time(int(ends), int(found[4] or 0))
    except ValueError:
        raise ValueError(_("Write hours such as 09:00-18:00, not “%(text)s”.") % {"text": piece}) from None


def _closing(closes: time) -> str:
    return "24:00" if closes == time.min else f"{closes:%H:%M}"


def _seconds(clock: time) -> int:
    return clock.hour * _HOUR + clock.minute * 60 + clock.second


def _lines(cell: str) -> Iterable[tuple[str, str]]:
    for line in cell.splitlines():
        if line.strip():
            name, _colon, rest = line.partition(":")
            yield name.strip(), rest.strip()
