"""The request form (SPEC 4.7, 7.4)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from helpdesk import queries
from helpdesk.actions import due, presence, requests
from helpdesk.actions.errors import Invalid
from helpdesk.actions.messages import Stored
from helpdesk.actions.requests import Contacts
from helpdesk.models import Conversation, Message
from tests.conftest import World

ZOYA = Contacts.read("Zoya", "zoya@example.com", "")


def leave(world: World, text: str = "Call me about a Karoq", **fields: object) -> Stored:
    options: dict[str, object] = {"client_id": uuid4(), "group_id": world.skoda.pk, "now": world.now} | fields
    return requests.leave(world.zoya.pk, text, ZOYA, **options)  # type: ignore[arg-type]


def test_a_request_is_to_be_sorted_out_by_its_group_and_takes_no_slot(world: World) -> None:
    conversation = leave(world).conversation
    conversation.refresh_from_db()
    assert (conversation.kind, conversation.active, conversation.status) == ("request", False, "open")
    assert conversation.queued_at is conversation.hold_due_at is None
    assert conversation in queries.my(world.anna)
    assert conversation not in queries.my(world.vera)
    world.zoya.refresh_from_db()
    assert (str(world.zoya), world.zoya.email) == ("Zoya", "zoya@example.com")


def test_it_may_be_left_while_nobody_is_there(world: World) -> None:
    for operator in (world.anna, world.boris, world.gleb):
        presence.leave(operator.pk)
    assert leave(world).conversation.group == world.skoda


def test_sent_twice_it_is_one(world: World) -> None:
    same = uuid4()
    first, again = leave(world, client_id=same), leave(world, client_id=same)
    assert again.repeated
    assert first.conversation == again.conversation
    assert Message.objects.count() == 1


def test_in_an_unclosed_conversation_it_is_one_more_message(world: World) -> None:
    conversation = world.write(world.zoya)
    assert leave(world).conversation == conversation
    assert Conversation.objects.count() == 1


def test_an_answer_makes_it_live(world: World) -> None:
    conversation = leave(world).conversation
    world.answer(world.anna, conversation)
    conversation.refresh_from_db()
    assert (conversation.active, conversation.assignee) == (True, world.anna)


def test_a_talk_about_it_ends_in_silence_and_the_promise_stays(world: World) -> None:
    """Who writes again after asking for a call talks to somebody; the slot is not theirs for ever (SPEC 4.3)."""
    promised = world.now + timedelta(hours=5)
    conversation = leave(world, due_at=promised, now=world.now - timedelta(minutes=1)).conversation
    world.answer(world.anna, conversation)
    assert due.sweep(world.now + timedelta(minutes=10))
    conversation.refresh_from_db()
    assert (conversation.active, conversation.status, conversation.kind) == (False, "pending", "request")
    assert (conversation.due_at, conversation.outcome, conversation.assignee) == (promised, "", world.anna)


@pytest.mark.parametrize(
    ("email", "phone", "field"),
    [("", "", "contacts"), ("zoya@", "", "email"), ("", "call me", "phone"), (" ", " ", "contacts")],
)
def test_without_contacts_that_work_it_is_refused(email: str, phone: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        Contacts.read("Zoya", email, phone)
    assert refused.value.extra["field"] == field


@pytest.mark.parametrize("phone", ["+7 (495) 123-45-67", "8 800 555 35 35", "+420555010111"])
def test_phones_as_people_write_them(phone: str) -> None:
    assert Contacts.read("", "", phone).phone == phone
