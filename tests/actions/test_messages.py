"""The visitor writes, the operator answers (SPEC 3.10, 3.11, 4.2, 4.4, 4.5, 6.9)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from helpdesk.actions import conversations, messages
from helpdesk.actions.errors import Conflict, Invalid, NotAllowed
from helpdesk.models import Ban, Conversation, Message, OperatorGroup
from tests.conftest import World


def test_a_first_message_begins_a_conversation_that_waits_in_its_group(world: World) -> None:
    conversation = world.write(world.zoya, "Do you have a Karoq?", world.skoda)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.active, conversation.assignee) == ("open", True, None)
    assert conversation.group == world.skoda
    assert conversation.queued_at == conversation.waiting_since == conversation.unanswered_since == world.now
    assert conversation.hold_due_at == world.now + timedelta(seconds=30)
    assert list(conversation.events.values_list("seq", "public_seq", "kind")) == [
        (1, None, "conversation.started"),
        (2, 1, "message.received"),
    ]


def test_the_same_client_id_is_stored_once(world: World) -> None:
    same = uuid4()
    first, again = (
        messages.receive(world.zoya.pk, "Hello", client_id=same, group_id=world.skoda.pk, now=world.now) for _ in "12"
    )
    assert (first.repeated, again.repeated) == (False, True)
    assert first.message == again.message
    assert Message.objects.count() == 1


def test_a_retry_after_the_close_does_not_begin_a_second_conversation(world: World) -> None:
    same = uuid4()
    stored = messages.receive(world.zoya.pk, "Hello", client_id=same, group_id=world.skoda.pk, now=world.now)
    conversations.close(world.anna, stored.conversation.pk, now=world.now)
    messages.receive(world.zoya.pk, "Hello", client_id=same, group_id=world.skoda.pk, now=world.now)
    assert Conversation.objects.count() == 1


def test_after_the_close_the_next_message_begins_a_linked_one(world: World) -> None:
    old = world.write(world.zoya)
    conversations.close(world.anna, old.pk, now=world.now)
    new = world.write(world.zoya, "One more thing")
    assert new != old
    assert new.previous == old


@pytest.mark.parametrize("text", ["", "   \n", "\x00"])
def test_nothing_to_send_is_refused(world: World, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.write(world.zoya, text)
    assert refused.value.code == "text_empty"


def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_kept_whole(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.write(world.zoya, "ы" * 4001)
    assert refused.value.code == "text_too_long"
    world.write(world.zoya, "ы" * 4000)
    assert len(Message.objects.get().text) == 4000


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(world: World) -> None:
    world.write(world.zoya, "oops \ud83d")
    assert Message.objects.get().text == "oops ?"


def test_among_several_groups_one_must_be_chosen_and_the_refusal_names_them(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        messages.receive(world.zoya.pk, "Hello", client_id=uuid4(), group_id=None, now=world.now)
    assert refused.value.code == "choose_group"
    assert refused.value.extra["groups"][0] == {"id": world.skoda.pk, "name": "Skoda: new"}
    assert not Conversation.objects.exists()


def test_one_group_needs_no_choice_and_no_group_is_everyones(world: World) -> None:
    OperatorGroup.objects.exclude(pk=world.tatra.pk).update(enabled=False)
    stored = messages.receive(world.zoya.pk, "Hello", client_id=uuid4(), group_id=None, now=world.now)
    assert stored.conversation.group == world.tatra
    OperatorGroup.objects.update(enabled=False)
    stored = messages.receive(world.arrive().pk, "Hello", client_id=uuid4(), group_id=None, now=world.now)
    assert stored.conversation.group is None


def test_a_banned_visitor_gets_nothing(world: World) -> None:
    Ban.objects.create(visitor=world.zoya)
    with pytest.raises(NotAllowed):
        world.write(world.zoya)


def test_an_expired_ban_is_over(world: World) -> None:
    Ban.objects.create(visitor=world.zoya, expires_at=world.now - timedelta(seconds=1))
    assert world.write(world.zoya)


def test_the_first_reply_accepts_and_ends_the_wait(world: World) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted) == (world.anna, True)
    assert conversation.queued_at is conversation.waiting_since is conversation.hold_due_at is None
    assert conversation.unanswered_since is None


def test_answering_for_a_colleague_takes_nothing_over(world: World) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    world.answer(world.boris, conversation)
    conversation.refresh_from_db()
    assert conversation.assignee == world.anna


def test_writing_into_an_ended_conversation_activates_it_for_the_writer(world: World) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(world.anna, conversation.pk, now=world.now)
    world.answer(world.boris, conversation)
    conversation.refresh_from_db()
    assert (conversation.active, conversation.assignee, conversation.accepted) == (True, world.boris, True)


def test_nobody_writes_into_a_closed_conversation(world: World) -> None:
    conversation = world.write(world.zoya)
    conversations.close(world.anna, conversation.pk, now=world.now)
    with pytest.raises(Conflict) as refused:
        world.answer(world.anna, conversation)
    assert refused.value.code == "closed"


def test_whoever_has_not_seen_a_colleagues_answer_is_asked_first(world: World) -> None:
    conversation = world.write(world.zoya)
    seen = Conversation.objects.get().seq
    world.answer(world.anna, conversation)
    with pytest.raises(Conflict) as refused:
        messages.reply(world.boris, conversation.pk, "Hi", client_id=uuid4(), seen_seq=seen, now=world.now)
    assert refused.value.code == "colleague_answered"
    assert "Anna" in str(refused.value.text)
    world.write(world.zoya, "Thanks")
    messages.reply(
        world.anna, conversation.pk, "Always", client_id=uuid4(), seen_seq=seen, now=world.now
    )  # her own answer is no surprise to her


def test_a_note_is_for_colleagues_and_changes_nobodys_turn(world: World) -> None:
    conversation = world.write(world.zoya)
    messages.note(world.anna, conversation.pk, "He called yesterday", client_id=uuid4(), now=world.now)
    conversation.refresh_from_db()
    assert conversation.assignee is None
    assert conversation.unanswered_since is not None
    assert conversation.events.last().public_seq is None


@pytest.mark.parametrize("present", [True, False])
def test_who_comes_back_gets_the_same_person_only_if_that_person_is_there(world: World, present: bool) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(world.anna, conversation.pk, now=world.now)
    later = 10 if present else 3600
    world.write(world.zoya, "Are you there?", after=later)
    conversation.refresh_from_db()
    assert conversation.active
    assert not conversation.accepted
    assert conversation.assignee == (world.anna if present else None)
    assert (conversation.queued_at is None) is present


def test_who_comes_back_to_a_full_operator_goes_to_the_queue(world: World) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(world.anna, conversation.pk, now=world.now)
    for _ in range(3):
        world.answer(world.anna, world.write(world.arrive()))
    world.write(world.zoya, "Are you there?")
    conversation.refresh_from_db()
    assert conversation.assignee is None
