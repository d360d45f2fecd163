"""A kept process comes back when killed, and nothing of it stays when the keeper is told to stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.runners import ROOT, eventually, processes_naming

# Every start adds its number to a file, then starts a child of its own and waits.
KEPT = 'echo $$ >> "$0"; sleep 600 & wait'
KEEP = "import sys; from helpdesk.crew.keeper import keep; keep('kept', sys.argv[3:], int(sys.argv[1]) or None)"


class Kept:
    def __init__(self, file: Path, leader: int = 0) -> None:
        self.file = file
        words = [sys.executable, "-c", KEEP, str(leader), "--", "sh", "-c", KEPT, str(file)]
        self.keeper = subprocess.Popen(words, cwd=ROOT, start_new_session=True)

    def pids(self) -> list[int]:
        return [int(line) for line in self.file.read_text().split()] if self.file.exists() else []

    def nth(self, number: int) -> int:
        eventually(lambda: len(self.pids()) >= number)
        return self.pids()[number - 1]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "starts")
    yield kept
    kept.keeper.terminate()
    kept.keeper.wait(30)


def sleepers(kept: Kept) -> list[str]:
    listed = subprocess.run(["ps", "-axo", "pgid=,command="], check=True, capture_output=True, text=True).stdout
    groups = {str(pid) for pid in kept.pids()}
    return [line for line in listed.splitlines() if line.split()[0] in groups and "defunct" not in line]


def test_a_killed_process_comes_back_and_its_children_do_not_pile_up(kept: Kept) -> None:
    for number in (1, 2, 3):
        os.kill(kept.nth(number), signal.SIGKILL)
    kept.nth(4)
    eventually(lambda: len(sleepers(kept)) == 2)


def test_told_to_stop_it_takes_everything_with_it(kept: Kept) -> None:
    kept.nth(1)
    eventually(lambda: len(sleepers(kept)) == 2)
    kept.keeper.terminate()
    assert kept.keeper.wait(30) == 0
    assert sleepers(kept) == []


def test_a_process_that_will_not_hear_is_killed_in_time(tmp_path: Path) -> None:
    deaf = "trap '' TERM; echo up > \"$0\"; while :; do sleep 0.1; done"
    file = tmp_path / "up"
    keeper = subprocess.Popen([sys.executable, "-c", KEEP, "0", "--", "sh", "-c", deaf, str(file)], cwd=ROOT)
    eventually(file.exists)
    keeper.terminate()
    assert keeper.wait(30) == 0
    assert processes_naming(str(file)) == []


def test_it_does_not_outlive_its_leader(tmp_path: Path) -> None:
    leader = subprocess.Popen(["sleep", "600"])
    kept = Kept(tmp_path / "starts", leader.pid)
    kept.nth(1)
    leader.kill()
    leader.wait()
    assert kept.keeper.wait(30) == 0
    assert sleepers(kept) == []
