"""The lock that keeps a second runner out of a data folder."""

import fcntl
import os
from pathlib import Path

from helpdesk.engines.errors import InUseError

LOCK = "lock"


def lock(base: Path) -> int:
    """Own `base` for as long as the returned descriptor is open. Raises InUseError with the owner's pid.

    The kernel drops the lock with its process, so a killed runner never blocks the next one.
    """
    while True:
        base.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(base / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode().strip()
            os.close(descriptor)
            raise InUseError(
                f"The engines in {base} are already running (process {owner}). "
                "Stop that one, or choose another folder by --data."
            ) from None
        if _still_there(base / LOCK, descriptor):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            return descriptor
        os.close(descriptor)  # A throwaway runner deleted the file between our two steps.


def _still_there(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
