"""The system under test: a database of its own with the demo in it, and a web process that has the floor as well."""

import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

from helpdesk.bench.database import throwaway_database
from helpdesk.bench.keys import throwaway_prefix
from helpdesk.bench.processes import Process, free_port, listens, log_says, manage, web_command
from helpdesk.crew import procfile

NO_LIMIT = "100000"
READY = {"worker": " ready.", "beat": "beat: Starting..."}

TABLE = """
CREATE TABLE bench_floor (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id uuid NOT NULL UNIQUE,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
)
"""
"""Where the floor puts its rows."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A migrated database, and what a process must find in its environment to work on it. `folder` takes the logs."""

    environment: dict[str, str]
    database: str
    folder: Path


@dataclass(frozen=True, slots=True)
class System:
    """`urls` are the web processes'; `database` is the address to look behind their backs."""

    urls: list[str]
    database: str
    environment: dict[str, str]


@contextmanager
def installation(database_url: str) -> Iterator[Installation]:
    """On a database of its own, made on the server that `database_url` names and dropped afterwards; nothing runs yet.

    We pass for a proxy, so that a bench can speak for visitors of many addresses.
    """
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        throwaway_prefix(settings.REDIS_URL) as prefix,
        throwaway_database(database_url) as database,
    ):
        environment = {
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
            "DATABASE_URL": database,
            "REDIS_URL": settings.REDIS_URL,
            "SWITCHBOARD_REDIS_PREFIX": prefix,
            "SWITCHBOARD_SECRET_KEY": secrets.token_urlsafe(40),
            "SWITCHBOARD_VAR": folder,
            "SWITCHBOARD_DEMO": "1",
            "SWITCHBOARD_RATE_LIMITS_SCALE": NO_LIMIT,
            "SWITCHBOARD_TRUSTED_PROXIES": "127.0.0.1",
        }
        manage(environment, "migrate", "--verbosity", "0")
        yield Installation(environment, database, Path(folder))


@contextmanager
def system(database_url: str, processes: int, furnish: str = "", *, tasks: bool = False) -> Iterator[System]:
    """Up and serving, with the demo in it. `tasks`: a worker and beat as well, started as the Procfile does.

    `furnish` is Python that adds to the demo before the processes start.
    """
    with installation(database_url) as new:
        manage(new.environment, "demo")
        if furnish:
            manage(new.environment, "shell", "--command", furnish)
        with psycopg.connect(new.database) as connection:
            connection.execute(TABLE)
        with ExitStack() as running:
            ports = [running.enter_context(_web(new, number)) for number in range(processes)]
            for name in ("worker", "beat") if tasks else ():
                # The last --loglevel counts: the log says when they are ready.
                command = [sys.executable, "-m", *procfile.command(name), "--loglevel", "info"]
                running.enter_context(_running(new, name, command, log_says(READY[name])))
            yield System([f"http://127.0.0.1:{port}" for port in ports], new.database, new.environment)


@contextmanager
def _web(new: Installation, number: int) -> Iterator[int]:
    """The port on which it serves."""
    port = free_port()
    command = web_command(port, "helpdesk.bench.floor:application")
    with _running(new, f"web{number}", command, lambda _: listens(port)):
        yield port


@contextmanager
def _running(new: Installation, name: str, command: list[str], ready: Callable[[Process], bool]) -> Iterator[None]:
    process = Process(name, command, new.environment, new.folder, ready)
    process.start()
    try:
        process.wait_ready()
        yield
    finally:
        process.stop()
