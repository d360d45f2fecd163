"""One pass at a time; a burst costs two, and no ring is lost (SPEC 3.7, law 3)."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from redis import Redis, RedisError

from helpdesk import bell
from helpdesk.actions import due, passes
from helpdesk.models import Conversation, Menu, Operator
from tests.conftest import World, build_world
from tests.races.crowd import at_once, errors

BURST = 40
WORK = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] + "celery"
UNLOCK = "SELECT pg_advisory_unlock"


@pytest.fixture
def live(transactional_db: None) -> Iterator[World]:
    """The world, really committed, at the time that workers see; nobody has rung and no worker is sent for."""
    bell.answer()
    Redis.from_url(settings.REDIS_URL).delete(WORK)
    world = build_world(timezone.now())
    Operator.objects.update(limit=100)
    yield world
    bell.answer()


def sent_for() -> int:
    """How often a worker has been sent for."""
    return Redis.from_url(settings.REDIS_URL).llen(WORK)


@contextmanager
def before_each(start: str, deed: Callable[[], None]) -> Iterator[list[str]]:
    """Do something just before this thread sends a statement that begins so; lists those statements."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(start):
            seen.append(sql)
            deed()
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield seen


def waiting() -> int:
    return Conversation.objects.filter(queued_at__isnull=False).count()


def burst(world: World) -> None:
    visitors = [world.arrive() for _ in range(BURST)]
    for start in range(0, BURST, 10):
        assert not errors(at_once(*[lambda v=v: world.write(v) for v in visitors[start : start + 10]]))


def test_a_burst_before_the_pass_sends_for_one_worker_and_costs_one_pass(live: World) -> None:
    burst(live)
    assert sent_for() == 1
    with before_each(UNLOCK, lambda: None) as ended:
        assert passes.run() == BURST
    assert len(ended) == 1
    assert not bell.is_rung()


def test_whoever_leaves_the_menu_joins_the_queue_and_not_before(live: World) -> None:
    menu = Menu.objects.create(name="First", greeting="What is it about?")
    menu.options.create(number=1, label="New cars", group=live.skoda)
    live.site.menu = menu
    live.site.save()
    bell.answer()  # People have come to their screens.
    live.write(live.zoya)
    assert not bell.is_rung()
    due.sweep(live.now + timedelta(seconds=60))
    assert bell.is_rung()
    assert passes.run() == 1


def test_a_burst_during_a_pass_costs_one_more(live: World) -> None:
    live.write(live.zoya)
    bursts = [lambda: burst(live)]

    def once() -> None:
        if bursts:
            run_aside(bursts.pop())

    with before_each(UNLOCK, once) as ended:
        assert passes.run() == BURST + 1
    assert len(ended) == 2


@pytest.mark.parametrize("moment", ['INSERT INTO "helpdesk_event"', UNLOCK])
def test_a_ring_after_the_last_look_is_not_lost(live: World, moment: str) -> None:
    """Somebody writes when the pass has looked for the last time, and their worker finds the pass still going on."""
    late: list[int] = []

    def somebody_writes() -> None:
        if not late:
            run_aside(lambda: live.write(live.arrive()))
            run_aside(lambda: late.append(passes.run()))

    live.write(live.zoya)
    with before_each(moment, somebody_writes):
        assert passes.run() == 2
    assert late == [0]
    assert waiting() == 0


def test_whoever_finds_a_pass_going_on_goes_away_and_leaves_the_bell(live: World) -> None:
    going_on, enough = Flag(), Flag()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [passes.LOCK])
            going_on.set()
            enough.wait(30)

    holder = Thread(target=in_its_own_connection, args=(hold,))
    holder.start()
    try:
        assert going_on.wait(30)
        live.write(live.zoya)
        assert passes.run() == 0
        assert bell.is_rung()
    finally:
        enough.set()
        holder.join(30)
    assert passes.run() == 1


HOLDER = """
import os, sys, time
from django.conf import settings
import django
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.db import connection
from helpdesk.actions import passes
def stop(execute, sql, *rest):
    if sql.startswith("SELECT pg_advisory_unlock"):
        print("holding", flush=True)
        time.sleep(120)
    return execute(sql, *rest)
with connection.execute_wrapper(stop):
    passes.run()
"""


def test_a_killed_holder_holds_nobody_up(live: World) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(connection.settings_dict["NAME"])],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "helpdesk.settings.test"},
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "holding"
        live.write(live.zoya)
        assert passes.run() == 0, "the worker held nothing: the test would show nothing"
    finally:
        worker.kill()
        worker.wait(30)
    deadline = time.monotonic() + 5
    while not passes.run():
        assert time.monotonic() < deadline, "the lock has outlived its holder"
        time.sleep(0.05)
    assert waiting() == 0


def test_a_pass_that_fails_leaves_the_lock_and_the_next_one_works(live: World) -> None:
    live.write(live.zoya)

    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "helpdesk_operatorstatus" in sql:
            raise RuntimeError("staged")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(RuntimeError, match="staged"):
        passes.run()
    run_aside(passes.run)
    assert waiting() == 0


@pytest.fixture
def no_redis(settings: Settings) -> Iterator[None]:
    """Nobody answers where Redis should be; what has been connected is forgotten."""
    bell._redis.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(RedisError):
        bell.ring()
    yield
    bell._redis.cache_clear()


def test_without_redis_the_sweep_assigns_all_the_same(live: World, no_redis: None) -> None:
    for _ in range(3):
        live.write(live.arrive())
    assert waiting() == 3
    assert passes.run() == 3


def run_aside(deed: Callable[[], Any]) -> None:
    """In another thread with its own connection, to its end."""
    assert not errors(at_once(deed))


def in_its_own_connection(deed: Callable[[], None]) -> None:
    try:
        deed()
    finally:
        connection.close()
