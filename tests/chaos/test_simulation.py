"""`manage.py simulate_traffic` against the real system: people talk, and Ctrl-C ends it in order."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from helpdesk.bench.processes import ROOT
from tests.stack import Stack, eventually

NEWEST = "SELECT coalesce(max(id), 0) FROM helpdesk_conversation"
# The demo's own visitors wait too, and are answered first; these are the simulation's.
ANSWERED = "SELECT count(*) FROM helpdesk_message WHERE author = 'operator' AND conversation_id > %s"
PATIENCE = 60.0


@pytest.fixture
def stack() -> Iterator[Stack]:
    with Stack(demo=True) as running:
        yield running


def test_people_talk_until_they_are_stopped(stack: Stack) -> None:
    [[newest]] = stack.query(NEWEST)
    arguments = ["--url", stack.url, "--pace", "0.1", "--rate", "120", "--visitors", "6", "--seed", "1"]
    with subprocess.Popen(
        [sys.executable, "manage.py", "simulate_traffic", *arguments],
        cwd=ROOT,
        env={**os.environ, **stack.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as simulation:
        eventually(PATIENCE, "four answers", lambda: stack.query(ANSWERED, [newest])[0][0] > 3)
        simulation.send_signal(signal.SIGINT)
        said = simulation.communicate(timeout=PATIENCE)[0]
    assert simulation.returncode == 0, said
    assert "Traceback" not in said
    assert re.search(r"operators [1-8] .* answered [1-9]", said.splitlines()[-1]), said


def test_a_system_that_is_not_there_is_named(stack: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "simulate_traffic", "--url", "http://127.0.0.1:9"],
        cwd=ROOT,
        env={**os.environ, **stack.env},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert "The demo at http://127.0.0.1:9 cannot be talked to" in done.stderr
