"""Reopening, categories, reading, bans (SPEC 4.2, 4.5, 4.9, 7.9)."""

import pytest

from helpdesk.actions import bans, conversations
from helpdesk.actions.errors import Conflict, Invalid, NotAllowed
from helpdesk.models import Ban, Category
from tests.conftest import World


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
