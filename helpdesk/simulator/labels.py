"""Short names for pages, places and times of the coverage map."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from helpdesk.simulator.moments import clock, weekday
from helpdesk.simulator.places import code_of, short_name
from helpdesk.simulator.sentences import listed
from helpdesk.simulator.territory import DAYS, Territory
from routing.addresses import parse
from routing.regions import Place
from routing.samples import ANOTHER, ELSEWHERE

MOST_RANGES = 4


class Labels:
    """Of one territory: what goes without saying there is left out."""

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._one_site = len({parse(page).host for page in territory.every_page}) == 1
        self._codes = {code for group in territory.board.asked for code in group.regions.codes}
        self._places = len(territory.every_place)

    def page(self, page: str) -> str:
        """`/skoda/…`, with its site where there are several."""
        address = parse(page)
        if address.path == f"/{ANOTHER}" and not address.query:
            return _("any other page") if self._one_site else f"{address.host}/…"
        shown = (address.path or "/") + (f"?{address.query}" if address.query else "")
        return ("" if self._one_site else address.host) + shown.replace(ANOTHER, "…")

    def pages(self, pages: Sequence[str], most: int = 3) -> str:
        return listed([self.page(page) for page in pages], most)

    def place(self, place: Place | None) -> str:
        if place is None:
            return _("place unknown")
        code = code_of(place)
        if place == ELSEWHERE or code in self._codes:
            return short_name(code)
        return _("elsewhere in %(country)s") % {"country": short_name(code)}

    def places(self, places: Sequence[Place | None], most: int = 4) -> str:
        """Empty when it makes no difference where a visitor is."""
        if len(places) == self._places:
            return ""
        return listed([self.place(place) for place in places], most)

    def times(self, moments: Iterable[datetime]) -> str:
        """The stretches that begin at these moments: `Mon, Tue 18:00-09:00`; empty when they are the whole week."""
        chosen = set(moments)
        if len(chosen) == len(self._territory.moments):
            return ""
        days: dict[str, list[str]] = defaultdict(list)
        for start, end in _round_the_week(list(self._stretches(chosen)), self._territory):
            if end - start < timedelta(days=1):
                days[f"{clock(start)}-{clock(end)}"].append(weekday(start))
            else:
                days[f"{weekday(start)} {clock(start)} - {weekday(end)} {clock(end)}"] = []
        ranges = [" ".join(filter(None, [", ".join(on), hours])) for hours, on in days.items()]
        more = len(ranges) - MOST_RANGES
        return "; ".join([*ranges[:MOST_RANGES], *([_("%(count)s more") % {"count": more}] if more > 0 else [])])

    def _stretches(self, chosen: set[datetime]) -> Iterable[tuple[datetime, datetime]]:
        moments = self._territory.moments
        ends = (*moments[1:], self._territory.until)
        start = None
        for moment, end in zip(moments, ends, strict=True):
            start = start or moment
            if moment not in chosen:
                start = None
            elif end not in chosen:
                yield start, end
                start = None


def _round_the_week(
    stretches: list[tuple[datetime, datetime]], territory: Territory
) -> list[tuple[datetime, datetime]]:
    """What runs out at the end of the week and goes on at its beginning is one stretch."""
    if len(stretches) < 2 or (stretches[0][0], stretches[-1][1]) != (territory.moments[0], territory.until):
        return stretches
    (_, morning), *between, (evening, _end) = stretches
    return [*between, (evening, morning + timedelta(days=DAYS))]
