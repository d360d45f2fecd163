"""PostgreSQL refuses to run as root, so a root caller lends it an ordinary account."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpdesk.engines.errors import EngineError
from helpdesk.engines.signals import held

# The first that exists is used; a new one is made only when none does.
CANDIDATES = ("switchboard", "postgres", "_postgres")
PIPES: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.PIPE,
    "text": True,
}


@dataclass(frozen=True)
class Account:
    """Who runs PostgreSQL. `name` is None when it is simply the caller."""

    name: str | None
    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that make the child run as this account."""
        if self.name is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end as this account. Raises PermissionError when the program is out of reach.

        When we are told to stop meanwhile, nothing of it outlives us: `initdb` has servers of its own at work.
        """
        process: subprocess.Popen[str] | None = None
        try:
            with held():
                process = subprocess.Popen(command, start_new_session=True, **PIPES, **self.popen())
            said, complained = process.communicate()
        except BaseException:
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()  # until the last of them has let go of our pipes
            raise
        return subprocess.CompletedProcess(command, process.returncode, said, complained)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account gets into `folder`: asked of the system, since access lists exist beside modes."""
        return self.name is None or self.run("/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)).returncode == 0

    def give(self, folder: Path) -> None:
        """Hand `folder` and what is in it to this account, closed to everybody else."""
        folder.chmod(0o700)
        if self.name is None or folder.stat().st_uid == self.uid:
            return
        os.chown(folder, self.uid, self.gid)
        for parent, folders, files in os.walk(folder):
            for entry in folders + files:
                os.chown(Path(parent, entry), self.uid, self.gid, follow_symlinks=False)


def account() -> Account:
    """The account to run PostgreSQL under. Raises EngineError when root finds none and cannot make one."""
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    for name in CANDIDATES:
        if found := _lookup(name):
            return found
    if shutil.which("useradd"):
        subprocess.run(["useradd", "--system", "--no-create-home", CANDIDATES[0]], check=True)
        if found := _lookup(CANDIDATES[0]):
            return found
    raise EngineError(
        "PostgreSQL refuses to run as root and there is no account to lend it. "
        f"Start this as an ordinary user, or create a user called {CANDIDATES[0]}."
    )


def _lookup(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)
