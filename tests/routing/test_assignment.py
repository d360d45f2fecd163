"""Who gets it: least loaded under the limit among the group's assignable operators (SPEC 3.1, 3.2, 3.4, 3.6, 3.7)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.assignment import assignable, below_limit, plan
from routing.decisions import Assign, Decision, Wait
from routing.snapshot import EVERYONE, OperatorState, Snapshot, Waiting

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SKODA, TATRA = 1, 2
ANNA = OperatorState(1, frozenset({SKODA}), receives=True, present=True, load=0, limit=3, last_assigned_at=None)
BORIS = replace(ANNA, id=2)
VERA = replace(ANNA, id=3, groups=frozenset({TATRA}))


def waiting(pk: int = 1, group: int | None = SKODA, since: int = 0) -> Waiting:
    return Waiting(pk, group, NOW - timedelta(minutes=10) + timedelta(seconds=since))


def decide(*people: OperatorState, group: int | None = SKODA) -> Decision:
    return next(plan(Snapshot(NOW, people, (waiting(group=group),))))


def chosen(*operators: OperatorState, group: int | None = SKODA) -> int | None:
    decision = decide(*operators, group=group)
    return decision.operator if isinstance(decision, Assign) else None


def why_dropped(*operators: OperatorState) -> dict[int, str]:
    return {d.operator: d.reason for d in decide(*operators).trace.dropped}


def test_thirty_against_fifteen_goes_to_the_one_with_fifteen() -> None:
    assert chosen(replace(ANNA, load=30, limit=None), replace(BORIS, load=15, limit=None)) == BORIS.id


def test_a_tie_goes_to_whoever_has_waited_longest_for_one_then_to_the_smaller_id() -> None:
    recently = replace(ANNA, last_assigned_at=NOW)
    assert chosen(recently, replace(BORIS, last_assigned_at=NOW - timedelta(hours=1))) == BORIS.id
    assert chosen(BORIS, ANNA) == ANNA.id


def test_limit_zero_receives_none_and_no_limit_receives_any() -> None:
    assert chosen(replace(ANNA, limit=0)) is None
    assert chosen(replace(ANNA, limit=None, load=1000)) == ANNA.id


def test_while_no_group_is_enabled_everybody_is_a_member() -> None:
    assert chosen(VERA, group=EVERYONE) == VERA.id


def test_everybody_who_is_dropped_has_a_reason() -> None:
    reasons = why_dropped(
        VERA, replace(ANNA, present=False), replace(BORIS, receives=False), replace(ANNA, id=9, load=3)
    )
    assert reasons == {VERA.id: "not_in_group", ANNA.id: "absent", BORIS.id: "status", 9: "at_limit"}


operators = st.lists(
    st.builds(
        OperatorState,
        id=st.integers(1, 40),
        groups=st.frozensets(st.integers(1, 4)),
        receives=st.booleans(),
        present=st.booleans(),
        load=st.integers(0, 6),
        limit=st.none() | st.integers(0, 6),
        last_assigned_at=st.none() | st.integers(0, 500).map(lambda s: NOW - timedelta(seconds=s)),
    ),
    unique_by=lambda o: o.id,
    max_size=12,
).map(tuple)
queues = st.lists(
    st.builds(waiting, pk=st.integers(1, 200), group=st.none() | st.integers(1, 4), since=st.integers(0, 300)),
    unique_by=lambda w: w.id,
    max_size=30,
).map(tuple)


@given(operators, queues)
def test_a_plan_never_exceeds_a_limit_and_never_leaves_anybody_beside_a_free_slot(
    people: tuple[OperatorState, ...], queue: tuple[Waiting, ...]
) -> None:
    loads = {o.id: o.load for o in people}
    decisions = list(plan(Snapshot(NOW, people, queue)))
    assert sorted(d.conversation for d in decisions) == sorted(w.id for w in queue)
    for decision in decisions:
        if isinstance(decision, Assign):
            loads[decision.operator] += 1
    final = [replace(o, load=loads[o.id]) for o in people]
    for before, after in zip(people, final, strict=True):
        assert after.load == before.load or (assignable(after) and (after.limit is None or after.load <= after.limit))
    groups = {w.id: w.group for w in queue}
    for left in (d for d in decisions if isinstance(d, Wait)):
        group = groups[left.conversation]
        assert not [o for o in final if assignable(o) and below_limit(o) and (group is None or group in o.groups)]


@given(operators, queues)
def test_equal_input_gives_equal_output_whatever_its_order(
    people: tuple[OperatorState, ...], queue: tuple[Waiting, ...]
) -> None:
    forwards = list(plan(Snapshot(NOW, people, queue)))
    backwards = list(plan(Snapshot(NOW, people[::-1], queue[::-1])))
    assert forwards == backwards


@given(operators, queues)
def test_who_came_first_is_served_first(people: tuple[OperatorState, ...], queue: tuple[Waiting, ...]) -> None:
    """Within one group: nobody is left waiting while a later one of the same group is served."""
    when = {w.id: (w.since, w.id, w.group) for w in queue}
    left_behind: dict[int | None, bool] = {}
    for decision in sorted(plan(Snapshot(NOW, people, queue)), key=lambda d: when[d.conversation][:2]):
        group = when[decision.conversation][2]
        if isinstance(decision, Wait):
            left_behind[group] = True
        else:
            assert not left_behind.get(group)


@given(operators)
def test_a_trace_names_everybody_once(people: tuple[OperatorState, ...]) -> None:
    trace = decide(*people).trace
    named = [d.operator for d in trace.dropped] + ([trace.chosen] if trace.chosen else [])
    assert sorted(named) == sorted(o.id for o in people)
