"""Over which pages, places and moments the coverage map is drawn (SPEC 2.14)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from routing.board import Board
from routing.patterns import Page
from routing.regions import Place
from routing.samples import sample_moments, sample_pages, sample_places

DAYS = 7
MOST_MOMENTS = 24 * DAYS
"""Where more moments differ, full hours stand for them."""
MOST_PLACES = 24
"""Kinds of places."""
MOST_CELLS = 200_000
"""Kinds of pages by kinds of places by moments: a second's work."""
MOST_PAGES = 400
"""Kinds of pages, however few places and moments there are."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Territory:
    """`pages` and `places` come in kinds: no rule tells those of one kind apart.

    `moments`: when something opens or closes, from this midnight to `until`; only the full hours when `by_the_hour`.
    `pages_left`, `places_left`: how many kinds were too many to look at.
    """

    board: Board
    pages: tuple[tuple[str, ...], ...]
    places: tuple[tuple[Place | None, ...], ...]
    moments: tuple[datetime, ...]
    until: datetime
    by_the_hour: bool = False
    pages_left: int = 0
    places_left: int = 0

    @property
    def every_page(self) -> tuple[str, ...]:
        return tuple(page for kind in self.pages for page in kind)

    @property
    def every_place(self) -> tuple[Place | None, ...]:
        return tuple(place for kind in self.places for place in kind)


def survey(board: Board, now: datetime, visited: Iterable[str] = ()) -> Territory:
    """The `visited` pages in their order or, without any, one for each thing that the rules say.

    Days begin in the current time zone.
    """
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = sample_moments(board, midnight, DAYS)
    by_the_hour = len(moments) > MOST_MOMENTS
    if by_the_hour:
        moments = tuple(moments[0] + timedelta(hours=hour) for hour in range(24 * DAYS))
    places = _kinds(sample_places(board), board.in_place)
    pages = _kinds(tuple(visited) or sample_pages(board), lambda page: board.on_page(Page.at(page)))
    room = MOST_CELLS // (len(moments) * min(len(places), MOST_PLACES))
    most = min(MOST_PAGES, room)
    return Territory(
        board,
        pages[:most],
        places[:MOST_PLACES],
        moments,
        moments[0] + timedelta(days=DAYS),
        by_the_hour,
        max(0, len(pages) - most),
        max(0, len(places) - MOST_PLACES),
    )


def _kinds(items: Iterable[T], key: Callable[[T], int]) -> tuple[tuple[T, ...], ...]:
    found: dict[int, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return tuple(map(tuple, found.values()))
