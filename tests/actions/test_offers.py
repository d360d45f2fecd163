"""Taking an offer: the chat becomes a request (SPEC 4.7, 4.10, 7.4)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from helpdesk import queries
from helpdesk.actions import assignments, conversations, due, messages, offers, requests
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.actions.messages import Stored
from helpdesk.actions.requests import Contacts
from helpdesk.models import Conversation, Event, HoldAction, Message, Schedule, ServicePolicy
from tests.conftest import World

PHONE = Contacts.read("Zoya", "", "+420 555 010 111", call=True)
HALF_PAST_THREE = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


@pytest.fixture
def offered(world: World) -> Conversation:
    """Zoya waits since ten, and has been offered a call at a convenient time. The site is open from nine to six."""
    world.site.schedule = Schedule.objects.create(name="Office hours", zone="UTC")
    world.site.schedule.periods.create(weekday=0, opens="09:00", closes="18:00")
    world.site.save()
    world.site.hold_scenario.steps.filter(after=90).update(action=HoldAction.OFFER_CALLBACK)
    conversation = world.write(world.zoya)
    for seconds in (30, 90):
        due.run(conversation.pk, now=world.now + timedelta(seconds=seconds))
    return Conversation.objects.get(pk=conversation.pk, offered="callback")


def accept(world: World, text: str = "Please call me", **fields: object) -> Stored:
    options: dict[str, object] = {"client_id": uuid4(), "due_at": HALF_PAST_THREE} | fields
    now = options.pop("now", world.now + timedelta(seconds=100))
    contacts = options.pop("contacts", PHONE)
    return offers.accept(world.zoya.pk, text, contacts, now=now, **options)  # type: ignore[arg-type]


def test_the_same_conversation_is_a_request_now(world: World, offered: Conversation) -> None:
    assert accept(world).conversation == offered
    offered.refresh_from_db()
    assert (offered.kind, offered.status, offered.active, offered.due_at) == ("request", "open", False, HALF_PAST_THREE)
    assert offered.queued_at is offered.waiting_since is offered.hold_due_at is offered.next_due_at is None
    assert (offered.offered, offered.unanswered_since) == ("", world.now)
    assert offered in queries.my(world.anna)
    assert offered not in queries.my(world.vera)
    world.zoya.refresh_from_db()
    assert (world.zoya.name, world.zoya.phone) == ("Zoya", "+420 555 010 111")
    moved = Event.objects.get(kind="conversation.moved_to_request")
    assert moved.data == {"due": "2026-03-02T15:30:00+00:00", "offer": "callback", "assignee": None}
    assert list(offered.events.values_list("kind", flat=True))[-2:] == [moved.kind, "message.received"]


def test_without_a_time_it_is_a_plain_request(world: World, offered: Conversation) -> None:
    accept(world, due_at=None, contacts=Contacts.read("", "zoya@example.com", ""))
    offered.refresh_from_db()
    assert (offered.kind, offered.due_at) == ("request", None)


def test_it_goes_to_the_group_where_somebody_had_not_accepted(world: World, offered: Conversation) -> None:
    Conversation.objects.update(assignee=world.anna, queued_at=None, accept_due_at=world.now)
    accept(world)
    offered.refresh_from_db()
    assert offered.assignee is offered.accept_due_at is offered.next_due_at is None
    assert offered.events.get(kind="conversation.moved_to_request").data["assignee"] == "Anna"


def test_nothing_more_is_said(world: World, offered: Conversation) -> None:
    accept(world)
    assert due.sweep(world.now + timedelta(days=1)) == 0


def test_sent_twice_it_is_one(world: World, offered: Conversation) -> None:
    same = uuid4()
    first, again = accept(world, client_id=same), accept(world, client_id=same)
    assert (again.repeated, again.message) == (True, first.message)
    assert Event.objects.filter(kind="conversation.moved_to_request").count() == 1


class TestOutcome:
    def test_the_chat_came_out_as_moved(self, world: World, offered: Conversation) -> None:
        accept(world)
        offered.refresh_from_db()
        assert (offered.outcome, offered.ended_at) == ("moved", world.now + timedelta(seconds=100))

    def test_and_keeps_that_while_the_request_is_done_with(self, world: World, offered: Conversation) -> None:
        accept(world)
        conversations.categorise(world.anna, offered.pk, None, now=world.now)
        conversations.mark_read(world.anna, offered.pk, now=world.now)
        conversations.close(world.anna, offered.pk, now=world.now)
        offered.refresh_from_db()
        assert (offered.status, offered.outcome) == ("closed", "moved")

    def test_and_has_it_again_after_it_was_live(self, world: World, offered: Conversation) -> None:
        accept(world)
        assignments.take(world.anna, offered.pk, now=world.now)
        offered.refresh_from_db()
        assert (offered.active, offered.outcome, offered.ended_at) == (True, "", None)
        world.answer(world.anna, offered)
        conversations.close(world.anna, offered.pk, now=world.now)
        offered.refresh_from_db()
        assert offered.outcome == "moved"

    def test_a_request_from_the_form_has_its_own(self, world: World) -> None:
        left = requests.leave(
            world.zoya.pk, "Hello", PHONE, client_id=uuid4(), group_id=world.skoda.pk, now=world.now
        ).conversation
        conversations.close(world.anna, left.pk, now=world.now)
        left.refresh_from_db()
        assert left.outcome == "unserved"


class TestTooLate:
    @pytest.mark.parametrize("how", ["take", "reply"])
    def test_somebody_has_accepted(self, world: World, offered: Conversation, how: str) -> None:
        if how == "take":
            assignments.take(world.anna, offered.pk, now=world.now)
        else:
            world.answer(world.anna, offered)
        with pytest.raises(Conflict, match="no_offer") as refused:
            accept(world)
        assert "just write" in str(refused.value.text)
        offered.refresh_from_db()
        assert (offered.kind, offered.active, offered.assignee) == ("chat", True, world.anna)
        world.zoya.refresh_from_db()
        assert world.zoya.phone == ""
        assert not Message.objects.filter(text="Please call me").exists()

    def test_it_was_accepted_in_another_tab(self, world: World, offered: Conversation) -> None:
        accept(world)
        with pytest.raises(Conflict) as refused:
            accept(world)
        assert "received already" in str(refused.value.text)

    def test_nothing_was_offered(self, world: World) -> None:
        world.write(world.zoya)
        with pytest.raises(Conflict, match="no_offer"):
            accept(world)

    def test_there_is_no_conversation(self, world: World) -> None:
        with pytest.raises(Conflict, match="no_offer"):
            accept(world)

    def test_the_operator_who_was_about_to_answer_is_told(self, world: World, offered: Conversation) -> None:
        accept(world)
        reply = {"client_id": uuid4(), "now": world.now}
        with pytest.raises(Conflict, match="became_request"):
            messages.reply(world.anna, offered.pk, "Hello", seen_seq=offered.seq, **reply)  # type: ignore[arg-type]
        seen = Conversation.objects.get(pk=offered.pk).seq
        messages.reply(world.anna, offered.pk, "Hello", seen_seq=seen, **reply)  # type: ignore[arg-type]


class TestTimes:
    @pytest.mark.parametrize("hour", ["15:15", "08:30", "18:00", "10:00", "10:30"])
    def test_one_that_is_no_slot_is_refused(self, world: World, offered: Conversation, hour: str) -> None:
        gone = datetime.fromisoformat(f"2026-03-02T{hour}+00:00")
        with pytest.raises(Invalid, match="slot_gone") as refused:
            accept(world, due_at=gone)
        assert refused.value.extra == {"field": "due"}
        assert Conversation.objects.get().kind == "chat"

    def test_the_groups_own_hours_go_before_the_channels(self, world: World, offered: Conversation) -> None:
        world.skoda.schedule = Schedule.objects.create(name="Late", zone="UTC")
        world.skoda.schedule.periods.create(weekday=0, opens="19:00", closes="21:00")
        world.skoda.save()
        with pytest.raises(Invalid, match="slot_gone"):
            accept(world)
        accept(world, due_at=datetime(2026, 3, 2, 19, 0, tzinfo=UTC))

    def test_their_length_is_the_channels(self, world: World, offered: Conversation) -> None:
        ServicePolicy.objects.create(contact_point=world.site, callback_minutes=60)
        with pytest.raises(Invalid, match="slot_gone"):
            accept(world)
        accept(world, due_at=HALF_PAST_THREE + timedelta(minutes=30))

    def test_a_request_from_the_form_may_have_one(self, world: World, offered: Conversation) -> None:
        other = world.arrive()
        options = {"client_id": uuid4(), "group_id": world.skoda.pk, "now": world.now}
        with pytest.raises(Invalid, match="slot_gone"):
            requests.leave(other.pk, "Call me", PHONE, due_at=world.now, **options)  # type: ignore[arg-type]
        assert not other.conversations.exists()
        left = requests.leave(other.pk, "Call me", PHONE, due_at=HALF_PAST_THREE, **options).conversation  # type: ignore[arg-type]
        assert Conversation.objects.get(pk=left.pk).due_at == HALF_PAST_THREE
        assert left.events.get(kind="conversation.requested").data["due"] == HALF_PAST_THREE.isoformat()

    def test_a_call_needs_a_number(self) -> None:
        with pytest.raises(Invalid) as refused:
            Contacts.read("Zoya", "zoya@example.com", "", call=True)
        assert refused.value.extra == {"field": "phone"}
