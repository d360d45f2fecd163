"""A senior who was called in helps, and is responsible for nothing (SPEC 3.11)."""

from uuid import uuid4

import pytest

from helpdesk import queries, snapshots
from helpdesk.actions import assignments, conversations, messages, seniors
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.models import Conversation, Message, Operator
from tests.conftest import World


@pytest.fixture
def vera(world: World) -> Operator:
    """A senior who sees own conversations only."""
    world.vera.senior, world.vera.visibility = True, "own"
    world.vera.save()
    return world.vera


@pytest.fixture
def called(world: World, vera: Operator) -> Conversation:
    conversation = world.write(world.zoya)
    return seniors.call(world.anna, conversation.pk, vera.pk, now=world.now)


def say(operator: Operator, conversation: Conversation, world: World) -> Conversation:
    messages.reply(operator, conversation.pk, "May I help?", client_id=uuid4(), now=world.now)
    conversation.refresh_from_db()
    return conversation


def test_whoever_is_called_sees_it_and_holds_no_slot(world: World, vera: Operator, called: Conversation) -> None:
    assert list(queries.my(vera)) == [called]
    state = snapshots.operator_state(vera.pk, world.now)
    assert state is not None
    assert state.load == 0
    seniors.leave(vera, called.pk, now=world.now)
    assert not queries.visible_to(vera).exists()


def test_only_seniors_are_called(world: World, called: Conversation) -> None:
    with pytest.raises(Invalid):
        seniors.call(world.anna, called.pk, world.dina.pk, now=world.now)


def test_a_reply_to_what_nobody_has_taken_up_leaves_it_in_the_queue(
    world: World, vera: Operator, called: Conversation
) -> None:
    conversation = say(vera, called, world)
    assert (conversation.assignee, conversation.accepted) == (None, False)
    assert conversation.queued_at is not None
    assert Message.objects.get(author="operator").operator == vera


def test_a_reply_to_what_is_not_accepted_takes_nothing_over(world: World, vera: Operator, called: Conversation) -> None:
    assignments.transfer_to_person(world.anna, called.pk, world.boris.pk, now=world.now)
    conversation = say(vera, called, world)
    assert (conversation.assignee, conversation.accepted) == (world.boris, False)


def test_a_reply_to_an_ended_one_makes_it_live_for_nobody(world: World, vera: Operator, called: Conversation) -> None:
    world.answer(world.anna, called)
    conversations.end(world.anna, called.pk, now=world.now)
    conversation = say(vera, called, world)
    assert (conversation.assignee, conversation.active) == (world.anna, False)


def test_no_reply_into_a_closed_one(world: World, vera: Operator, called: Conversation) -> None:
    conversations.close(world.anna, called.pk, now=world.now)
    with pytest.raises(Conflict):
        say(vera, called, world)


def test_a_senior_who_became_responsible_accepts_like_anybody(
    world: World, vera: Operator, called: Conversation
) -> None:
    assignments.transfer_to_person(world.anna, called.pk, vera.pk, now=world.now)
    assert say(vera, called, world).accepted


def test_a_seniors_answer_ends_the_words_of_waiting_and_makes_nobody_known(world: World) -> None:
    world.gleb.senior = True
    world.gleb.save()
    conversation = world.write(world.zoya)
    seniors.call(world.anna, conversation.pk, world.gleb.pk, now=world.now)
    world.answer(world.gleb, conversation)
    conversation.refresh_from_db()
    assert (conversation.hold_due_at, conversation.answered_by, conversation.answered_at) == (None, None, world.now)
    assert conversation.assignee is None
