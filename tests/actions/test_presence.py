"""Leases of open tabs (SPEC 3.2)."""

from collections.abc import Callable
from datetime import timedelta

from helpdesk import outbox, snapshots
from helpdesk.actions import presence
from helpdesk.models import Operator, PresenceLease
from helpdesk.queries import present
from routing.filters import assignable
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


def test_a_reload_is_no_absence(world: World) -> None:
    """The page that comes has the same tab, and renews what the one that went has left."""
    eva = make_operator("eva")
    presence.renew(eva.pk, "the tab", now=world.now)
    presence.renew(eva.pk, "the tab", now=world.now + timedelta(seconds=40))
    assert PresenceLease.objects.filter(operator=eva).count() == 1
    for seconds in range(0, 85, 5):
        state = snapshots.operator_state(eva.pk, world.now + timedelta(seconds=seconds))
        assert state is not None
        assert assignable(state)


def test_the_last_of_ten_tabs_decides(world: World) -> None:
    eva = make_operator("eva")
    for tab in range(10):
        presence.renew(eva.pk, str(tab), now=world.now + timedelta(seconds=tab))
    for seconds, there in [(44, True), (53, True), (54, False), (60, False)]:
        state = snapshots.operator_state(eva.pk, world.now + timedelta(seconds=seconds))
        assert state is not None
        assert assignable(state) is there, f"after {seconds} s"


def test_only_the_first_tab_is_news(world: World, at_once: Callable) -> None:
    """Nine more tabs must not wake the queue nine times more."""
    eva, told = make_operator("eva"), []

    def hear(*, operator_id: int | None, **_: object) -> None:
        told.append(operator_id)

    outbox.availability_changed.connect(hear, dispatch_uid="test", weak=False)
    try:
        with at_once():
            for tab in range(10):
                presence.renew(eva.pk, str(tab), now=world.now)
    finally:
        outbox.availability_changed.disconnect(dispatch_uid="test")
    assert told == [eva.pk]


def test_logging_out_is_leaving_at_once(world: World) -> None:
    presence.leave(world.anna.pk)
    assert world.anna not in present(world.now)


def test_a_disabled_operator_is_not_present(world: World) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(enabled=False)
    assert world.anna not in present(world.now)


def test_old_leases_are_forgotten(world: World) -> None:
    assert presence.forget_expired(now=world.now) == 0
    assert presence.forget_expired(now=world.now + timedelta(days=2)) == 5
