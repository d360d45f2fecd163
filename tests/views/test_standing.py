"""Why nothing comes: one line beside the status, empty where something can come."""

from datetime import time

import pytest
from django.utils import timezone

from helpdesk.actions import assignments, presence
from helpdesk.models import ContactPoint, DistributionPolicy, OperatorStatus, PresenceMode, Schedule
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def said(world: World, log_in: LogIn):
    def ask() -> str:
        answer = log_in(world.anna).get("/inbox/standing/")
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def general(**terms: object) -> None:
    DistributionPolicy.objects.filter(contact_point=None).update(**terms)


def test_nothing_is_said_to_whoever_can_be_given_something(said) -> None:
    assert said() == ""


def test_a_status_that_receives_nothing(world: World, said) -> None:
    OperatorStatus.objects.create(code="training", name="In a training")
    presence.set_status(world.anna, "training", now=world.now)
    assert said() == "In a training: nothing is assigned to you"
    general(presence=PresenceMode.PRESENCE)
    assert said() == "", "where presence alone counts, the status says nothing"


def test_limit_of_nought(world: World, said) -> None:
    world.anna.limit = 0
    world.anna.save()
    assert said() == "Your limit is 0: nothing is assigned to you"


def test_at_the_limit(world: World, said) -> None:
    for _ in range(3):
        assignments.take(world.anna, world.write(world.arrive()).pk, now=world.now)
    assert said() == "3 of 3: nothing more is assigned to you"


def test_at_the_limit_of_one_channel_of_two(world: World, said) -> None:
    general(limit=1)
    assignments.take(world.anna, world.write(world.arrive()).pk, now=world.now)
    assert said() == "At the channel's limit: nothing more is assigned to you"
    ContactPoint.objects.create(name="Another site", public_key="another")
    assert said() == "", "the other channel can give something"


def test_outside_own_hours(world: World, said) -> None:
    today = timezone.now().weekday()
    schedule = Schedule.objects.create(name="Never today", zone="UTC")
    schedule.periods.create(weekday=(today + 3) % 7, opens=time(9), closes=time(10))
    world.anna.schedule = schedule
    world.anna.save()
    assert said() == "Outside your hours: nothing is assigned to you"


def test_who_takes_part_in_nothing(world: World, said) -> None:
    policy = DistributionPolicy.objects.get(contact_point=None)
    policy.operators.set([world.boris])
    assert said() == "You take part in no channel: nothing is assigned to you"
    policy.operators.add(world.anna)
    assert said() == ""
