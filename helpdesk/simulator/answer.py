"""The simulator's question answered with the code that answers visitors (SPEC 2.13)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from helpdesk.board.knowledge import Configuration, read_configuration
from helpdesk.models import Conversation, Operator, OperatorGroup
from helpdesk.net import origin_allowed
from helpdesk.queries import hold_steps
from helpdesk.simulator import people, places
from helpdesk.simulator.people import People
from helpdesk.simulator.places import Where
from helpdesk.simulator.question import Question, overridden
from helpdesk.simulator.quiet import read_only
from routing.assignment import plan
from routing.audience import IDEAL_MOST, Mode, audience
from routing.board import Board, GroupRules, Visit
from routing.decisions import Trace
from routing.holds import HoldStep
from routing.policies import Policy
from routing.queue import in_order
from routing.reasons import Verdict


class Obstacle(StrEnum):
    """What keeps the whole widget away, whatever the groups say."""

    CHANNEL_OFF = "channel_off"
    SITE_NOT_ALLOWED = "site_not_allowed"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with one of the shown groups, if it began now. `chosen` in the trace is None: it waits.

    `place` is the one it has among the `length` that wait for anybody, from 1 on and itself counted; `ahead` so many of
    the same group are served before it.
    """

    group: GroupRules
    trace: Trace
    place: int
    length: int
    ahead: int
    hold: tuple[HoldStep, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`groups`: each with its verdict, in the order of the board. `names`: of all operators in the traces.

    `policy` is what holds in the channel; `rank` the channel's place in the queue, from 1 on, None when it has none;
    `ageing` after so many minutes a conversation moves one channel up, 0: never.
    `mode` is what the visitor gets, `none` where there are obstacles; the verdicts are those of the pipeline alone.
    """

    question: Question
    at: datetime
    page: str
    where: Where
    mode: Mode
    obstacles: tuple[Obstacle, ...]
    board: Board
    groups: tuple[tuple[GroupRules, Verdict], ...]
    talks: tuple[Talk, ...]
    policy: Policy
    rank: int | None
    ageing: int
    names: dict[int, str]

    @property
    def shown(self) -> tuple[GroupRules, ...]:
        """The groups that are offered, to chat with or to leave a request; none where there is no widget."""
        return () if self.mode is Mode.NONE else tuple(group for group, verdict in self.groups if verdict.kept)

    @property
    def crowded(self) -> bool:
        return self.mode is Mode.CHOICE and len(self.shown) > IDEAL_MOST


def simulate(question: Question, *, now: datetime) -> Answer:
    """What this visitor gets at `question.at`; presence, load and queue are those of `now`. Writes nothing."""
    with read_only():
        return _answer(question, read_configuration(now), now)


def _answer(question: Question, configuration: Configuration, now: datetime) -> Answer:
    at = question.at or now
    board = overridden(configuration.board, question.overrides)
    where = (
        places.by_address(question.address, configuration.places)
        if question.address
        else places.by_region(question.region)
    )
    visit = Visit.at(question.page, where.place)
    there = (people.everybody if question.everybody else people.just_now)(question, board, now)
    found, order = audience(board, visit, there.staff, at, configuration.hours_of(there.point)), there.snapshot.order
    obstacles = tuple(_obstacles(question, configuration, at))
    shown = [group for group in board.asked if group.id in found.shown]
    chats = not obstacles and found.mode in (Mode.DIRECT, Mode.CHOICE)
    return Answer(
        question=question,
        at=at,
        page=str(visit.page.address),
        where=where,
        mode=Mode.NONE if obstacles else found.mode,
        obstacles=obstacles,
        board=board,
        groups=tuple(zip(board.asked, found.verdicts, strict=True)),
        talks=tuple(_talks(question, shown, there, now)) if chats else (),
        policy=there.policy,
        rank=order.ranks[there.point] + 1 if there.point in order.ranks else None,
        ageing=order.ageing,
        names=dict(Operator.objects.values_list("pk", "name")),
    )


def _obstacles(question: Question, configuration: Configuration, at: datetime) -> Iterator[Obstacle]:
    point = question.point
    if point is not None:
        if not point.enabled:
            yield Obstacle.CHANNEL_OFF
        if not origin_allowed(_origin(question.page), point.allowed_origins):
            yield Obstacle.SITE_NOT_ALLOWED
    if configuration.is_banned(question.address, at):
        yield Obstacle.BANNED


def _origin(page: str) -> str | None:
    """None for a page without a scheme: it may belong to any of the sites."""
    parts = urlsplit(page.strip())
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None


def _talks(question: Question, shown: list[GroupRules], there: People, now: datetime) -> Iterator[Talk]:
    rows = OperatorGroup.objects.in_bulk([group.id for group in shown if group.id is not None])
    holds: dict[int | None, tuple[HoldStep, ...]] = {}
    for group in shown:
        row = rows.get(group.id) if group.id is not None else None
        scenario = row.hold_scenario_id if row else None
        if scenario not in holds:
            holds[scenario] = _hold(question, row)
        yield _talk(question, group, there, holds[scenario], now)


def _talk(question: Question, group: GroupRules, there: People, hold: tuple[HoldStep, ...], now: datetime) -> Talk:
    """As the next pass over the queue would have it: whoever is before it in the queue is served first."""
    ours = people.newcomer(question, there, group.id, now)
    snapshot = replace(there.snapshot, waiting=(*there.snapshot.waiting, ours))
    queue = in_order(snapshot.waiting, snapshot.order, now)
    before = queue[: queue.index(ours)]
    trace = next(decision.trace for decision in plan(snapshot) if decision.conversation == ours.id)
    ahead = sum(waiting.group == group.id for waiting in before)
    return Talk(group, trace, len(before) + 1, len(queue), ahead, hold)


def _hold(question: Question, group: OperatorGroup | None) -> tuple[HoldStep, ...]:
    """Of a conversation that is never stored."""
    if question.point is None and (group is None or group.hold_scenario_id is None):
        return ()
    return tuple(hold_steps(Conversation(group=group, contact_point=question.point)))
