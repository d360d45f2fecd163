"""Who is there for a simulated visitor: as it is just now, or as if everybody were at work."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk import snapshots
from helpdesk.simulator.question import Override
from routing.assignment import assignable, below_limit
from routing.board import Board
from routing.overload import CALM, step
from routing.reasons import NOBODY, Staff
from routing.snapshot import EVERYONE, OperatorState, Waiting


@dataclass(frozen=True, slots=True)
class People:
    """`staff` decides who is shown, `operators` and `queue` who would get the conversation."""

    staff: dict[int | None, Staff]
    operators: tuple[OperatorState, ...]
    queue: tuple[Waiting, ...]


def just_now(overrides: Iterable[Override], now: datetime) -> People:
    """Real presence, load and queue."""
    snapshot, staff = snapshots.take(now), snapshots.staff(now)
    operators = _moved(snapshot.operators, overrides)
    for override in overrides:
        here = sum(override.id in state.groups and assignable(state) for state in operators)
        staff[override.id] = Staff(here, staff.get(override.id, NOBODY).full)
    return People(staff, operators, snapshot.waiting)


def everybody(board: Board, overrides: Iterable[Override], now: datetime) -> People:
    """Every operator who is switched on sits at the screen, free and with nothing to do; the queue is empty."""
    rested = (replace(state, receives=True, present=True, load=0) for state in snapshots.take(now).operators)
    operators = _moved(rested, overrides)
    staff: dict[int | None, Staff] = {EVERYONE: Staff(len(operators))}
    for group in board.groups:
        members = [state for state in operators if group.id in state.groups]
        free = sum(below_limit(state) for state in members)
        staff[group.id] = Staff(len(members), step(CALM, len(members), free, now).full)
    return People(staff, operators, ())


def _moved(states: Iterable[OperatorState], overrides: Iterable[Override]) -> tuple[OperatorState, ...]:
    """With the memberships that the overrides pretend."""
    states = tuple(states)
    for override in overrides:
        if override.members is not None:
            states = tuple(_member(state, override.id, state.id in override.members) for state in states)
    return states


def _member(state: OperatorState, group: int, belongs: bool) -> OperatorState:
    return replace(state, groups=state.groups | {group} if belongs else state.groups - {group})
