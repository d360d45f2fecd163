"""Forty visitors at once, four operators with a limit of two, eight workers: never a third (SPEC 3.1, 10.1)."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone

from helpdesk.actions import distribution, passes
from helpdesk.models import Conversation, Operator
from tests.actions.terms import general
from tests.conftest import World, build_world
from tests.machine.oracle import Ledger
from tests.races import forty
from tests.races.crowd import at_once, errors

ROUNDS, FEWER = 50, 3


@pytest.fixture
def world(transactional_db: None) -> World:
    """At the time that passes see."""
    return build_world(timezone.now())


def drain(world: World) -> Callable[[], int]:
    return lambda: distribution.drain(now=world.now)


def test_never_a_third_never_twice_and_nobody_waits_beside_a_free_slot(world: World) -> None:
    people = forty.four_operators(world)
    forty.arrive(world)
    for _ in range(ROUNDS):
        forty.start_over(world)
        assigned = forty.all_drain(drain(world))
        assert max(forty.loads().values()) <= forty.LIMIT
        assert assigned == sum(forty.loads().values())
        forty.nobody_waits_beside_a_free_slot(world)
        assert forty.loads() == {o.pk: forty.LIMIT for o in people}
        forty.nothing_was_given_twice()


def test_whole_passes_do_the_same(world: World) -> None:
    people = forty.four_operators(world)
    forty.arrive(world)
    for _ in range(FEWER):
        forty.start_over(world)
        assert forty.all_drain(passes.run) == 4 * forty.LIMIT
        assert forty.loads() == {o.pk: forty.LIMIT for o in people}
        forty.nothing_was_given_twice()
        # They queue since the same moment, so the order is that of their ids.
        first = list(Conversation.objects.order_by("pk").values_list("pk", flat=True)[: 4 * forty.LIMIT])
        assert [conversation for conversation, _ in forty.given_in_order()] == first


def test_while_they_arrive(world: World) -> None:
    """Eight workers at it while forty begin to write in crowds of ten."""
    people = forty.four_operators(world)
    visitors = [world.arrive() for _ in range(forty.VISITORS)]
    for start in range(0, forty.VISITORS, 10):
        writers = [lambda v=v: world.write(v) for v in visitors[start : start + 10]]
        results = at_once(*writers, *[drain(world)] * forty.WORKERS)
        assert not errors(results)
        assert max(forty.loads().values(), default=0) <= forty.LIMIT
    forty.nobody_waits_beside_a_free_slot(world)
    assert forty.loads() == {o.pk: forty.LIMIT for o in people}
    forty.nothing_was_given_twice()


def test_in_turn_nobody_is_skipped_and_nobody_has_two_turns(world: World) -> None:
    general(algorithm="cyclic")
    people = [o.pk for o in forty.four_operators(world, limit=10)]
    forty.arrive(world)
    for _ in range(FEWER):
        forty.start_over(world)
        forty.all_drain(drain(world))
        distribution.drain(now=world.now)
        turns = [operator for _, operator in forty.given_in_order()]
        assert turns == people * 10
        forty.nothing_was_given_twice()


def test_portions_are_never_exceeded(world: World) -> None:
    policy = general(portion=3)
    people = forty.four_operators(world, limit=10)
    forty.arrive(world)
    for _ in range(FEWER):
        forty.start_over(world)
        forty.all_drain(drain(world))
        assert max(forty.loads().values()) <= 3
        distribution.drain(now=world.now)
        assert forty.loads() == {o.pk: 3 for o in people}
        given = [(policy.pk, operator, world.now) for _, operator in forty.given_in_order()]
        forty.nobody_waits_beside_a_free_slot(world, Ledger(given))


def test_heavy_ones_take_two_slots(world: World) -> None:
    """Two fit into five slots, and one slot stays empty."""
    world.site.weight = 2
    world.site.save()
    people = forty.four_operators(world, limit=5)
    forty.arrive(world)
    for _ in range(FEWER):
        forty.start_over(world)
        forty.all_drain(drain(world))
        assert max(forty.loads().values()) <= 2
        forty.nobody_waits_beside_a_free_slot(world)
        assert forty.loads() == {o.pk: 2 for o in people}


def test_a_limit_lowered_meanwhile_is_never_exceeded_by_what_comes_after(world: World) -> None:
    """Whoever holds two when the limit becomes one keeps them, and is given no other."""
    people = forty.four_operators(world)
    forty.arrive(world)
    for _ in range(FEWER):
        Operator.objects.filter(pk__in=[o.pk for o in people]).update(limit=2)
        forty.start_over(world)
        at_that_time: list[Counter[int]] = []

        def lower(seen: list[Counter[int]] = at_that_time) -> None:
            Operator.objects.filter(pk=people[0].pk).update(limit=1)
            seen.append(forty.loads())

        assert not errors(at_once(lower, *[drain(world)] * forty.WORKERS))
        mine = people[0].pk
        assert forty.loads()[mine] <= max(1, at_that_time[0][mine])
        forty.nobody_waits_beside_a_free_slot(world)
