"""`python -m helpdesk.crew.keeper NAME`: run one process of the Procfile, and again whenever it dies.

It is told by name, so that a search of the process list for a server finds the server and not its keeper.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from helpdesk.crew.procfile import command
from helpdesk.engines.signals import Signals

LEADER = "SWITCHBOARD_LEADER"
GLANCE_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
# Having run for so long earns short pauses again.
SETTLED_SECONDS = 30.0
# Less than the five seconds after which honcho kills the keeper itself.
STOP_SECONDS = 4.0


def keep(name: str, words: Sequence[str], leader: int | None) -> None:
    """Return after a signal, or when the process `leader` is gone, with the kept process stopped."""
    pause = FIRST_PAUSE
    with Signals() as signals:
        while True:
            began = time.monotonic()
            # A session of its own: honcho signals whole groups, but a worker's children must hear it from the worker.
            child = subprocess.Popen(words, start_new_session=True)
            try:
                if _told_to_stop(signals, leader, child):
                    return
            finally:
                _stop(child)
            if time.monotonic() - began > SETTLED_SECONDS:
                pause = FIRST_PAUSE
            print(f"{name} ended ({child.returncode}), starting it again in {pause:.1f} s", flush=True)
            if _told_to_stop(signals, leader, until=time.monotonic() + pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)


def _told_to_stop(
    signals: Signals, leader: int | None, child: "subprocess.Popen[bytes] | None" = None, until: float | None = None
) -> bool:
    """Wait until the child has ended or the moment has come (False), or we must stop (True)."""
    while (child is None or child.poll() is None) and (until is None or time.monotonic() < until):
        left = GLANCE_SECONDS if until is None else max(0.0, until - time.monotonic())
        if signals.wait(left) or not _lives(leader):
            return True
    return False


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """End the child in order if it still runs, then whatever it left in its group."""
    if child.poll() is None:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
    # An empty group is unknown to Linux and forbidden to touch for macOS.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _lives(pid: int | None) -> bool:
    if pid is None:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    name = sys.argv[1]
    leader = os.environ.get(LEADER)
    keep(name, command(name), int(leader) if leader else None)
