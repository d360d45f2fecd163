"""The databases on disk: every *.mmdb in one folder, asked in the order of their names."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_network
from pathlib import Path

import maxminddb

from helpdesk.geo.ranges import Address, Network


class UnreadableError(Exception):
    """A file that is no database; says which."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom the licence of a free database asks to be named, with a link, wherever its answers are shown."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Database:
    """One open file. Reading needs no lock; replace the file by renaming another one over it."""

    name: str
    built_at: datetime
    kind: str
    reader: maxminddb.Reader

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Raises UnreadableError."""
        try:
            reader = maxminddb.open_database(path)
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            raise UnreadableError(f"{path.name}: {error}") from error
        meta = reader.metadata()
        return cls(path.name, datetime.fromtimestamp(meta.build_epoch, UTC), meta.database_type, reader)

    @property
    def credit(self) -> Credit | None:
        """None for a database that asks for none, as far as we know it by its name."""
        names = (self.name.lower(), self.kind.lower())
        return next((credit for start, credit in _CREDITS.items() if any(n.startswith(start) for n in names)), None)

    def find(self, address: Address) -> tuple[Network, object] | None:
        """(network, record); None when it has none for this address."""
        if isinstance(address, IPv6Address) and self.reader.metadata().ip_version == 4:
            return None
        record, length = self.reader.get_with_prefix_len(address)
        return None if record is None else (ip_network((int(address), length), strict=False), record)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder holds. `unreadable`: a sentence for each file that is no database."""

    databases: tuple[Database, ...] = ()
    unreadable: tuple[str, ...] = ()


_CREDITS = {
    "dbip": Credit("IP Geolocation by DB-IP", "https://db-ip.com"),
    "geolite2": Credit("GeoLite2 data created by MaxMind", "https://www.maxmind.com"),
}
_lock = threading.Lock()
_shelves: dict[Path, tuple[tuple[tuple[str, int, int], ...], Shelf]] = {}


def shelf(folder: Path) -> Shelf:
    """The databases of a folder, opened again when a file has come, gone or changed; empty when there is no folder."""
    files = sorted(folder.glob("*.mmdb")) if folder.is_dir() else []
    signature = tuple((file.name, stat.st_mtime_ns, stat.st_size) for file in files if (stat := file.stat()))
    known = _shelves.get(folder)
    if known is None or known[0] != signature:
        with _lock:
            known = _shelves[folder] = (signature, _open(files))
    return known[1]


def _open(files: list[Path]) -> Shelf:
    databases, unreadable = [], []
    for file in files:
        try:
            databases.append(Database.open(file))
        except UnreadableError as error:
            unreadable.append(str(error))
    return Shelf(tuple(databases), tuple(unreadable))
