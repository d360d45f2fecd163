"""The copy in memory: right within a second, and never a reason to wait."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from helpdesk.actions import presence
from helpdesk.board import current
from helpdesk.board.current import Keeper
from helpdesk.board.knowledge import Configuration, read_configuration
from helpdesk.models import (
    Ban,
    ContactPoint,
    DistributionPolicy,
    GroupLoad,
    IpRange,
    Operator,
    OperatorGroup,
    PresenceLease,
    Reinforcement,
    Schedule,
)
from routing.audience import Mode
from tests.conftest import World
from tests.outage import outage

PAGE = "https://cheshka.example/"
ADDRESS = "192.0.2.1"
PROMPT_SECONDS = 1.0


def shown(address: str = ADDRESS, key: str = "cheshka") -> list[object]:
    """Where nobody is there the widget takes requests; then nobody is shown."""
    now = timezone.now()
    known = current.known(now)
    found = known.audience(PAGE, address, now, known.configuration.points[key].pk)
    return [] if found.mode is Mode.REQUEST else [group["name"] for group in known.named(found.shown)]


def within_a_second(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PROMPT_SECONDS
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_what_is_known_costs_no_query(world: World, keeper: Keeper, django_assert_num_queries: Callable) -> None:
    assert current.fresh() is None
    assert shown() == ["Skoda: new", "Tatra: new", "Used cars", "Service"]
    with django_assert_num_queries(0):
        assert len(shown()) == 4
        assert current.fresh() is not None


def _hours(world: World) -> None:
    """They end in half a second."""
    now = timezone.now()
    schedule = Schedule.objects.create(name="Short", zone="UTC")
    for weekday in range(7):
        begins, ends = now - timedelta(hours=3), now + timedelta(seconds=0.5)
        schedule.periods.create(weekday=weekday, opens=begins.time(), closes=ends.time())
    world.tatra.schedule = schedule
    world.tatra.save()


CHANGES: dict[str, Callable[[World], object]] = {
    "a group switched off": lambda w: _saved(w.tatra, enabled=False),
    "a group hidden": lambda w: _saved(w.tatra, hidden=True),
    "other pages": lambda w: _saved(w.tatra, include_pages=["/tatra/*"]),
    "other regions": lambda w: _saved(w.tatra, regions=["RU"]),
    "the last one logs out": lambda w: presence.leave(w.vera.pk),
    "the last lease expires": lambda w: PresenceLease.objects.filter(operator=w.vera).update(
        expires_at=timezone.now() + timedelta(seconds=0.3)
    ),
    "the last one goes to lunch": lambda w: presence.set_status(w.vera, "lunch", now=timezone.now()),
    "the last one is switched off": lambda w: _saved(w.vera, enabled=False),
    "the last one leaves the group": lambda w: w.tatra.members.clear(),
    "too much to do": lambda w: (
        _saved(w.tatra, when_full="hide"),
        GroupLoad.objects.create(group=w.tatra, full=True),
    ),
    "the day is over": _hours,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_right_within_a_second(world: World, keeper: Keeper, change: Callable[[World], object]) -> None:
    assert "Tatra: new" in shown()
    change(world)
    assert within_a_second(lambda: "Tatra: new" not in shown())
    assert len(shown()) == 3


def test_an_address_gets_a_place(world: World, keeper: Keeper) -> None:
    _saved(world.tatra, regions=["RU-MOW"])
    assert "Tatra: new" not in shown()
    IpRange.objects.create(network="192.0.2.0/24", country="RU", subdivision="RU-MOW")
    assert within_a_second(lambda: "Tatra: new" in shown())
    assert "Tatra: new" not in shown("198.51.100.1")


def test_bans_come_and_go(world: World, keeper: Keeper) -> None:
    def banned() -> bool:
        now = timezone.now()
        return current.known(now).configuration.is_banned(ADDRESS, now)

    assert not banned()
    ban = Ban.objects.create(ip=ADDRESS)
    assert within_a_second(banned)
    ban.delete()
    assert within_a_second(lambda: not banned())
    Ban.objects.create(ip=ADDRESS, expires_at=timezone.now() + timedelta(seconds=0.4))
    assert within_a_second(banned)
    assert within_a_second(lambda: not banned())


def test_a_channel_is_switched_off(world: World, keeper: Keeper) -> None:
    def enabled() -> bool:
        return current.known(timezone.now()).configuration.points["cheshka"].enabled

    assert enabled()
    _saved(world.site, enabled=False)
    assert within_a_second(lambda: not enabled())


@pytest.fixture
def elsewhere(world: World) -> DistributionPolicy:
    """Another channel, with a policy of its own."""
    return DistributionPolicy.objects.create(
        contact_point=ContactPoint.objects.create(name="Elsewhere", public_key="elsewhere")
    )


def test_who_is_there_is_judged_by_the_policy_of_the_channel(
    world: World, keeper: Keeper, elsewhere: DistributionPolicy
) -> None:
    assert shown() == shown(key="elsewhere")
    presence.leave(world.vera.pk)
    assert within_a_second(lambda: "Tatra: new" not in shown(key="elsewhere"))
    elsewhere.presence = "status"
    elsewhere.save()
    assert within_a_second(lambda: "Tatra: new" in shown(key="elsewhere")), "her status is free"
    assert "Tatra: new" not in shown()
    presence.set_status(world.dina, "lunch", now=timezone.now())
    assert within_a_second(lambda: "Service" not in shown(key="elsewhere"))
    elsewhere.presence = "presence"
    elsewhere.save()
    assert within_a_second(lambda: shown(key="elsewhere") == ["Skoda: new", "Used cars", "Service"])


def test_only_participants_answer_in_a_channel(world: World, keeper: Keeper, elsewhere: DistributionPolicy) -> None:
    elsewhere.operators.add(world.gleb)
    assert within_a_second(lambda: shown(key="elsewhere") == ["Skoda: new", "Used cars"])
    assert len(shown()) == 4
    elsewhere.fallback = world.service
    elsewhere.save()
    assert within_a_second(lambda: len(shown(key="elsewhere")) == 4), "Dina stands in"
    presence.leave(world.dina.pk)
    assert within_a_second(lambda: shown(key="elsewhere") == ["Skoda: new", "Used cars"])
    now = timezone.now()
    Reinforcement.objects.create(
        operator=world.vera, to_point=elsewhere.contact_point, starts_at=now, ends_at=now + timedelta(seconds=0.7)
    )
    assert within_a_second(lambda: "Tatra: new" in shown(key="elsewhere"))
    assert within_a_second(lambda: "Tatra: new" not in shown(key="elsewhere")), "and is back by herself"


def test_a_bulk_change_is_found_a_little_later(world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "REREAD_AFTER", timedelta(seconds=0.3))
    assert "Tatra: new" in shown()
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(enabled=False)
    assert within_a_second(lambda: "Tatra: new" not in shown())


def test_listeners_hear_of_what_may_show_and_of_nothing_else(world: World, keeper: Keeper) -> None:
    told = threading.Event()
    current.known(timezone.now())
    current.listen(told.set)
    presence.leave(world.boris.pk)
    world.anna.limit = 7
    world.anna.save()
    time.sleep(0.3)
    assert not told.is_set(), "Anna still sells Skodas"
    presence.leave(world.dina.pk)
    assert told.wait(PROMPT_SECONDS)
    current.forget(told.set)


def test_listeners_hear_that_hours_end_although_no_row_changes(world: World, keeper: Keeper) -> None:
    told = threading.Event()
    _hours(world)
    current.known(timezone.now())
    current.listen(told.set)
    assert told.wait(PROMPT_SECONDS)
    assert "Tatra: new" not in shown()
    current.forget(told.set)


def test_a_listener_whose_loop_is_closed_is_forgotten(world: World, keeper: Keeper) -> None:
    told = threading.Event()

    def closed() -> None:
        raise RuntimeError("Event loop is closed")

    current.known(timezone.now())
    current.listen(closed)
    current.listen(told.set)
    for operator in (world.dina, world.vera):
        told.clear()
        presence.leave(operator.pk)
        assert told.wait(PROMPT_SECONDS)
    assert keeper._listeners == {told.set}
    current.forget(told.set)


def test_what_is_not_committed_is_nobodys_knowledge(world: World, keeper: Keeper) -> None:
    with transaction.atomic():
        _saved(world.tatra, enabled=False)
        assert "Tatra: new" not in shown(), "the transaction itself sees it"
        assert keeper.known is None
        transaction.set_rollback(True)
    assert "Tatra: new" in shown()


def test_an_outage_leaves_the_old_copy_and_one_line_in_the_log(
    world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(current, "STALE_AFTER", timedelta(seconds=0.3))
    assert len(shown()) == 4
    with outage():
        time.sleep(1)
        assert len(shown()) == 4
    presence.leave(world.dina.pk)
    assert within_a_second(lambda: len(shown()) == 3)
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "the board cannot be renewed",
        "the board is renewed again",
    ]


def test_the_thread_rests_while_nobody_asks(world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "IDLE_SECONDS", 0.1)
    monkeypatch.setattr(current, "STALE_AFTER", timedelta(seconds=0.3))
    assert len(shown()) == 4
    assert within_a_second(lambda: keeper.thread is None)
    presence.leave(world.dina.pk)
    time.sleep(0.4)
    assert current.fresh() is None
    assert len(shown()) == 3
    assert keeper.thread is not None


def test_a_crowd_that_asks_at_once_reads_once(world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[datetime] = []

    def counted(now: datetime) -> Configuration:
        read.append(now)
        return read_configuration(now)

    monkeypatch.setattr(current, "read_configuration", counted)
    people = [threading.Thread(target=_ask_and_hang_up) for _ in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(read) == 1


def _ask_and_hang_up() -> None:
    current.known(timezone.now())
    connection.close()


def _saved(row: OperatorGroup | Operator | ContactPoint, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
