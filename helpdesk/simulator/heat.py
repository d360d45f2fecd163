"""The coverage map at one moment: who serves which page, seen from where, if everybody who should be were at work."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from helpdesk.simulator.territory import Territory
from routing.audience import IDEAL_MOST, Mode, audience
from routing.board import Board, GroupRules, Visit
from routing.reasons import Staff, openings
from routing.snapshot import EVERYONE


class Tone(StrEnum):
    """How good a cell is: nothing there, a request form, one group (the ideal), a few, too many."""

    NOBODY = "nobody"
    REQUEST = "request"
    ONE = "one"
    FEW = "few"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Cell:
    """`groups`: those a visitor is shown or can leave a request to."""

    mode: Mode
    groups: tuple[int | None, ...]

    @property
    def tone(self) -> Tone:
        if self.mode is Mode.NONE:
            return Tone.NOBODY
        if self.mode is Mode.REQUEST:
            return Tone.REQUEST
        if len(self.groups) > IDEAL_MOST:
            return Tone.CROWD
        return Tone.ONE if self.mode is Mode.DIRECT else Tone.FEW


def heat(territory: Territory, moment: datetime) -> tuple[tuple[Cell, ...], ...]:
    """A row for each kind of pages, in it a cell for each kind of places; by the code that answers visitors."""
    opening = openings(moment)

    def is_open(group: GroupRules) -> bool:
        return group.schedule is None or opening(group.schedule)[0]

    # At one moment a closed group is like one without people, so the clocks are asked once and not in every cell.
    board = Board(tuple(replace(group, schedule=None) for group in territory.board.groups), territory.board.everyone)
    staff: dict[int | None, Staff] = {
        group.id: Staff(group.members if is_open(group) else 0) for group in territory.board.groups
    }
    staff[EVERYONE] = Staff(territory.board.everyone.members)

    def cell(page: str, where: int) -> Cell:
        found = audience(board, Visit.at(page, territory.places[where][0]), staff, moment)
        return Cell(found.mode, found.shown)

    return tuple(tuple(cell(kind[0], where) for where in range(len(territory.places))) for kind in territory.pages)
