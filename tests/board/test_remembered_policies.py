"""Policies are remembered for only as long as they must still be so, and then say the same as if they were read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from helpdesk.models import DistributionPolicy, Operator, Reinforcement
from helpdesk.snapshots import policies, remembered, states
from helpdesk.snapshots.policies import Distribution
from routing.policies import Algorithm
from tests.conftest import World

Ask = Callable[..., Distribution]

ALIVE = timedelta(seconds=10)


@pytest.fixture
def ask(world: World, settings: Settings) -> Ask:
    """What a process says that remembers, `after` so long."""
    settings.BOARD_SECONDS = 0.5
    memory = remembered.Memory()

    def asked(after: timedelta = timedelta()) -> Distribution:
        now = world.now + after
        version = remembered.version()
        return memory.read(version, states(now), now)

    return asked


def test_asked_again_it_is_not_read(ask: Ask, django_assert_num_queries: Any) -> None:
    first = ask()
    with django_assert_num_queries(2):  # the version, and who is switched on
        assert ask(ALIVE) is first


def change_the_algorithm(world: World) -> None:
    policy = DistributionPolicy.objects.get(contact_point=None)
    policy.algorithm = Algorithm.CYCLIC
    policy.save()


def name_somebody(world: World) -> None:
    DistributionPolicy.objects.get(contact_point=None).operators.add(world.anna)


def weigh_more(world: World) -> None:
    world.site.weight = 3
    world.site.save()


@pytest.mark.parametrize("change", [change_the_algorithm, name_somebody, weigh_more])
def test_a_change_is_seen_at_once(world: World, ask: Ask, change: Callable[[World], None]) -> None:
    first = ask()
    change(world)
    assert ask() == policies.read(world.now) != first


def test_who_is_switched_off_takes_no_part_any_more(world: World, ask: Ask) -> None:
    name_somebody(world)
    assert ask().policies[world.site.pk].participants == {world.anna.pk}
    Operator.objects.filter(pk=world.anna.pk).update(enabled=False)
    assert ask().policies[world.site.pk].participants == frozenset()


def test_forces_move_at_their_moment(world: World, ask: Ask) -> None:
    name_somebody(world)
    starts_at, ends_at = world.now + timedelta(seconds=10), world.now + timedelta(seconds=20)
    Reinforcement.objects.create(operator=world.dina, to_point=world.site, starts_at=starts_at, ends_at=ends_at)
    for after, helps in ((0, False), (9, False), (10, True), (19, True), (20, False), (21, False)):
        policy = ask(timedelta(seconds=after)).policies[world.site.pk]
        assert (world.dina.pk in policy.helpers) is helps, after


def test_a_change_that_told_nobody_is_seen_after_a_while(world: World, ask: Ask) -> None:
    first = ask()
    DistributionPolicy.objects.filter(contact_point=None).update(algorithm=Algorithm.CYCLIC)
    assert ask() is first
    assert ask(remembered.REREAD_AFTER).has_turns


def test_nothing_is_remembered_of_what_is_not_committed(world: World, ask: Ask) -> None:
    first = ask()
    with transaction.atomic():
        change_the_algorithm(world)
        assert ask().has_turns
        transaction.set_rollback(True)
    assert ask() == first
