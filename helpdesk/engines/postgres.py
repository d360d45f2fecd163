"""PostgreSQL: create the cluster once, run it on a Unix socket, make the database."""

import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg

from helpdesk.engines.account import Account
from helpdesk.engines.addresses import DATABASE, ROLE
from helpdesk.engines.engine import Engine
from helpdesk.engines.errors import EngineError
from helpdesk.engines.orphans import end_orphan

SETTINGS = {"max_connections": "200", "shared_buffers": "96MB", "lc_messages": "C"}
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# Version 17 brought a locale of its own: the same upper, lower and ILIKE for Russian on every system.
BUILTIN_LOCALE_SINCE = 17
BUILTIN = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SYSTEM = [["--locale=C.UTF-8"], ["--locale=en_US.UTF-8"]]


class Postgres(Engine):
    name = "PostgreSQL"
    polite = signal.SIGINT  # "Fast": roll back what is open, then leave in order. SIGTERM would wait for every client.

    def __init__(
        self, binaries: Path, folder: Path, sockets: Path, log: Path, account: Account, throwaway: bool = False
    ) -> None:
        super().__init__(log)
        self.binaries, self.sockets, self.account = binaries, sockets, account
        self.settings = SETTINGS | (CARELESS if throwaway else {})
        self.version = self._version()
        self.data = folder / str(self.version)

    def command(self) -> list[str]:
        settings = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        postgres = str(self.binaries / "postgres")
        return [postgres, "-D", str(self.data), "-k", str(self.sockets), "-h", "", *settings]

    def options(self) -> dict[str, Any]:
        return self.account.popen()

    def create(self) -> None:
        """Make the cluster unless it is there. One that was left half-made is made again."""
        if self.data.exists():
            return
        draft = self.data.with_name(f"{self.data.name}.new")
        said = ""
        for locale in [BUILTIN] if self.version >= BUILTIN_LOCALE_SINCE else SYSTEM:
            shutil.rmtree(draft, ignore_errors=True)
            done = self._initdb(draft, locale)
            if done.returncode == 0:
                draft.rename(self.data)
                return
            said = done.stderr
        raise EngineError(f"PostgreSQL's initdb failed:\n{said}")

    def sweep(self) -> None:
        end_orphan(self.data / "postmaster.pid", str(self.data), self.polite)
        end_orphan(self.sockets / ".s.PGSQL.5432.lock", str(self.data), self.polite)

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def furnish(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(
            host=str(self.sockets), port=5432, user=ROLE, dbname="postgres", autocommit=True, connect_timeout=5
        )

    def _initdb(self, folder: Path, locale: list[str]) -> "subprocess.CompletedProcess[str]":
        initdb = str(self.binaries / "initdb")
        arguments = ["-D", str(folder), "-U", ROLE, "-A", "trust", "-E", "UTF8", *locale]
        return self.account.run(initdb, *arguments)

    def _version(self) -> int:
        said = self.account.run(str(self.binaries / "postgres"), "--version").stdout
        if not (found := re.search(r"\d+", said)):
            raise EngineError(f"{self.binaries / 'postgres'} does not say its version.")
        return int(found.group())
