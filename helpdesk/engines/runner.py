"""Run one command beside the engines, and see to it that all of it ends together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from helpdesk.engines.engine import Engine
from helpdesk.engines.signals import Signals

# How often the engines are looked at when nothing wakes us.
GLANCE_SECONDS = 1.0
# The next one after these kills the command.
PATIENT_SIGNALS = 3


class Supervisor:
    """Waits for the command; restarts engines that die; passes signals on.

    On a leash it also ends the command when its own parent is gone.
    """

    def __init__(self, engines: Sequence[Engine], leash: bool = False) -> None:
        self.engines = engines
        self.parent = os.getppid() if leash else None
        self.passed_on = 0

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """The command's exit code; 128 + n when signal n ended it, as a shell would say."""
        with Signals() as signals:
            try:
                process = subprocess.Popen(command, env={**os.environ, **environment})
            except OSError as error:
                print(f"Cannot run {command[0]}: {error.strerror}", file=sys.stderr)
                return 127
            while process.poll() is None:
                for number in signals.wait(GLANCE_SECONDS):
                    self._pass_on(process, number)
                if self.parent not in {None, os.getppid()}:
                    self.parent = None
                    process.terminate()
                self._heal()
        code = process.returncode
        return code if code >= 0 else 128 - code

    def _pass_on(self, process: "subprocess.Popen[bytes]", number: int) -> None:
        self.passed_on += 1
        if self.passed_on > PATIENT_SIGNALS:
            process.kill()
        elif not (number == signal.SIGINT and _terminal_told_it_already()):
            process.send_signal(number)

    def _heal(self) -> None:
        now = time.monotonic()
        for engine in self.engines:
            if engine.heal(now):
                print(f"{engine.name} had died and was started again.", file=sys.stderr, flush=True)
            engine.settle(now)


def _terminal_told_it_already() -> bool:
    """Ctrl-C goes to the whole foreground group: passing it on would interrupt the command twice."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
