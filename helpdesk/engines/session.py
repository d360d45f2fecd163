"""Bring the engines up, hand out their addresses, take them down."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpdesk.engines import addresses
from helpdesk.engines.account import account
from helpdesk.engines.binaries import PG_BIN, REDIS_SERVER, find_postgres, find_redis, within_reach
from helpdesk.engines.engine import Engine
from helpdesk.engines.home import SHARED, Home, find_home
from helpdesk.engines.lock import lock
from helpdesk.engines.postgres import Postgres
from helpdesk.engines.redis_server import Redis
from helpdesk.engines.signals import FORWARDED

DATABASE_URL, REDIS_URL = "DATABASE_URL", "REDIS_URL"


@dataclass(frozen=True)
class Options:
    data: Path
    throwaway: bool = False
    pg_bin: Path | None = None
    redis_server: Path | None = None

    @property
    def base(self) -> Path:
        """Throwaway data has a folder of its own, so that a test never meets, locks or deletes what is to be kept."""
        return self.data / "throwaway" if self.throwaway else self.data


@contextmanager
def engines_up(options: Options) -> Iterator[tuple[list[Engine], dict[str, str]]]:
    """The engines that were started, and the environment for a command that uses them.

    Raises InUseError when another runner owns the folder, EngineError when an engine cannot be had.
    """
    wanted = [name for name in (DATABASE_URL, REDIS_URL) if not os.environ.get(name)]
    if not wanted:
        yield [], {}
        return
    key = lock(options.base)
    home = find_home(options.base, account())
    engines = _engines(options, home, wanted)
    try:
        _start(options, home, engines)
        urls = {DATABASE_URL: addresses.database_url(home.sockets), REDIS_URL: addresses.redis_url(_socket(home))}
        urls = {name: os.environ.get(name) or url for name, url in urls.items()}
        addresses.announce(options.base, urls)
        yield engines, {**urls, **_programs(options), "SWITCHBOARD_DATA": str(options.base)}
    finally:
        _take_down(options, home, engines)
        os.close(key)


def erase(options: Options) -> None:
    """Delete the data for good. Raises InUseError while it is being used."""
    key = lock(options.base)
    find_home(options.base, account()).erase()
    os.close(key)


def _programs(options: Options) -> dict[str, str]:
    """A command that starts engines of its own takes the same programs."""
    given = {PG_BIN: options.pg_bin, REDIS_SERVER: options.redis_server}
    return {name: str(path.absolute()) for name, path in given.items() if path}


def _engines(options: Options, home: Home, wanted: list[str]) -> list[Engine]:
    engines: list[Engine] = []
    if DATABASE_URL in wanted:
        engines.append(_postgres(options, home))
    if REDIS_URL in wanted:
        server = find_redis(options.redis_server)
        engines.append(Redis(server, home.redis, home.sockets, home.logs / "redis.log", options.throwaway))
    return engines


def _postgres(options: Options, home: Home) -> Postgres:
    owner = account()
    binaries = within_reach(find_postgres(options.pg_bin), owner, SHARED)
    if home.outside:
        print(f"PostgreSQL runs as {owner.name}, which may not enter {home.base}: its data is in {home.database}.")
    return Postgres(binaries, home.database, home.sockets, home.logs / "postgresql.log", owner, options.throwaway)


def _start(options: Options, home: Home, engines: list[Engine]) -> None:
    if options.throwaway:
        for engine in engines:
            engine.sweep()
        home.empty()
    home.prepare(account())
    for engine in engines:
        engine.log.write_bytes(b"")
        engine.create()
        engine.start()
    for engine in engines:
        engine.wait_ready()
        engine.furnish()


def _take_down(options: Options, home: Home, engines: list[Engine]) -> None:
    """Deaf to signals: an impatient second Ctrl-C must not leave a server behind."""
    for number in FORWARDED:
        signal.signal(number, signal.SIG_IGN)
    addresses.withdraw(options.base)
    for engine in reversed(engines):
        engine.stop()
    home.leave()
    if options.throwaway:
        home.erase()
        shutil.rmtree(options.base, ignore_errors=True)


def _socket(home: Home) -> Path:
    return home.sockets / "redis.sock"
