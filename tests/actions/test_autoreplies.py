"""The reply that nobody was found (SPEC 5.6): which one, when, how often, and in whose time it names the opening."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from helpdesk.actions import arrivals, assignments, conversations, distribution, due, messages, requests
from helpdesk.models import Conversation, Message, Operator, PresenceLease, Schedule, ServicePolicy
from tests.conftest import World

HOURS, OFFLINE, BUSY = "We open {opens}.", "Nobody is there.", "All are busy."


def texts(world: World, **own: str | None) -> None:
    ServicePolicy.objects.filter(contact_point=None).update(reply_hours=HOURS, reply_offline=OFFLINE, reply_busy=BUSY)
    if own:
        ServicePolicy.objects.create(contact_point=world.site, **own)


def nobody_there() -> None:
    PresenceLease.objects.all().delete()


def everybody_busy() -> None:
    Operator.objects.update(limit=0)


def opens_at(world: World, hour: int, *, zone: str = "UTC") -> Schedule:
    """The channel is open on workdays from then until 18:00."""
    world.site.schedule = Schedule.objects.create(name="Office", zone=zone)
    for weekday in range(5):
        world.site.schedule.periods.create(weekday=weekday, opens=time(hour), closes=time(18))
    world.site.save()
    return world.site.schedule


def search(world: World, after: float) -> None:
    distribution.drain(now=world.now + timedelta(seconds=after))


def said(world: World, after: float) -> list[str]:
    """Whatever is due so long after the start is done; all that the house has said, but for the hold scenario."""
    now = world.now + timedelta(seconds=after)
    due.sweep(now)
    return list(Message.objects.filter(event__kind="message.replied").values_list("text", flat=True))


class TestWhen:
    def test_three_seconds_after_nobody_was_found(self, world: World) -> None:
        texts(world)
        world.write(world.zoya)
        nobody_there()
        search(world, 1)
        assert said(world, 3.9) == []
        assert said(world, 4.0) == [OFFLINE]

    def test_looking_again_does_not_start_the_clock_anew(self, world: World) -> None:
        texts(world)
        world.write(world.zoya)
        nobody_there()
        for second in (0, 1, 2):
            search(world, second)
        assert said(world, 3) == [OFFLINE]

    def test_not_when_somebody_is_found_just_before(self, world: World) -> None:
        texts(world)
        everybody_busy()
        conversation = world.write(world.zoya)
        search(world, 0)
        Operator.objects.filter(pk=world.anna.pk).update(limit=None)
        search(world, 2.9)
        assert Conversation.objects.get(pk=conversation.pk).assignee == world.anna
        assert said(world, 3) == said(world, 60) == []

    def test_not_when_somebody_takes_it_just_before(self, world: World) -> None:
        texts(world)
        everybody_busy()
        conversation = world.write(world.zoya)
        search(world, 0)
        assignments.take(world.anna, conversation.pk, now=world.now + timedelta(seconds=2.9))
        assert said(world, 3) == []

    def test_not_when_the_visitor_has_gone(self, world: World) -> None:
        texts(world)
        conversation = world.write(world.zoya)
        nobody_there()
        search(world, 0)
        conversations.end(world.zoya, conversation.pk, now=world.now + timedelta(seconds=2))
        assert said(world, 3) == []

    def test_where_room_has_come_it_waits_for_the_next_look(self, world: World) -> None:
        """The search has not been made again yet. It finds somebody, or the reply is sent after all."""
        texts(world)
        everybody_busy()
        world.write(world.zoya)
        search(world, 0)
        Operator.objects.filter(pk=world.anna.pk).update(limit=5)
        assert said(world, 3) == []
        everybody_busy()
        assert said(world, 6) == [BUSY]


class TestHowOften:
    def test_once_in_a_wait_whatever_changes(self, world: World) -> None:
        texts(world)
        everybody_busy()
        world.write(world.zoya)
        search(world, 0)
        assert said(world, 3) == [BUSY]
        nobody_there()
        search(world, 10)
        assert Conversation.objects.get().noted == "away"
        assert said(world, 60) == [BUSY]

    def test_whoever_gives_it_back_unaccepted_does_not_begin_another_wait(self, world: World) -> None:
        texts(world)
        everybody_busy()
        conversation = world.write(world.zoya)
        search(world, 0)
        assert said(world, 3) == [BUSY]
        assignments.transfer_to_person(world.boris, conversation.pk, world.anna.pk, now=world.now)
        assignments.release(world.anna, conversation.pk, now=world.now)
        search(world, 10)
        assert said(world, 60) == [BUSY]

    def test_again_in_the_next_wait(self, world: World) -> None:
        texts(world)
        everybody_busy()
        conversation = world.write(world.zoya)
        search(world, 0)
        assert said(world, 3) == [BUSY]
        world.answer(world.anna, conversation)
        assignments.release(world.anna, conversation.pk, now=world.now + timedelta(seconds=30))
        search(world, 31)
        assert said(world, 34) == [BUSY, BUSY]

    def test_a_reply_that_is_asked_for_twice_is_sent_once(self, world: World) -> None:
        texts(world)
        conversation = world.write(world.zoya)
        nobody_there()
        search(world, 0)
        moment = world.now + timedelta(seconds=3)
        assert [due.run(conversation.pk, now=moment) for _ in range(3)] == [True, False, False]
        assert said(world, 3) == [OFFLINE]


@pytest.mark.parametrize(
    ("is_open", "there", "room", "own", "reply"),
    [
        (True, True, False, {}, BUSY),
        (True, False, False, {}, OFFLINE),
        (False, True, False, {}, "We open tomorrow at 10:00."),
        (False, False, False, {}, "We open tomorrow at 10:00."),
        (False, False, False, {"reply_hours": "Closed."}, "Closed."),
        (False, False, False, {"reply_hours": ""}, OFFLINE),
        (False, True, False, {"reply_hours": ""}, BUSY),
        (True, False, False, {"reply_offline": ""}, None),
        (True, True, False, {"reply_busy": "Ten minutes, please."}, "Ten minutes, please."),
        (True, True, False, {"reply_busy": ""}, None),
        (True, False, False, {"reply_hours": "Closed.", "reply_busy": "Ten minutes."}, OFFLINE),
    ],
)
def test_hours_before_offline_before_busy(
    world: World, is_open: bool, there: bool, room: bool, own: dict[str, str], reply: str | None
) -> None:
    """`own`: what the channel says otherwise; "" says nothing, and what it leaves open is inherited."""
    texts(world, **own)
    opens_at(world, 10)
    world.now = datetime(2026, 3, 2, 12 if is_open else 20, tzinfo=UTC)
    nobody_there()
    if there:
        world.at_the_screen(world.anna)
    everybody_busy()
    # Not as a first message: outside hours the widget shows the form.
    conversation = Conversation.objects.create(
        contact_point=world.site, visitor=world.zoya, group=world.skoda, active=False, created_at=world.now
    )
    world.zoya.language = "en"
    world.zoya.save()
    messages.receive(world.zoya.pk, "Hello", client_id=uuid4(), group_id=None, now=world.now)
    search(world, 0)
    assert said(world, 3) == ([reply] if reply else [])
    assert Conversation.objects.get(pk=conversation.pk).reply_due_at is None


class TestTheNight:
    @pytest.mark.parametrize(
        ("zone", "language", "words"),
        [
            ("Europe/Prague", "en", "We open tomorrow at 09:00."),
            ("Asia/Tokyo", "en", "We open today at 17:00."),
            ("America/New_York", "en", "We open tomorrow at 03:00."),
            ("", "en", "We open tomorrow at 09:00."),
        ],
    )
    def test_it_names_the_next_opening_in_the_visitors_own_time(
        self, world: World, zone: str, language: str, words: str
    ) -> None:
        texts(world)
        opens_at(world, 9, zone="Europe/Prague")
        world.now = datetime(2026, 3, 2, 20, tzinfo=UTC)
        self.leave_a_request(world, zone, language)
        assert said(world, 2.9) == []
        assert said(world, 3) == [words]

    def test_where_it_never_opens_again_no_opening_is_named(self, world: World) -> None:
        texts(world)
        opens_at(world, 9).periods.all().delete()
        self.leave_a_request(world)
        assert said(world, 3) == []

    def test_the_groups_hours_count_as_well(self, world: World) -> None:
        texts(world)
        opens_at(world, 9)
        world.skoda.schedule = Schedule.objects.create(name="Late", zone="UTC")
        world.skoda.schedule.periods.create(weekday=2, opens=time(8), closes=time(12))
        world.skoda.save()
        self.leave_a_request(world)
        assert said(world, 3) == ["We open on Wednesday at 09:00."]

    def test_by_day_a_request_is_told_nothing(self, world: World) -> None:
        texts(world)
        opens_at(world, 9)
        nobody_there()
        world.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.leave_a_request(world)
        assert said(world, 3) == []

    def test_a_request_that_is_taken_at_once_is_told_nothing(self, world: World) -> None:
        texts(world)
        opens_at(world, 9)
        world.now = datetime(2026, 3, 2, 20, tzinfo=UTC)
        self.leave_a_request(world)
        world.answer(world.anna, Conversation.objects.get())
        assert said(world, 3) == []

    def leave_a_request(self, world: World, zone: str = "UTC", language: str = "en") -> None:
        arrivals.lives_in(world.zoya, zone)
        world.zoya.language = language
        world.zoya.save()
        contacts = requests.Contacts.read("", "zoya@example.com", "")
        requests.leave(
            world.zoya.pk, "A test drive?", contacts, client_id=uuid4(), group_id=world.skoda.pk, now=world.now
        )


@pytest.mark.parametrize(
    ("field", "text", "is_fine"),
    [
        ("reply_hours", "We open {opens}.", True),
        ("reply_hours", "Curly {braces without an end", True),
        ("reply_hours", "We open {when}.", False),
        ("reply_hours", "We open {}.", False),
        ("reply_busy", "We open {opens}.", False),
        ("reply_offline", "Dear {name}", False),
    ],
)
def test_a_placeholder_that_means_nothing_is_refused(db: None, field: str, text: str, is_fine: bool) -> None:
    policy = ServicePolicy.objects.get(contact_point=None)
    setattr(policy, field, text)
    if is_fine:
        policy.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        policy.full_clean()
    assert set(refused.value.message_dict) == {field}
