"""Who waits when the house closes hears of it once, and only where the reason for waiting changes. SPEC 5.6"""

from datetime import UTC, datetime, time, timedelta

import pytest

from helpdesk.actions import distribution, due
from helpdesk.models import Conversation, Message, Operator, PresenceLease, Schedule, ServicePolicy
from tests.conftest import World

BUSY, NIGHT = "All are busy.", "We open tomorrow at 10:00."


@pytest.fixture
def evening(world: World) -> World:
    """Half a minute before six; the house is open until six, and everybody has as much as they may have."""
    hours = Schedule.objects.create(name="Office", zone="UTC")
    for weekday in range(7):
        hours.periods.create(weekday=weekday, opens=time(10), closes=time(18))
    world.site.schedule = hours
    world.site.save()
    world.now = datetime(2026, 3, 2, 17, 59, 30, tzinfo=UTC)
    at_their_screens(world)
    Operator.objects.update(limit=0)
    world.zoya.language = "en"
    world.zoya.save()
    return world


def says(**texts: str) -> None:
    ServicePolicy.objects.filter(contact_point=None).update(reply_hours="We open {opens}.", **texts)


def said(world: World, after: float) -> list[str]:
    """So long after the start somebody has been looked for; all that was said three seconds later."""
    now = world.now + timedelta(seconds=after)
    distribution.drain(now=now)
    due.sweep(now + timedelta(seconds=3))
    return list(Message.objects.filter(event__kind="message.replied").values_list("text", flat=True))


def at_their_screens(world: World, after: float = 0) -> None:
    world.at_the_screen(world.anna, world.boris, world.gleb, now=world.now + timedelta(seconds=after))


def everybody_goes_home() -> None:
    PresenceLease.objects.all().delete()


def test_closing_alone_says_nothing_while_people_are_at_their_screens(evening: World) -> None:
    says(reply_busy="")
    evening.write(evening.zoya)
    assert said(evening, 0) == []
    assert said(evening, 40) == []
    at_their_screens(evening, after=60)
    assert said(evening, 80) == []
    assert Conversation.objects.get().noted == "full"


def test_when_they_have_gone_home_the_next_opening_is_named_and_once(evening: World) -> None:
    says(reply_busy="")
    evening.write(evening.zoya)
    assert said(evening, 0) == []
    everybody_goes_home()
    assert said(evening, 40) == [NIGHT]
    at_their_screens(evening, after=70)
    assert said(evening, 80) == [NIGHT]
    assert Conversation.objects.get().noted == "full"
    everybody_goes_home()
    assert said(evening, 120) == [NIGHT]


def test_whoever_was_told_of_something_else_is_told_nothing_more_in_this_wait(evening: World) -> None:
    says(reply_busy=BUSY)
    evening.write(evening.zoya)
    assert said(evening, 0) == [BUSY]
    everybody_goes_home()
    assert said(evening, 40) == said(evening, 600) == [BUSY]
