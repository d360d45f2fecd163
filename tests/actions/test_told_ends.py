"""Of which ends the visitor hears (SPEC 4.2, 4.3)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from helpdesk.actions import conversations, due, requests
from helpdesk.models import Conversation
from tests.conftest import World


def told(conversation: Conversation) -> list[bool]:
    """Of each end, whether the visitor hears of it."""
    ends = conversation.events.filter(kind="conversation.ended").order_by("seq")
    return [public_seq is not None for public_seq in ends.values_list("public_seq", flat=True)]


@pytest.mark.parametrize("who", ["anna", "zoya"])
def test_the_end_is_told_to_the_visitor_once(world: World, who: str) -> None:
    """Whoever ended it. Another status for what has ended is nothing to them."""
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(getattr(world, who), conversation.pk, now=world.now)
    conversations.end(world.anna, conversation.pk, status="pending", now=world.now)
    assert told(conversation) == [True, False]
    world.write(world.zoya, "One more thing")
    conversations.end(world.anna, conversation.pk, now=world.now)
    assert told(conversation) == [True, False, True]


def test_the_end_by_silence_is_told_to_the_visitor(world: World) -> None:
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    due.sweep(world.now + timedelta(hours=1))
    assert told(conversation) == [True]


def test_a_request_that_is_put_off_has_had_no_end(world: World) -> None:
    contacts = requests.Contacts.read("Zoya", "zoya@example.com", "")
    left = requests.leave(
        world.zoya.pk, "Call me", contacts, client_id=uuid4(), group_id=world.skoda.pk, now=world.now
    ).conversation
    conversations.end(world.anna, left.pk, status="pending", now=world.now)
    assert told(left) == [False]
