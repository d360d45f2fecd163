"""One order, whatever woke the queue (SPEC 3.7)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import filters
from routing.assignment import plan
from routing.decisions import Assign, Wait
from routing.queue import in_order
from routing.snapshot import Order, Snapshot, Waiting
from tests.routing.offices import NOW, ago, orders, queues, snapshots


@pytest.mark.parametrize(
    ("ranks", "ageing", "queue", "served"),
    [
        # (channel, minutes waited) by id from 1 on, and in which order the ids are served
        ({}, 0, [(1, 5), (2, 9), (3, 7)], [2, 3, 1]),
        ({}, 0, [(1, 5), (1, 5), (2, 5)], [1, 2, 3]),
        ({1: 0, 2: 1}, 0, [(3, 90), (2, 60), (1, 1)], [3, 2, 1]),
        ({1: 0, 2: 0}, 0, [(1, 1), (2, 2)], [2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 29), (1, 1)], [3, 2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 30), (1, 31)], [3, 2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 30), (1, 29)], [2, 3, 1]),
        ({1: 0, 2: 1}, 30, [(3, 60), (2, 59), (1, 58)], [1, 2, 3]),
        ({1: 0, 2: 1}, 30, [(3, 900), (2, 901), (1, 902)], [3, 2, 1]),
        ({}, 30, [(1, 5), (2, 900)], [2, 1]),
    ],
)
def test_rank_then_time_then_id(
    ranks: dict[int, int], ageing: int, queue: list[tuple[int, int]], served: list[int]
) -> None:
    waiting = [Waiting(pk, None, NOW - timedelta(minutes=m), point) for pk, (point, m) in enumerate(queue, start=1)]
    assert [w.id for w in in_order(waiting, Order(ranks, ageing), NOW)] == served


@given(queues, orders)
def test_the_order_is_one_whatever_came_in_whichever_way(queue: tuple[Waiting, ...], order: Order) -> None:
    assert in_order(queue, order, NOW) == in_order(reversed(queue), order, NOW)


@given(st.lists(ago(86400), min_size=2, max_size=2), st.integers(0, 3), st.integers(1, 60))
def test_with_ageing_nobody_is_overtaken_for_ever(since: list, rank: int, ageing: int) -> None:
    """Whoever has waited through all ranks is served before everybody who came later, of whichever channel."""
    older, younger = Waiting(2, None, min(since), 2), Waiting(1, None, max(since), 1)
    order = Order({1: 0, 2: rank}, ageing)
    late = max(since) + timedelta(minutes=ageing * (rank + 1))
    if older.since < younger.since:
        assert in_order((younger, older), order, late)[0] == older


@given(snapshots)
def test_nobody_is_overtaken_by_another_for_a_place_both_could_have(snapshot: Snapshot) -> None:
    """Under load the order is kept exactly for each set of people who could take it.

    Whoever waits while a later one of the same channel and group is given to somebody must have been refused by them
    for a reason of its own: that they had passed it on.
    """
    left: dict[tuple[int, int | None], list[Waiting]] = {}
    by_id = {w.id: w for w in snapshot.waiting}
    order = {w.id: place for place, w in enumerate(in_order(snapshot.waiting, snapshot.order, snapshot.now))}
    for decision in sorted(plan(snapshot), key=lambda d: order[d.conversation]):
        waiting = by_id[decision.conversation]
        earlier = left.setdefault((waiting.point, waiting.group), [])
        if isinstance(decision, Wait):
            earlier.append(waiting)
        else:
            assert all(one.passed_by == decision.operator for one in earlier)


@given(snapshots)
def test_afterwards_nobody_waits_beside_somebody_who_could_take_it(snapshot: Snapshot) -> None:
    """Asked again about what the plan leaves, filter by filter, nobody is found."""
    people = {o.id: o for o in snapshot.operators}
    decisions = list(plan(snapshot))
    given_now: dict[tuple[int, int], int] = {}
    points = {w.id: w for w in snapshot.waiting}
    for decision in decisions:
        if isinstance(decision, Assign):
            point = points[decision.conversation].point
            policy, old = snapshot.policy_of(point), people[decision.operator]
            held = dict(old.held) | {point: old.held.get(point, 0) + policy.weight}
            people[old.id] = replace(old, load=old.load + policy.weight, held=held, last_assigned_at=snapshot.now)
            account = (policy.portions, old.id)
            given_now[account] = given_now.get(account, 0) + bool(policy.terms.portion)
    for decision in decisions:
        if isinstance(decision, Wait):
            waiting = points[decision.conversation]
            policy = snapshot.policy_of(waiting.point)
            since = snapshot.now - timedelta(minutes=policy.terms.portion_minutes)

            def used(pk: int, key: int = policy.portions, since: object = since) -> int:
                times = snapshot.portions.get((key, pk), ())
                return sum(at > since for at in times) + given_now.get((key, pk), 0)  # type: ignore[operator]

            room = filters.Room(snapshot.now, waiting.point, policy, used)
            outside = filters.pool(tuple(people.values()), policy, waiting.group)
            there = filters.availability(waiting, policy)
            assert not [o for o in people.values() if o.id not in outside and not there(o) and not room.why_not(o)]
