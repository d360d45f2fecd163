"""The system under test: a database of its own with the demo in it, and a web process that has the floor as well."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings

from helpdesk.bench.database import throwaway_database
from helpdesk.bench.keys import throwaway_prefix
from helpdesk.bench.processes import Process, free_port, listens, manage, web_command

NO_LIMIT = "100000"

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
class System:
    """`urls` are the web processes'; `database` is the address to look behind their backs."""

    urls: list[str]
    database: str


@contextmanager
def system(database_url: str, processes: int, furnish: str = "") -> Iterator[System]:
    """Up and serving. `database_url` names the server on which a database is made and dropped.

    `furnish` is Python that adds to the demo before the web processes start. We pass for a proxy, so that a bench can
    speak for visitors of many addresses.
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
        manage(environment, "demo")
        if furnish:
            manage(environment, "shell", "--command", furnish)
        with psycopg.connect(database) as connection:
            connection.execute(TABLE)
        with ExitStack() as running:
            ports = [running.enter_context(_web(environment, Path(folder), number)) for number in range(processes)]
            yield System([f"http://127.0.0.1:{port}" for port in ports], database)


@contextmanager
def _web(environment: dict[str, str], folder: Path, number: int) -> Iterator[int]:
    """The port on which it serves."""
    port = free_port()
    command = web_command(port, "helpdesk.bench.floor:application")
    web = Process(f"web{number}", command, environment, folder, lambda _: listens(port))
    web.start()
    try:
        web.wait_ready()
        yield port
    finally:
        web.stop()
