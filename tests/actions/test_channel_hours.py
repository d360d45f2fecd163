"""A channel's own working hours (SPEC 5.7): who is shown, and what the night message names, on all sorts of nights."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from helpdesk.actions import arrivals, due, requests
from helpdesk.board import current
from helpdesk.models import Message, OperatorGroup, Schedule, ServicePolicy
from routing.audience import Mode
from tests.conftest import World

SATURDAY = 5


@pytest.fixture
def hours(world: World) -> Schedule:
    """Prague: workdays 09:00 to 18:00, and Saturday 22:00 to Sunday 02:30. Closed on 28 September."""
    schedule = Schedule.objects.create(name="Prague", zone="Europe/Prague")
    for weekday in range(5):
        schedule.periods.create(weekday=weekday, opens=time(9), closes=time(18))
    schedule.periods.create(weekday=SATURDAY, opens=time(22), closes=time(2, 30))
    schedule.exceptions.create(date=date(2026, 9, 28))
    world.site.schedule = schedule
    world.site.save()
    return schedule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def mode(world: World, moment: datetime) -> Mode:
    world.at_the_screen(world.anna, world.vera, now=moment)
    return current.known(moment).audience(world.zoya.page, world.zoya.ip, moment, world.site.pk).mode


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-03-02T07:59:59", Mode.REQUEST),
        ("2026-03-02T08:00", Mode.CHOICE),
        ("2026-03-02T16:59:59", Mode.CHOICE),
        ("2026-03-02T17:00", Mode.REQUEST),
        # Over midnight.
        ("2026-03-07T20:59:59", Mode.REQUEST),
        ("2026-03-07T21:00", Mode.CHOICE),
        ("2026-03-08T01:29:59", Mode.CHOICE),
        ("2026-03-08T01:30", Mode.REQUEST),
        # The clocks jump from 02:00 to 03:00: 02:30 is the moment of the jump.
        ("2026-03-29T00:59:59", Mode.CHOICE),
        ("2026-03-29T01:00", Mode.REQUEST),
        ("2026-03-30T06:59:59", Mode.REQUEST),
        ("2026-03-30T07:00", Mode.CHOICE),
        # The clocks show 02:00 to 03:00 twice: closing time is the second 02:30.
        ("2026-10-25T00:30", Mode.CHOICE),
        ("2026-10-25T01:29:59", Mode.CHOICE),
        ("2026-10-25T01:30", Mode.REQUEST),
        # The holiday, a Monday.
        ("2026-09-28T10:00", Mode.REQUEST),
        ("2026-09-29T10:00", Mode.CHOICE),
    ],
)
def test_outside_its_hours_nobody_is_there(world: World, hours: Schedule, moment: str, shown: Mode) -> None:
    assert mode(world, at(moment)) is shown


def test_what_a_group_does_when_away_decides(world: World, hours: Schedule) -> None:
    OperatorGroup.objects.update(when_away="hide")
    assert mode(world, at("2026-03-02T20:00")) is Mode.NONE
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(when_away="request")
    known = current.known(at("2026-03-02T20:00"))
    found = known.audience(world.zoya.page, world.zoya.ip, at("2026-03-02T20:00"), world.site.pk)
    assert (found.mode, found.shown) == (Mode.REQUEST, (world.tatra.pk,))
    verdict = next(verdict for verdict in found.verdicts if verdict.group == world.skoda.pk)
    assert (verdict.reason, verdict.detail) == ("channel_closed", "2026-03-03T09:00:00+01:00")


def test_another_channel_keeps_its_own_hours(world: World, hours: Schedule) -> None:
    other = type(world.site).objects.create(name="Another site", public_key="another")
    moment = at("2026-03-02T20:00")
    world.at_the_screen(world.anna, now=moment)
    assert current.known(moment).audience(world.zoya.page, None, moment, other.pk).mode is Mode.DIRECT


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        # An ordinary night, near and far.
        ("2026-03-02T20:00", "Europe/Prague", "tomorrow at 09:00"),
        ("2026-03-02T23:30", "Europe/Prague", "today at 09:00"),
        ("2026-03-02T20:00", "Pacific/Auckland", "today at 21:00"),
        ("2026-03-02T20:00", "America/Los_Angeles", "tomorrow at 00:00"),
        # The weekend and the holiday after it.
        ("2026-03-06T20:00", "Europe/Prague", "tomorrow at 22:00"),
        ("2026-09-27T10:00", "Europe/Prague", "on Tuesday at 09:00"),
        ("2026-09-28T10:00", "Europe/Prague", "tomorrow at 09:00"),
        # After the clocks went forward, for somebody whose clocks went with them and somebody whose did not.
        ("2026-03-29T01:00", "Europe/Prague", "tomorrow at 09:00"),
        ("2026-03-29T01:00", "Asia/Tokyo", "tomorrow at 16:00"),
        # After they went back, in the hour that came twice.
        ("2026-10-25T01:30", "Europe/Prague", "tomorrow at 09:00"),
        ("2026-10-25T01:30", "Asia/Tokyo", "tomorrow at 17:00"),
    ],
)
def test_the_night_message(world: World, hours: Schedule, moment: str, zone: str, words: str) -> None:
    assert night_message(world, at(moment), zone) == f"We are back {words}."


def test_far_away_it_is_a_date(world: World, hours: Schedule) -> None:
    hours.periods.all().delete()
    hours.exceptions.create(date=date(2026, 3, 20), opens=time(10), closes=time(12))
    assert night_message(world, at("2026-03-02T20:00"), "Europe/Prague") == "We are back on 20 March at 10:00."


def night_message(world: World, moment: datetime, zone: str) -> str:
    ServicePolicy.objects.filter(contact_point=None).update(reply_hours="We are back {opens}.")
    arrivals.lives_in(world.zoya, zone)
    world.zoya.language = "en"
    world.zoya.save()
    contacts = requests.Contacts.read("", "zoya@example.com", "")
    stored = requests.leave(world.zoya.pk, "Hello", contacts, client_id=uuid4(), group_id=world.skoda.pk, now=moment)
    due.run(stored.conversation.pk, now=moment + timedelta(seconds=3))
    return Message.objects.get(author="service").text
