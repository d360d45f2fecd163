"""Start the engines' runner as anybody would, and look at what it does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from helpdesk.engines import addresses

ROOT = Path(__file__).resolve().parents[2]
# A loaded machine is slow, not wrong.
PATIENCE_SECONDS = 90.0
OURS = ("DATABASE_URL", "REDIS_URL", "SWITCHBOARD_DATA", "SWITCHBOARD_PG_BIN", "SWITCHBOARD_REDIS_SERVER")


def eventually(what: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """The first truthy answer; fails when none comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        if answer := what():
            return answer
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.05)


def start(data: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """A runner in a session of its own, as `make run` is in a terminal's."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.Popen(
        [sys.executable, "-m", "helpdesk.engines", "--data", str(data), *arguments],
        cwd=ROOT,
        env=inherited | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def python(code: str) -> list[str]:
    return ["--", sys.executable, "-c", code]


def finish(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    said, complained = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, said, complained


def processes_naming(text: str) -> list[str]:
    listed = subprocess.run(["ps", "-axww", "-o", "pid=,command="], check=True, capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if text in line and f"{os.getpid()} " not in line]


@dataclass
class Running:
    """A runner whose command waits until its standard input is closed."""

    data: Path
    arguments: tuple[str, ...] = ()
    process: "subprocess.Popen[str]" = field(init=False)
    urls: dict[str, str] = field(init=False)

    def __enter__(self) -> "Running":
        self.process = start(self.data, *self.arguments, "--", "cat")
        self.urls = eventually(self._announced)
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE_SECONDS)

    def _announced(self) -> dict[str, str] | None:
        assert self.process.poll() is None, self.process.communicate()
        return addresses.running(self.data)

    def database(self) -> "psycopg.Connection[Any]":
        """A connection, as soon as there is one to be had."""

        def connect() -> "psycopg.Connection[Any] | None":
            try:
                return psycopg.connect(self.urls["DATABASE_URL"], autocommit=True)
            except psycopg.OperationalError:
                return None

        connection: psycopg.Connection[Any] = eventually(connect)
        return connection

    def redis(self) -> "redis.Redis":
        return redis.Redis.from_url(self.urls["REDIS_URL"], retry=Retry(ConstantBackoff(0.05), 1000))
