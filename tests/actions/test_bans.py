"""Turning somebody out again (SPEC 7.9)."""

from datetime import timedelta

from helpdesk.actions import bans
from helpdesk.bans import is_banned
from helpdesk.models import Ban
from tests.conftest import World


def test_a_ban_that_has_expired_is_renewed(world: World) -> None:
    conversation = world.write(world.zoya)
    Ban.objects.create(visitor=world.zoya, reason="Old", expires_at=world.now - timedelta(hours=1))
    bans.ban(world.anna, conversation.pk, reason="Spam", now=world.now)
    assert is_banned(world.zoya, None, world.now)
    row = Ban.objects.get()
    assert (row.reason, row.created_by, row.created_at) == ("Spam", world.anna.user, world.now)
