"""SPEC 5.9, 10.1: whatever is due happens once and not after an answer, while workers and Redis are killed."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from helpdesk.bench.processes import ROOT, Process, log_says, worker_command
from tests.chaos.due_audit import Audit
from tests.stack import Stack, eventually

SECONDS = 120
WORKERS = 4
ANSWERS = 60
LEAST = 2000
REDIS_EVERY = 9
"""Every so many killings it is Redis."""

OVERDUE = "SELECT id FROM helpdesk_conversation WHERE next_due_at < now() - interval '2 s'"


@pytest.fixture
def stack() -> Iterator[Stack]:
    with Stack(own_redis=True) as running:
        yield running


@contextmanager
def workers(stack: Stack) -> Iterator[list[Process]]:
    """Real ones, each a process with one thread."""
    started = []
    try:
        for number in range(WORKERS):
            command = [*worker_command(1), "--hostname", f"sweeper{number}@%h"]
            started.append(Process(f"sweeper{number}", command, stack.env, stack.folder, log_says(" ready.")))
            started[-1].start()
        yield started
    finally:
        for worker in started:
            worker.stop()


def say(stack: Stack, call: str) -> str:
    return stack.manage("shell", "--command", f"from tests.chaos import waits; waits.{call}")


@contextmanager
def meanwhile(stack: Stack, call: str) -> Iterator[None]:
    """In a process of its own, which must come to its end without an error."""
    command = [sys.executable, "manage.py", "shell", "--command", f"from tests.chaos import waits; waits.{call}"]
    log = stack.folder / "meanwhile.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **stack.env}, stdout=out, stderr=out)
    try:
        yield
        assert process.wait(timeout=60) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def test_whatever_is_due_happens_once(stack: Stack) -> None:
    stack.kill("worker")
    start = datetime.fromisoformat(json.loads(say(stack, f"furnish({SECONDS})").splitlines()[-1])["start"])
    end = start + timedelta(seconds=SECONDS)
    with workers(stack) as sweepers, meanwhile(stack, f"interfere('{end.isoformat()}', {ANSWERS})"):
        for worker in sweepers:
            worker.wait_ready()
        killed = kill_at_random(stack, sweepers, start + timedelta(seconds=SECONDS / 2))
        say(stack, f"be_sorry({SECONDS})")
        killed += kill_at_random(stack, sweepers, end)
    assert killed > SECONDS / 10, "hardly anybody was killed: the test showed nothing"
    with workers(stack):
        eventually(60, "everything done that was due", lambda: not stack.query(OVERDUE))
    audit = Audit(stack, SECONDS)
    assert audit.faults() == []
    assert audit.happened >= LEAST
    assert audit.answered >= ANSWERS // 2, "hardly anybody answered"


def kill_at_random(stack: Stack, sweepers: list[Process], until: datetime) -> int:
    """Kill and start again, one or more at a time, until then; how often."""
    killed = 0
    while time.time() < until.timestamp():
        killed += 1
        if killed % REDIS_EVERY == 0:
            stack.kill("redis")
            time.sleep(1)
            stack.restart("redis")
        victims = random.sample(sweepers, random.randint(1, 2))
        for victim in victims:
            victim.kill()
            victim.start()
        time.sleep(random.uniform(1, 4))
    return killed
