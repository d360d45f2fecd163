"""Leases of open tabs (SPEC 3.2)."""

from datetime import timedelta

from helpdesk.actions import presence
from helpdesk.models import Operator, PresenceLease
from helpdesk.queries import present
from tests.conftest import World, make_operator


def test_gone_forty_five_seconds_after_the_last_renewal(world: World) -> None:
    assert world.anna in present(world.now + timedelta(seconds=44))
    assert world.anna not in present(world.now + timedelta(seconds=45))


def test_several_tabs_are_one_presence(world: World) -> None:
    eva = make_operator("eva")
    for tab in "123":
        presence.renew(eva.pk, tab, now=world.now)
    presence.renew(eva.pk, "2", now=world.now + timedelta(seconds=30))
    assert PresenceLease.objects.filter(operator=eva).count() == 3
    assert list(present(world.now + timedelta(seconds=60))) == [eva]


def test_logging_out_is_leaving_at_once(world: World) -> None:
    presence.leave(world.anna.pk)
    assert world.anna not in present(world.now)


def test_a_disabled_operator_is_not_present(world: World) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(enabled=False)
    assert world.anna not in present(world.now)


def test_old_leases_are_forgotten(world: World) -> None:
    assert presence.forget_expired(now=world.now) == 0
    assert presence.forget_expired(now=world.now + timedelta(days=2)) == 5
