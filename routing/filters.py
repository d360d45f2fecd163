"""The seven filters, each by itself (SPEC 3.6): who stays, and why each other one is dropped."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from routing.decisions import Dropped, Step
from routing.policies import Algorithm, Policy, PresenceMode
from routing.snapshot import EVERYONE, OperatorState, Waiting

NEVER = datetime.min.replace(tzinfo=UTC)

Reason = str | None
"""Why this operator is dropped, or None for those who stay."""

Judge = Callable[[OperatorState], Reason]


def assignable(operator: OperatorState, mode: PresenceMode = PresenceMode.BOTH) -> bool:
    """An allow-list: only a status that receives, and a presence that is seen, let anybody in (SPEC 3.2)."""
    return why_not_assignable(operator, mode) is None


def why_not_assignable(operator: OperatorState, mode: PresenceMode) -> Reason:
    if mode is not PresenceMode.PRESENCE and not operator.receives:
        return "off_hours" if operator.off_hours else "status"
    if mode is not PresenceMode.STATUS and not operator.present:
        return "absent"
    return None


def below_limit(operator: OperatorState, weight: int = 1) -> bool:
    """Whether one more conversation of this weight fits (SPEC 3.1)."""
    return operator.limit is None or operator.load + weight <= operator.limit


def pool(operators: Sequence[OperatorState], policy: Policy, group: int | None) -> dict[int, str]:
    """Why each operator takes no part in conversations of this group and policy; whoever is missing takes part.

    Members of the group who are participants; where none are named, all its members. Where that leaves nobody: the
    policy's fallback group; anybody only where a supervisor has allowed it, because it breaks the groups' isolation.
    Whoever helps out in the channel takes part beside all of these.
    """
    outside = _outside(operators, policy, group)
    return {pk: why for pk, why in outside.items() if pk not in policy.helpers} if policy.helpers else outside


def _outside(operators: Sequence[OperatorState], policy: Policy, group: int | None) -> dict[int, str]:
    outside = {o.id: "not_in_group" for o in operators if group is not EVERYONE and group not in o.groups}
    if policy.participants:
        for o in operators:
            if o.id not in policy.participants:
                outside.setdefault(o.id, "not_participant")
    if len(outside) < len(operators):
        return outside
    if policy.fallback:
        return {o.id: "not_in_fallback" for o in operators if o.id not in policy.fallback}
    return {} if policy.terms.anyone else outside


@dataclass(frozen=True, slots=True)
class Room:
    """Whether somebody has room for one more of this kind now: limits, portions and pauses."""

    now: datetime
    point: int
    policy: Policy
    given: Callable[[int], int]

    def why_not(self, operator: OperatorState) -> Reason:
        terms, weight = self.policy.terms, self.policy.weight
        if not below_limit(operator, weight):
            return "at_limit"
        if terms.limit and operator.held.get(self.point, 0) + weight > terms.limit:
            return "at_channel_limit"
        if terms.portion and self.given(operator.id) >= terms.portion:
            return "portion_used"
        since = operator.last_assigned_at
        if terms.pause and since is not None and self.now < since + timedelta(seconds=terms.pause):
            return "pausing"
        return None


def availability(waiting: Waiting, policy: Policy) -> Judge:
    mode = policy.terms.presence

    def why_not(operator: OperatorState) -> Reason:
        return why_not_assignable(operator, mode) or ("passed_it_on" if operator.id == waiting.passed_by else None)

    return why_not


def preferences(waiting: Waiting, policy: Policy, now: datetime) -> Iterable[tuple[Step, int, str]]:
    """Whom the client knows, most wanted first. Nobody who is away is waited for."""
    terms = policy.terms
    if terms.personal_manager and waiting.manager is not None:
        yield Step.PERSONAL_MANAGER, waiting.manager, "another_is_manager"
    if terms.last_operator_days and waiting.talked is not None:
        operator, at = waiting.talked
        if now - at <= timedelta(days=terms.last_operator_days):
            yield Step.LAST_OPERATOR, operator, "another_talked_last"


def by_algorithm(left: Sequence[OperatorState], algorithm: Algorithm, turn: int | None) -> Judge:
    """Who is dropped by the algorithm; `left` is not empty (SPEC 3.4)."""
    match algorithm:
        case Algorithm.CYCLIC:
            following = [o.id for o in left if turn is not None and o.id > turn]
            chosen = min(following) if following else min(o.id for o in left)
            return lambda o: None if o.id == chosen else "not_their_turn"
        case Algorithm.MOST_FREE:
            most = max(free_slots(o) for o in left)
            return lambda o: None if free_slots(o) == most else "fewer_free_slots"
        case Algorithm.LEAST_LOADED:
            least = min(o.load for o in left)
            return lambda o: None if o.load == least else "busier"


def free_slots(operator: OperatorState) -> float:
    return float("inf") if operator.limit is None else operator.limit - operator.load


def longest_idle(left: Iterable[OperatorState]) -> OperatorState:
    """Longest since the last assignment, then the smaller id."""
    return min(left, key=lambda o: (o.last_assigned_at or NEVER, o.id))


def sift(left: Sequence[OperatorState], step: Step, judge: Judge) -> tuple[list[OperatorState], list[Dropped]]:
    """Those who stay, and the others with their reasons."""
    stay, dropped = [], []
    for operator in left:
        reason = judge(operator)
        if reason is None:
            stay.append(operator)
        else:
            dropped.append(Dropped(operator.id, step, reason))
    return stay, dropped
