"""Who is there for a simulated visitor: as it is just now, or as if everybody were at work."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from helpdesk import snapshots
from helpdesk.models import Contact, Conversation
from helpdesk.simulator.question import Override, Question
from routing.assignment import below_limit
from routing.board import Board
from routing.overload import CALM, step
from routing.policies import Policy
from routing.snapshot import OperatorState, Snapshot, Waiting
from routing.staffing import StaffOfGroups, staffs

NO_POINT = 0
"""Stands for the channel where none is named."""


@dataclass(frozen=True, slots=True)
class People:
    """`staff` decides who is shown, `snapshot` who would get the conversation. `point` is the channel's id."""

    staff: StaffOfGroups
    snapshot: Snapshot
    point: int

    @property
    def policy(self) -> Policy:
        return self.snapshot.policy_of(self.point)


def just_now(question: Question, board: Board, now: datetime) -> People:
    """Real presence, load and queue."""
    snapshot = _taken(question, now)
    return _people(question, board, snapshot, snapshots.full())


def everybody(question: Question, board: Board, now: datetime) -> People:
    """Every operator who is switched on sits at the screen, free and with nothing to do; the queue is empty."""
    snapshot = _taken(question, now)
    rested = tuple(
        replace(state, receives=True, off_hours=False, present=True, load=0, held={}) for state in snapshot.operators
    )
    full = {group.id for group in board.groups if group.id is not None and _is_full(group.id, rested, now)}
    return _people(question, board, replace(snapshot, operators=rested, waiting=(), portions={}), full)


def newcomer(question: Question, there: People, group: int | None, now: datetime) -> Waiting:
    """The visitor's conversation, had it just begun; its id is the next one."""
    last = max((waiting.id for waiting in there.snapshot.waiting), default=0)
    client = question.client
    return Waiting(
        id=last + 1,
        group=group,
        since=now,
        point=there.point,
        manager=client.personal_manager_id if client else None,
        talked=_talked(client) if client else None,
    )


def _taken(question: Question, now: datetime) -> Snapshot:
    snapshot, point = snapshots.take(now, question.policy), question.point
    moved = replace(snapshot, operators=_moved(snapshot.operators, question.overrides))
    if point is None or point.pk is None:
        return moved
    policies = {**snapshot.policies, point.pk: replace(snapshot.policy_of(point.pk), weight=point.weight)}
    return replace(moved, policies=policies)


def _people(question: Question, board: Board, snapshot: Snapshot, full: Collection[int]) -> People:
    point = (question.point.pk if question.point else None) or NO_POINT
    groups = [group.id for group in board.groups if group.id is not None]
    staff = staffs(snapshot.operators, {point: snapshot.policy_of(point)}, groups, full)[point]
    return People(staff, snapshot, point)


def _is_full(group: int, operators: Iterable[OperatorState], now: datetime) -> bool:
    members = [state for state in operators if group in state.groups]
    return step(CALM, len(members), sum(below_limit(state) for state in members), now).full


def _moved(states: Iterable[OperatorState], overrides: Iterable[Override]) -> tuple[OperatorState, ...]:
    """With the memberships that the overrides pretend."""
    states = tuple(states)
    for override in overrides:
        if override.members is not None:
            states = tuple(_member(state, override.id, state.id in override.members) for state in states)
    return states


def _member(state: OperatorState, group: int, belongs: bool) -> OperatorState:
    return replace(state, groups=state.groups | {group} if belongs else state.groups - {group})


def _talked(client: Contact) -> tuple[int, datetime] | None:
    """Who talked to this client last, and when."""
    rows = Conversation.objects.filter(visitor__contact=client, answered_at__isnull=False, answered_by__isnull=False)
    last = rows.order_by("-answered_at").first()
    if last is None or last.answered_by_id is None or last.answered_at is None:
        return None
    return last.answered_by_id, last.answered_at
