"""Laws of any plan: nobody is overtaken, nobody waits beside room (SPEC 3.7, 10.1)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from routing import filters
from routing.assignment import plan
from routing.decisions import Assign, Wait
from routing.queue import in_order
from routing.snapshot import Snapshot, Waiting
from tests.routing.offices import snapshots


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
