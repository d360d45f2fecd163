"""Who gets which waiting conversation (SPEC 3.1, 3.2, 3.6, 3.7): least loaded under the limit among assignable members.

`plan` proposes; `helpdesk.actions.assignments.claim` verifies under locks. Equal input gives equal output.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from routing.decisions import Assign, Decision, Dropped, Step, Trace, Wait
from routing.snapshot import EVERYONE, OperatorState, Snapshot, Waiting

NEVER = datetime.min.replace(tzinfo=UTC)

Reason = str | None
"""Why this operator is dropped, or None for those who stay."""


def plan(snapshot: Snapshot) -> Iterator[Decision]:
    """One decision for each waiting conversation, longest wait first; later ones see the load the earlier ones made."""
    operators = {o.id: o for o in snapshot.operators}
    for waiting in sorted(snapshot.waiting, key=lambda w: (w.since, w.id)):
        decision = choose(waiting, operators.values())
        if isinstance(decision, Assign):
            chosen = operators[decision.operator]
            operators[chosen.id] = replace(chosen, load=chosen.load + 1, last_assigned_at=snapshot.now)
        yield decision


def choose(waiting: Waiting, operators: Iterable[OperatorState]) -> Decision:
    """The operator for one conversation with the reason for everybody else."""
    everyone = sorted(operators, key=lambda o: o.id)
    left, dropped = everyone, []
    for step, why_dropped in _hard_filters(waiting):
        left, fallen = _keep(left, step, why_dropped)
        dropped += fallen
    if left:
        least = min(o.load for o in left)
        left, fallen = _keep(left, Step.LEAST_LOADED, lambda o: "busier" if o.load > least else None)
        dropped += fallen
        chosen = min(left, key=lambda o: (o.last_assigned_at or NEVER, o.id))
        left, fallen = _keep(left, Step.LONGEST_IDLE, lambda o: None if o.id == chosen.id else "served_more_recently")
        dropped += fallen
        return Assign(waiting.id, chosen.id, Trace(waiting.id, len(everyone), tuple(dropped), chosen.id))
    return Wait(waiting.id, Trace(waiting.id, len(everyone), tuple(dropped), None))


def assignable(operator: OperatorState) -> bool:
    """Status and presence both say yes: an allow-list, so an unknown state never receives (SPEC 3.2)."""
    return operator.receives and operator.present


def below_limit(operator: OperatorState) -> bool:
    return operator.limit is None or operator.load < operator.limit


def _hard_filters(waiting: Waiting) -> list[tuple[Step, Callable[[OperatorState], Reason]]]:
    return [
        (Step.PARTICIPANT, lambda o: None if _participates(o, waiting.group) else "not_in_group"),
        (Step.ASSIGNABLE, lambda o: None if assignable(o) else ("absent" if o.receives else "status")),
        (Step.BELOW_LIMIT, lambda o: None if below_limit(o) else "at_limit"),
    ]


def _participates(operator: OperatorState, group: int | None) -> bool:
    return group is EVERYONE or group in operator.groups


def _keep(
    operators: list[OperatorState], step: Step, why_dropped: Callable[[OperatorState], Reason]
) -> tuple[list[OperatorState], list[Dropped]]:
    left, dropped = [], []
    for operator in operators:
        reason = why_dropped(operator)
        if reason is None:
            left.append(operator)
        else:
            dropped.append(Dropped(operator.id, step, reason))
    return left, dropped
