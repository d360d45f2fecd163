"""One server process that we keep alive."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from helpdesk.engines.errors import EngineError
from helpdesk.engines.signals import held

READY_SECONDS = 60.0
STOP_SECONDS = 8.0
# A server that dies at once is given longer and longer pauses, so that a full disk doesn't become a busy loop.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class Engine:
    """A server in the foreground, in a session of its own: Ctrl-C must reach the command first, then the engines."""

    name: str
    polite = signal.SIGTERM

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.not_before = 0.0

    def command(self) -> list[str]:
        raise NotImplementedError

    def options(self) -> dict[str, Any]:
        return {}

    def create(self) -> None:
        """Make what the server needs before its first start."""

    def furnish(self) -> None:
        """Make what the server's users need, once it answers."""

    def sweep(self) -> None:
        """Clear away what an earlier, killed process left behind. Called before each start."""

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        self.sweep()
        with self.log.open("ab") as log, held():
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self.options(),
            )

    def wait_ready(self) -> None:
        """Return once the server answers. Raises EngineError with the end of its log when it dies or takes too long."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.answers():
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise EngineError(f"{self.name} did not start. The end of {self.log}:\n{self.tail()}")
            time.sleep(0.05)

    def heal(self, now: float) -> bool:
        """Start the server again if it has died and its pause is over; True when it was started. `now` is monotonic."""
        if self.process is None or self.process.poll() is None or now < self.not_before:
            return False
        self.start()
        self.not_before = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return True

    def settle(self, now: float) -> None:
        """A server that has stayed up for a while has earned short pauses again."""
        if self.process is not None and self.process.poll() is None and now > self.not_before + 10 * LONGEST_PAUSE:
            self.pause = FIRST_PAUSE

    def stop(self) -> None:
        if self.process is None:
            return
        for how, seconds in ((self.polite, STOP_SECONDS), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 2.0)):
            if self.process.poll() is not None:
                return
            os.kill(self.process.pid, how)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
