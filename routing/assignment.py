"""Who gets which waiting conversation (SPEC 3.1 to 3.7).

`plan` proposes; `helpdesk.actions.assignments.claim` verifies under locks. Equal input gives equal output.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from routing import filters
from routing.decisions import Assign, Decision, Dropped, Step, Trace, Wait
from routing.policies import Algorithm, Policy
from routing.queue import in_order
from routing.snapshot import OperatorState, Rotation, Snapshot, Waiting

assignable, below_limit = filters.assignable, filters.below_limit


def plan(snapshot: Snapshot) -> Iterator[Decision]:
    """One decision for each waiting conversation, in the queue's order; later ones see what earlier ones took."""
    desk = Desk(snapshot)
    for waiting in in_order(snapshot.waiting, snapshot.order, snapshot.now):
        yield desk.decide(waiting)


class Desk:
    """The operators while a plan is made: what they hold, whose turn it is, what their portions have used up."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.operators = {o.id: o for o in sorted(snapshot.operators, key=lambda o: o.id)}
        self.turns = dict(snapshot.turns)
        self.given: dict[tuple[int, int], int] = {}
        self._pools: dict[tuple[int, int | None], tuple[tuple[int, ...], tuple[Dropped, ...]]] = {}
        self._exhausted: dict[tuple[int, int | None], Trace] = {}

    def decide(self, waiting: Waiting) -> Decision:
        key = (waiting.point, waiting.group)
        known = self._exhausted.get(key) if waiting.passed_by is None else None
        if known is not None:
            # Within a plan room only shrinks: where nobody had any, nobody has. This keeps a long queue cheap.
            return Wait(waiting.id, replace(known, waiting=waiting))
        decision = self._choose(waiting)
        if isinstance(decision, Assign):
            self._give(waiting, decision)
        elif waiting.passed_by is None:
            self._exhausted[key] = decision.trace
        return decision

    def _choose(self, waiting: Waiting) -> Decision:
        policy = self.snapshot.policy_of(waiting.point)
        inside, outside = self._pool(waiting, policy)
        people = tuple(self.operators[pk] for pk in inside)
        rotation = rotation_of(waiting, policy)
        used = {pk: n for pk in inside if (n := self._used(policy, pk))} if policy.terms.portion else {}
        context = Trace(
            self.snapshot.now, waiting, policy, people, outside, None, self.turns.get(rotation), tuple(used.items())
        )
        return choose(context, everybody=tuple(self.operators.values()))

    def _pool(self, waiting: Waiting, policy: Policy) -> tuple[tuple[int, ...], tuple[Dropped, ...]]:
        key = (waiting.point, waiting.group)
        if key not in self._pools:
            outside = filters.pool(tuple(self.operators.values()), policy, waiting.group)
            inside = tuple(pk for pk in self.operators if pk not in outside)
            self._pools[key] = inside, tuple(Dropped(pk, Step.PARTICIPANT, why) for pk, why in outside.items())
        return self._pools[key]

    def _used(self, policy: Policy, operator: int) -> int:
        """How much of their portion this operator has had."""
        key = (policy.portions, operator)
        if key not in self.given:
            since = self.snapshot.now - timedelta(minutes=policy.terms.portion_minutes)
            self.given[key] = sum(at > since for at in self.snapshot.portions.get(key, ()))
        return self.given[key]

    def _give(self, waiting: Waiting, decision: Assign) -> None:
        policy, old = decision.trace.policy, self.operators[decision.operator]
        held = dict(old.held)
        held[waiting.point] = held.get(waiting.point, 0) + policy.weight
        now = self.snapshot.now
        self.operators[old.id] = replace(old, load=old.load + policy.weight, held=held, last_assigned_at=now)
        if decision.rotates:
            self.turns[rotation_of(waiting, policy)] = old.id
        if policy.terms.portion:
            self.given[policy.portions, old.id] = self._used(policy, old.id) + 1


def rotation_of(waiting: Waiting, policy: Policy) -> Rotation:
    return policy.rotation, waiting.group


def choose(context: Trace, everybody: tuple[OperatorState, ...]) -> Decision:
    """Ask the filters after the first: `context.people` take part, `context.dropped` don't; `everybody` is both."""
    waiting, policy, now = context.waiting, context.policy, context.now
    given = dict(context.given)
    room = filters.Room(now, waiting.point, policy, lambda pk: given.get(pk, 0))
    dropped = list(context.dropped)
    left: Iterable[OperatorState] = context.people
    for step, judge in (
        (Step.ASSIGNABLE, filters.availability(waiting, policy)),
        (Step.BELOW_LIMIT, room.why_not),
    ):
        left, fallen = filters.sift(tuple(left), step, judge)
        dropped += fallen
    survivors = list(left)
    if not survivors:
        return Wait(waiting.id, replace(context, people=everybody, dropped=tuple(dropped)))
    survivors, fallen, rotates = _prefer(survivors, context)
    dropped += fallen
    chosen = filters.longest_idle(survivors)
    dropped += [Dropped(o.id, Step.LONGEST_IDLE, "served_more_recently") for o in survivors if o.id != chosen.id]
    trace = replace(context, people=everybody, dropped=tuple(dropped), chosen=chosen.id)
    return Assign(waiting.id, chosen.id, trace, rotates)


def _prefer(left: list[OperatorState], context: Trace) -> tuple[list[OperatorState], list[Dropped], bool]:
    """Whom the client knows, else whom the algorithm says; True when it was the rotation that chose."""
    terms = context.policy.terms
    for step, wanted, reason in filters.preferences(context.waiting, context.policy, context.now):
        if any(o.id == wanted for o in left):
            fallen = [Dropped(o.id, step, reason) for o in left if o.id != wanted]
            return [o for o in left if o.id == wanted], fallen, False
    stay, fallen = filters.sift(left, Step.ALGORITHM, filters.by_algorithm(left, terms.algorithm, context.turn))
    return stay, fallen, terms.algorithm is Algorithm.CYCLIC
