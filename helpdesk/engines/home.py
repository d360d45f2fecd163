"""Which folders the engines live in, and who may enter them."""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from helpdesk.engines.account import Account
from helpdesk.engines.errors import EngineError
from helpdesk.engines.lock import LOCK

ID = "id"
# Outside the checkout, for an account that may not enter it.
SHARED = Path("/var/lib/switchboard")
# A Unix socket's address holds 104 bytes on macOS, 108 on Linux; ours end in "/.s.PGSQL.5432".
LONGEST_SOCKET_DIR = 80
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Home:
    """`base` is the caller's; `database` and `sockets` must be within reach of PostgreSQL's account."""

    base: Path
    database: Path
    sockets: Path

    @property
    def outside(self) -> bool:
        """Whether PostgreSQL's data could not stay under `base`."""
        return not self.database.is_relative_to(self.base)

    @property
    def redis(self) -> Path:
        return self.base / "redis"

    @property
    def logs(self) -> Path:
        return self.base / "log"

    def prepare(self, account: Account) -> None:
        if self.outside:
            open_folder(SHARED)
            open_folder(self.database.parent)
        for folder in (self.redis, self.logs, self.database):
            folder.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        if self.sockets.is_symlink() or self.sockets.stat().st_uid not in {os.geteuid(), account.uid}:
            raise EngineError(f"{self.sockets} belongs to somebody else. Remove it and start again.")
        account.give(self.sockets)
        account.give(self.database)

    def leave(self) -> None:
        """Once the servers are gone, so are their sockets, and the folder in the common temporary one need not stay."""
        with contextlib.suppress(OSError):
            if not self.sockets.is_relative_to(self.base):
                self.sockets.rmdir()

    def empty(self) -> None:
        """Delete the data, but not the lock that is being held."""
        for folder in (self.sockets, self.database, self.redis, self.logs):
            shutil.rmtree(folder, ignore_errors=True)

    def erase(self) -> None:
        """Delete the data and every trace of ours; what else somebody keeps in `base` stays."""
        self.empty()
        if self.outside:
            shutil.rmtree(self.database.parent, ignore_errors=True)
        for file in (ID, LOCK):
            (self.base / file).unlink(missing_ok=True)


def find_home(base: Path, account: Account) -> Home:
    """Keep everything under `base` where PostgreSQL's account can enter it, else PostgreSQL's part in `SHARED`."""
    mark = _mark(base)
    inside = account.may_enter(base)
    place = base if inside else SHARED / mark
    sockets = base / "run"
    if not inside or len(os.fsencode(sockets)) > LONGEST_SOCKET_DIR or not PLAIN.fullmatch(str(sockets)):
        sockets = _temporary(account) / f"switchboard-{mark}"
    return Home(base=base, database=place / "postgresql", sockets=sockets)


def open_folder(folder: Path) -> None:
    """Make a folder that anybody may pass through, whatever the umask says."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def _temporary(account: Account) -> Path:
    usual = Path(tempfile.gettempdir())
    return usual if account.may_enter(usual) and PLAIN.fullmatch(str(usual)) else Path("/tmp")


def _mark(base: Path) -> str:
    """A short name for this folder: a fresh clone at the same path must not meet the data of the old one."""
    file = base / ID
    if not file.exists():
        file.write_text(uuid.uuid4().hex)
    return hashlib.sha256(f"{base} {file.read_text()}".encode()).hexdigest()[:12]
