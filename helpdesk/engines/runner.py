"""Run one command beside the engines, and see to it that all of it ends together."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from helpdesk.engines.engine import Engine

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How often the engines are looked at when no signal wakes us.
GLANCE_SECONDS = 1.0
PATIENT_SIGNALS = 3


class Supervisor:
    """Waits for the command; restarts engines that die; passes signals on."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = engines
        self.caught: list[int] = []
        self.total = 0

    def run(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """The command's exit code; 128 + n when signal n ended it, as a shell would say."""
        with self._signals() as woken:
            try:
                process = subprocess.Popen(command, env={**os.environ, **environment})
            except OSError as error:
                print(f"Cannot run {command[0]}: {error.strerror}", file=sys.stderr)
                return 127
            while process.poll() is None:
                select.select([woken], [], [], GLANCE_SECONDS)
                _drain(woken)
                self._pass_on(process)
                self._heal()
        code = process.returncode
        return code if code >= 0 else 128 - code

    def _pass_on(self, process: "subprocess.Popen[bytes]") -> None:
        while self.caught:
            number = self.caught.pop(0)
            self.total += 1
            if self.total > PATIENT_SIGNALS:
                process.kill()
            elif not (number == signal.SIGINT and _terminal_told_it_already()):
                process.send_signal(number)

    def _heal(self) -> None:
        now = time.monotonic()
        for engine in self.engines:
            if engine.heal(now):
                print(f"{engine.name} had died and was started again.", file=sys.stderr, flush=True)
            engine.settle(now)

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Catch the signals we pass on; the yielded descriptor becomes readable on each, and when a child ends."""
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        before = {number: signal.getsignal(number) for number in (*FORWARDED, signal.SIGCHLD)}
        wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in FORWARDED:
            signal.signal(number, self._catch)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(reader)
            os.close(writer)

    def _catch(self, number: int, frame: FrameType | None) -> None:
        self.caught.append(number)


def _drain(descriptor: int) -> None:
    try:
        while os.read(descriptor, 512):
            pass
    except BlockingIOError:
        pass


def _terminal_told_it_already() -> bool:
    """Ctrl-C goes to the whole foreground group: passing it on would interrupt the command twice."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
