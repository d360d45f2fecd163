"""Own hours put operators into and out of distribution (SPEC 3.15)."""

from datetime import time, timedelta

import pytest

from helpdesk.actions import distribution, presence
from helpdesk.models import Schedule
from tests.conftest import World


@pytest.fixture
def on_leave(world: World) -> World:
    """Dina, alone at the service desk, works from noon. The world's clock shows ten."""
    hours = Schedule.objects.create(name="Afternoons", zone="UTC")
    for weekday in range(7):
        hours.periods.create(weekday=weekday, opens=time(12), closes=time(18))
    world.dina.schedule = hours
    world.dina.save()
    return world


def given(world: World, after: timedelta = timedelta()) -> bool:
    now = world.now + after
    world.at_the_screen(world.dina, now=now)
    return bool(distribution.drain(now=now))


def test_before_the_hours_nothing_is_given_and_then_it_is(on_leave: World) -> None:
    conversation = on_leave.write(on_leave.zoya, group=on_leave.skoda)
    conversation.group = on_leave.service
    conversation.save()
    assert not given(on_leave)
    assert given(on_leave, timedelta(hours=2))


def test_free_by_hand_receives_before_the_hours(on_leave: World) -> None:
    presence.set_status(on_leave.dina, "free", now=on_leave.now)
    on_leave.write(on_leave.zoya, group=on_leave.service)
    assert given(on_leave)


def test_at_lunch_by_hand_receives_nothing_within_the_hours(on_leave: World) -> None:
    noon = timedelta(hours=2)
    presence.set_status(on_leave.dina, "free", now=on_leave.now)
    on_leave.write(on_leave.zoya, group=on_leave.service)
    presence.set_status(on_leave.dina, "lunch", now=on_leave.now + noon)
    assert not given(on_leave, noon)
