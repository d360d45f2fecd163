"""What is run as PostgreSQL's account ends with us, whatever it has started itself."""

import os
import signal
from pathlib import Path
from threading import Thread
from types import FrameType

import pytest

from helpdesk.engines.account import Account, account
from helpdesk.engines.orphans import command_line, recorded_pid
from helpdesk.engines.signals import held

TREE = 'sleep 300 & echo $! >"$1"; wait'


@pytest.fixture
def soon(data: Path) -> Path:
    data.mkdir(mode=0o777)
    data.chmod(0o777)
    return data / "pid"


def test_what_it_started_itself_ends_too(soon: Path) -> None:
    def interrupt(number: int, frame: FrameType | None) -> None:
        if recorded_pid(soon) is not None:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            account().run("/bin/sh", "-c", TREE, "sh", str(soon))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    pid = recorded_pid(soon)
    assert pid is not None
    assert command_line(pid) == ""


def test_a_signal_while_it_is_being_started(soon: Path) -> None:
    def begin() -> None:
        with held():
            os.kill(os.getpid(), signal.SIGINT)
            soon.write_text("known by name")

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert soon.read_text()


def test_elsewhere_than_in_the_main_thread_nothing_is_held() -> None:
    said: list[str] = []

    def run() -> None:
        said.append(account().run("/bin/sh", "-c", "echo said").stdout)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert said == ["said\n"]


def test_what_ends_by_itself_is_told_whole() -> None:
    done = account().run("/bin/sh", "-c", "echo said; echo complained >&2; exit 3")
    assert (done.returncode, done.stdout, done.stderr) == (3, "said\n", "complained\n")


def test_a_program_that_may_not_be_run(data: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Account(None, 0, 0).run(str(data / "nothing"))
