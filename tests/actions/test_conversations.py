"""End, close, reopen, categorise, read, ban (SPEC 4.2, 4.5, 4.9, 7.9)."""

import pytest

from helpdesk.actions import assignments, bans, conversations
from helpdesk.actions.errors import Conflict, Invalid, NotAllowed
from helpdesk.models import Ban, Category
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


def test_an_old_one_stays_closed_while_the_visitor_writes_in_a_newer_one(world: World) -> None:
    old = world.write(world.zoya)
    conversations.close(world.anna, old.pk, now=world.now)
    new = world.write(world.zoya, "Again")
    with pytest.raises(Conflict) as refused:
        conversations.reopen(world.anna, old.pk, now=world.now)
    assert f"#{new.pk}" in str(refused.value.text)


def test_a_category_is_set_and_cleared_but_not_an_archived_one(world: World) -> None:
    conversation = world.write(world.zoya)
    price, old = Category.objects.create(name="Price"), Category.objects.create(name="Old", archived=True)
    conversations.categorise(world.anna, conversation.pk, price.pk, now=world.now)
    conversation.refresh_from_db()
    assert conversation.category == price
    with pytest.raises(Invalid):
        conversations.categorise(world.anna, conversation.pk, old.pk, now=world.now)
    conversations.categorise(world.anna, conversation.pk, None, now=world.now)
    conversation.refresh_from_db()
    assert conversation.category is None


def test_read_by_hand_until_the_visitor_writes_again(world: World) -> None:
    conversation = world.write(world.zoya)
    conversations.mark_read(world.anna, conversation.pk, now=world.now)
    conversation.refresh_from_db()
    assert conversation.unanswered_since is None
    world.write(world.zoya, "Hello?")
    conversation.refresh_from_db()
    assert conversation.unanswered_since is not None


def test_a_ban_closes_and_keeps_out_until_lifted(world: World) -> None:
    conversation = world.write(world.zoya)
    bans.ban(world.anna, conversation.pk, reason="Spam", now=world.now)
    conversation.refresh_from_db()
    assert conversation.status == "closed"
    with pytest.raises(NotAllowed):
        world.write(world.zoya, "Let me in")
    Ban.objects.get().delete()
    assert world.write(world.zoya, "Thank you")
