"""End, close, reopen, categorise, read, ban (SPEC 4.2, 4.5, 4.9, 7.9)."""

import pytest

from helpdesk.actions import assignments, conversations
from helpdesk.actions.errors import Conflict
from tests.conftest import World


def test_an_end_frees_the_slot_and_keeps_the_status(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    conversations.end(world.anna, conversation.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.active, conversation.assignee) == ("open", False, world.anna)


def test_ending_twice_is_one_event(world: World) -> None:
    conversation = world.write(world.zoya)
    for _ in "12":
        conversations.end(world.anna, conversation.pk, now=world.now)
    assert conversation.events.filter(kind="conversation.ended").count() == 1


def test_a_close_is_told_to_the_visitor_and_stops_the_wait(world: World) -> None:
    conversation = world.write(world.zoya)
    conversations.close(world.anna, conversation.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.active, conversation.closed_at) == ("closed", False, world.now)
    assert conversation.queued_at is conversation.hold_due_at is None
    assert conversation.events.last().public_seq is not None


def test_closing_twice_is_refused(world: World) -> None:
    conversation = world.write(world.zoya)
    conversations.close(world.anna, conversation.pk, now=world.now)
    with pytest.raises(Conflict):
        conversations.close(world.boris, conversation.pk, now=world.now)


def test_reopened_ones_are_not_live(world: World) -> None:
    conversation = world.write(world.zoya)
    conversations.close(world.anna, conversation.pk, now=world.now)
    conversations.reopen(world.anna, conversation.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.status, conversation.active, conversation.closed_at) == ("open", False, None)
