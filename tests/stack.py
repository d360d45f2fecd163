"""The whole product in processes of its own, for tests that look from outside, kill and restart."""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, Self

import psycopg

from helpdesk.bench.database import throwaway_database
from helpdesk.bench.keys import throwaway_prefix
from helpdesk.bench.processes import (
    Process,
    beat_command,
    free_port,
    listens,
    log_says,
    manage,
    web_command,
    worker_command,
)
from helpdesk.engines.binaries import find_redis
from helpdesk.engines.redis_server import Redis

NAMES = ("web", "worker", "beat")


class Stack:
    """A fresh, migrated database, and web, worker and beat on it.

    `with Stack(demo=True) as stack: ...stack.url...` starts all and waits until they serve; at the end everything is
    stopped and dropped. `own_redis=True` runs a Redis of its own, which can be killed: `stack.kill("redis")`.
    `environment` is added to that of the processes. Logs are in `stack.folder`.
    """

    def __init__(
        self, *, demo: bool = False, own_redis: bool = False, environment: dict[str, str] | None = None
    ) -> None:
        self.demo, self.own_redis = demo, own_redis
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env: dict[str, str] = environment or {}
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        with self._cleanup:
            self._build()
            self._cleanup = self._cleanup.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cleanup.close()

    def kill(self, name: str) -> None:
        """Kill -9: web, worker, beat, or redis where it is our own."""
        if name == "redis":
            assert self.redis is not None, "this stack uses somebody else's Redis"
            assert self.redis.process is not None
            self.redis.process.kill()
            self.redis.process.wait()
        else:
            self.processes[name].kill()

    def start(self, *names: str) -> None:
        for name in names:
            self.redis.start() if name == "redis" and self.redis else self.processes[name].start()

    def wait_ready(self, *names: str) -> None:
        """Until these (all, where none is named) serve. Raises NotReadyError or EngineError with the end of a log."""
        for name in names or NAMES:
            self.redis.wait_ready() if name == "redis" and self.redis else self.processes[name].wait_ready()

    def restart(self, *names: str) -> None:
        self.start(*names)
        self.wait_ready(*names)

    def query(self, sql: LiteralString, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Look into the database behind the product's back."""
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def execute(self, sql: LiteralString, values: Sequence[Any] = ()) -> None:
        """Change the database behind the product's back."""
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(sql, values)

    def manage(self, *arguments: str) -> str:
        return manage(self.env, *arguments)

    def _build(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stack-"))
        self._cleanup.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.redis = self._own_redis() if self.own_redis else None
        redis_url = f"unix://{self.redis.socket}" if self.redis else os.environ["REDIS_URL"]
        prefix = self._cleanup.enter_context(throwaway_prefix(redis_url))
        database = self._cleanup.enter_context(throwaway_database(os.environ["DATABASE_URL"]))
        self.env = {
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
            "DATABASE_URL": database,
            "REDIS_URL": redis_url,
            "SWITCHBOARD_REDIS_PREFIX": prefix,
            "SWITCHBOARD_SECRET_KEY": secrets.token_urlsafe(40),
            "SWITCHBOARD_DATA": str(self.folder),
            "SWITCHBOARD_DEMO": "1",
            **self.env,
        }
        self._furnish()
        self.processes = dict(zip(NAMES, self._processes(), strict=True))
        for process in self.processes.values():
            process.start()
            self._cleanup.callback(process.stop)
        self.wait_ready()

    def _own_redis(self) -> Redis:
        server = os.environ.get("SWITCHBOARD_REDIS_SERVER")
        own = Redis(find_redis(Path(server) if server else None), self.folder, self.folder, self.folder / "redis.log")
        own.start()
        self._cleanup.callback(own.stop)
        own.wait_ready()
        return own

    def _furnish(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        # Links, uncompressed: what is served is what is being edited, and a second is saved.
        self.manage("collectstatic", "--link", "--no-post-process", "--no-input", "--verbosity", "0")
        if self.demo:
            self.manage("demo")

    def _processes(self) -> list[Process]:
        return [
            Process("web", web_command(self.port), self.env, self.folder, lambda _: listens(self.port)),
            Process("worker", worker_command(), self.env, self.folder, log_says(" ready.")),
            Process("beat", beat_command(), self.env, self.folder, log_says("beat: Starting...")),
        ]


def eventually(seconds: float, what: str, done: Callable[[], bool]) -> None:
    """Poll `done()` until it is true. Fails, naming `what`, after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(0.1)
