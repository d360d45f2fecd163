"""Which groups a visitor sees (SPEC 2.6, 2.7): regions, then pages, then somebody who can answer, and no choice before.

`audience` is asked for every page view and takes microseconds; why it came out so is worked out when somebody asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from routing.board import Board, Visit
from routing.hours import Schedule
from routing.reasons import NOBODY, Staff, Verdict, explain, in_messengers, openings, reachable, shown, takes_requests

IDEAL_MOST = 3
"""More groups than this on one page are worth a warning."""


class Mode(StrEnum):
    """What the widget is: nothing, a request form, a chat with the one group, a choice between several."""

    NONE = "none"
    REQUEST = "request"
    DIRECT = "direct"
    CHOICE = "choice"


@dataclass(frozen=True)
class _Question:
    board: Board
    visit: Visit
    staff: Mapping[int | None, Staff]
    now: datetime
    hours: Schedule | None


@dataclass(frozen=True)
class Audience:
    """`shown`: the groups for this visitor, in order; None in it is Everyone. In mode `request` they take requests."""

    mode: Mode
    shown: tuple[int | None, ...]
    _question: _Question = field(compare=False, repr=False)

    @property
    def crowded(self) -> bool:
        return self.mode is Mode.CHOICE and len(self.shown) > IDEAL_MOST

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each group, shown or not, in the board's order; milliseconds for thousands of rules."""
        asked = self._question
        opening, kept = openings(asked.now), set(self.shown)
        verdicts = []
        for group in asked.board.asked:
            steps = explain(group, asked.visit, asked.staff.get(group.id, NOBODY), opening, asked.hours)
            verdict = next(steps, None) or shown(group, asked.visit)
            verdicts.append(verdict._replace(kept=True) if group.id in kept else verdict)
        return tuple(verdicts)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"mode": self.mode.value, "shown": list(self.shown), "groups": [v.as_data() for v in self.verdicts]}


def audience(
    board: Board, visit: Visit, staff: Mapping[int | None, Staff], now: datetime, hours: Schedule | None = None
) -> Audience:
    """What this visitor gets. A group without an entry in `staff` has nobody present; Everyone's entry is None's.

    `hours` are the channel's own: outside them each group is away, and offers the form or nothing as it does then.
    """
    opening = openings(now)
    concerned = board.concerned(visit)
    found = [next(reachable(group, staff.get(group.id, NOBODY), opening, hours), None) for group in concerned]
    pairs = list(zip(concerned, found, strict=True))
    live = tuple(group.id for group, verdict in pairs if verdict is None or verdict.kept)
    forms = tuple(group.id for group, verdict in pairs if verdict and takes_requests(group, verdict))
    question = _Question(board, visit, dict(staff), now, hours)
    if live:
        return Audience(Mode.DIRECT if len(live) == 1 else Mode.CHOICE, live, question)
    return Audience(Mode.REQUEST if forms else Mode.NONE, forms, question)


def for_messengers(board: Board) -> tuple[Verdict, ...]:
    """One verdict for each group on what comes from messengers, mail and phone (SPEC 2.5); perhaps none is kept."""
    return tuple(in_messengers(group) for group in board.asked)
