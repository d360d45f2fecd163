"""The product's processes, started the way the Procfile starts them, each with a log of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0
STOP_SECONDS = 10.0


class NotReadyError(Exception):
    """A process died or did not become ready in time; the text ends with the end of its log."""


class Process:
    """One process that can be killed and started again. `ready` looks at it and says whether it serves."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        logs: Path,
        ready: "Callable[[Process], bool]",
    ) -> None:
        self.name, self.command, self.environment, self.logs, self.ready = name, command, environment, logs, ready
        self.starts = 0
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Of the latest start; a new start begins a new file."""
        return self.logs / f"{self.name}.{self.starts}.log"

    @property
    def pid(self) -> int | None:
        return self._popen.pid if self._popen else None

    @property
    def alive(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def start(self) -> None:
        self.starts += 1
        with self.log.open("wb") as log:
            self._popen = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A Ctrl-C on the terminal is for whoever started us; he stops us in order.
                start_new_session=True,
            )

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Raises NotReadyError."""
        deadline = time.monotonic() + seconds
        while not self.ready(self):
            if not self.alive or time.monotonic() > deadline:
                raise NotReadyError(f"{self.name} is not ready. The end of {self.log}:\n{self.tail()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill -9, with whatever it has started."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)
        if self.alive:
            self.kill()

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self._popen is None or not self.alive:
            return
        os.killpg(self._popen.pid, number)
        # Too long a wait is no error here: `stop` kills next, and a killed process cannot refuse.
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(STOP_SECONDS)


def web_command(port: int, application: str = "helpdesk.asgi:application") -> list[str]:
    return [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]


def worker_command(threads: int = 4) -> list[str]:
    options = ["--pool", "threads", "-c", str(threads), "--loglevel", "info", "--without-gossip", "--without-mingle"]
    return [sys.executable, "-m", "celery", "-A", "helpdesk.celery", "worker", *options]


def beat_command() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "helpdesk.celery", "beat", "--loglevel", "info", "--pidfile", ""]


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run one of Django's commands to its end; what it printed. Raises CalledProcessError, with the output in it."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def free_port() -> int:
    """Free a moment ago; nobody holds it for us."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def listens(port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0


def log_says(words: str) -> Callable[[Process], bool]:
    return lambda process: words in process.log.read_text(errors="replace")
