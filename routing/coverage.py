"""Where the groups leave gaps, or crowd together, over pages, regions and hours (SPEC 2.14).

It is drawn as if every member of a group that is open were at work. `routing.doubts` looks at the rules themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from routing.audience import IDEAL_MOST
from routing.board import Board, GroupRules, WhenAway
from routing.indexes import members
from routing.patterns import Page
from routing.reasons import Step, openings
from routing.regions import Place

T = TypeVar("T")


class Kind(StrEnum):
    NOBODY = "nobody"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Gap:
    """Every one of these pages, seen from every one of these places at every one of these moments.

    nobody: neither a chat nor a request form; `step` is the one that took the last group away: hidden (no group is
    enabled and visible), regions, pages, hours, or availability (the groups have no members).
    crowd: more than IDEAL_MOST `groups` at once; `step` is None.
    """

    kind: Kind
    step: Step | None
    groups: tuple[int | None, ...]
    pages: tuple[str, ...]
    places: tuple[Place | None, ...]
    moments: tuple[datetime, ...]


Outcome = tuple[Kind, Step | None, int]
"""What is wrong with a cell; the mask says with which groups."""


def gaps(
    board: Board, pages: Iterable[str], places: Iterable[Place | None], moments: Iterable[datetime]
) -> tuple[Gap, ...]:
    """Cells that come out alike are one gap, so their number grows with the rules and not with the pages."""
    by_page = _classes(pages, lambda page: board.on_page(Page.at(page)))
    by_place = _classes(places, board.in_place)
    by_moment = _classes(moments, lambda moment: _open(board, moment))
    outcome = _judge(board)
    # Places are merged where page and moments agree, then pages where places and moments do.
    merged: dict[tuple[Outcome, tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for on_page in by_page:
        alike: dict[tuple[Outcome, tuple[int, ...]], list[int]] = defaultdict(list)
        for in_place in by_place:
            for wrong, when in _group(by_moment, lambda is_open: outcome(on_page, in_place, is_open)).items():  # noqa: B023
                alike[wrong, when].append(in_place)
        for (wrong, when), where in alike.items():
            merged[wrong, when, tuple(where)].append(on_page)
    return tuple(
        Gap(
            kind,
            step,
            tuple(board.asked[number].id for number in members(mask)),
            tuple(page for key in on_pages for page in by_page[key]),
            tuple(place for key in where for place in by_place[key]),
            tuple(sorted(moment for key in when for moment in by_moment[key])),
        )
        for ((kind, step, mask), when, where), on_pages in merged.items()
    )


def _judge(board: Board) -> Callable[[int, int, int], Outcome | None]:
    """Says what is wrong in a cell, given who is on its page, in its place and open; None when nothing is."""
    staffed = _mask(board, lambda group: group.members > 0)
    forms = _mask(board, lambda group: group.when_away is WhenAway.REQUEST)

    def outcome(on_page: int, in_place: int, is_open: int) -> Outcome | None:
        on_page &= board.visible
        if not on_page:
            return Kind.NOBODY, Step.PAGES if board.visible else Step.HIDDEN, 0
        concerned = on_page & in_place
        if not concerned:
            return Kind.NOBODY, Step.REGIONS, on_page
        live = concerned & staffed & is_open
        if live.bit_count() > IDEAL_MOST:
            return Kind.CROWD, None, live
        if live or concerned & forms:
            return None
        step = Step.HOURS if concerned & staffed else Step.AVAILABILITY
        return Kind.NOBODY, step, concerned

    return outcome


def _open(board: Board, moment: datetime) -> int:
    opening = openings(moment)
    return _mask(board, lambda group: group.schedule is None or opening(group.schedule)[0])


def _mask(board: Board, chosen: Callable[[GroupRules], bool]) -> int:
    return sum(1 << number for number, group in enumerate(board.asked) if chosen(group))


def _classes(items: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    """Items that no rule tells apart, under the mask that they have in common."""
    found: dict[int, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _group(keys: Iterable[int], outcome: Callable[[int], Outcome | None]) -> dict[Outcome, tuple[int, ...]]:
    found: dict[Outcome, tuple[int, ...]] = defaultdict(tuple)
    for key in keys:
        wrong = outcome(key)
        if wrong is not None:
            found[wrong] += (key,)
    return found
