"""PostgreSQL refuses to talk for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def outage() -> Iterator[None]:
    """Nobody gets a new connection, as while the server starts anew."""
    _accept(False)
    try:
        yield
    finally:
        _accept(True)


def _accept(yes: bool) -> None:
    settings = connection.settings_dict
    server = {"host": settings["HOST"] or settings["OPTIONS"].get("host"), "port": settings["PORT"] or None}
    login = {"user": settings["USER"], "password": settings["PASSWORD"] or None, "dbname": "postgres"}
    with psycopg.connect(**server, **login, autocommit=True) as maintenance:
        maintenance.execute(f'ALTER DATABASE "{settings["NAME"]}" ALLOW_CONNECTIONS {yes}')
