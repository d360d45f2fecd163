"""Never more than the portion in any interval, wherever it begins (SPEC 3.5)."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.assignment import plan
from routing.decisions import Assign
from routing.policies import Policy, Terms
from routing.snapshot import OperatorState, Snapshot, Waiting
from tests.routing.offices import NOW

PEOPLE = (1, 2)
arrivals = st.lists(st.tuples(st.integers(0, 240), st.integers(1, 4)), min_size=1, max_size=25).map(sorted)


def a_day(
    steps: list[tuple[int, int]], portion: int, minutes: int
) -> tuple[dict[tuple[int, int], tuple[datetime, ...]], int]:
    """Everybody is always there and never full; what nobody is given waits. Returns who was given what when, and how
    many still wait.
    """
    given_at: dict[tuple[int, int], tuple[datetime, ...]] = {}
    everybody = tuple(OperatorState(pk, frozenset(), True, True, 0, None, None) for pk in PEOPLE)
    policies = {0: Policy(Terms(portion=portion, portion_minutes=minutes))}
    waiting: list[Waiting] = []
    for minute, number in steps:
        now = NOW + timedelta(minutes=minute)
        waiting += [Waiting(len(waiting) + 1000 * minute + n, None, now) for n in range(number)]
        for decision in plan(Snapshot(now, everybody, tuple(waiting), policies, portions=given_at)):
            if isinstance(decision, Assign):
                waiting = [w for w in waiting if w.id != decision.conversation]
                key = (0, decision.operator)
                given_at[key] = (*given_at.get(key, ()), now)
    return given_at, len(waiting)


@given(arrivals, st.integers(1, 5), st.integers(1, 90))
def test_never_more_than_the_portion_in_any_interval(steps: list[tuple[int, int]], portion: int, minutes: int) -> None:
    given_at, _ = a_day(steps, portion, minutes)
    for times in given_at.values():
        for start in times:
            assert sum(start <= at < start + timedelta(minutes=minutes) for at in times) <= portion


@given(arrivals, st.integers(1, 5), st.integers(1, 90))
def test_and_never_less_where_more_wait(steps: list[tuple[int, int]], portion: int, minutes: int) -> None:
    """While anybody waits, everybody has had the whole portion of the interval that ends now."""
    given_at, left = a_day(steps, portion, minutes)
    now = NOW + timedelta(minutes=steps[-1][0])
    if left:
        for pk in PEOPLE:
            recent = [at for at in given_at[0, pk] if at > now - timedelta(minutes=minutes)]
            assert len(recent) == portion


@given(st.integers(1, 5), st.integers(1, 20))
def test_policies_count_apart_unless_they_inherit(portion: int, queued: int) -> None:
    terms = Terms(portion=portion)
    waiting = tuple(Waiting(n, None, NOW, point=n % 3) for n in range(3 * queued))
    policies = {0: Policy(terms, portions=7), 1: Policy(terms, portions=7), 2: Policy(terms, portions=8)}
    anna = OperatorState(1, frozenset(), True, True, 0, None, None)
    chosen = [d.conversation % 3 for d in plan(Snapshot(NOW, (anna,), waiting, policies)) if isinstance(d, Assign)]
    assert len([p for p in chosen if p in (0, 1)]) == min(portion, 2 * queued)
    assert chosen.count(2) == min(portion, queued)


def test_the_pause_and_the_portion_are_asked_after_the_limit() -> None:
    """So that the trace names the reason that lasts longest."""
    full = OperatorState(1, frozenset(), True, True, load=1, limit=1, last_assigned_at=NOW)
    snapshot = Snapshot(
        NOW, (full,), (Waiting(1, None, NOW),), {0: Policy(Terms(portion=1, pause=60))}, portions={(0, 1): (NOW,)}
    )
    reasons = []
    for operator in (full, replace(full, load=0)):
        (decision,) = plan(replace(snapshot, operators=(operator,)))
        reasons += [dropped.reason for dropped in decision.trace.dropped]
    assert reasons == ["at_limit", "portion_used"]
