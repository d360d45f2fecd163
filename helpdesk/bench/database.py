"""A database of its own on the server that is in use, dropped afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

# Any database that surely exists will do to create another one from.
MAINTENANCE = "postgres"


@contextmanager
def throwaway_database(url: str) -> Iterator[str]:
    """The address of a fresh, empty database beside the one at `url`; whoever still uses it at the end is cut off."""
    name = f"switchboard_trial_{secrets.token_hex(6)}"
    with _maintenance(url) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield beside(url, name)
    finally:
        with _maintenance(url) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def beside(url: str, name: str) -> str:
    """The address of database `name` on the same server."""
    parts = urlsplit(url)
    # Put together by hand: where the host is in the query (a Unix socket), urlunsplit would drop the empty "//".
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


def _maintenance(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(beside(url, MAINTENANCE), autocommit=True, connect_timeout=10)
