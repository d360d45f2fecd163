"""What a runner that was itself killed may have left running."""

import os
import signal
import subprocess
import time
from pathlib import Path

PATIENCE_SECONDS = 10.0


def command_line(pid: int) -> str:
    """The command line of a process; empty when there is no such process."""
    proc = Path("/proc", str(pid), "cmdline")
    if Path("/proc/self").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    ps = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ps, check=False, capture_output=True, text=True).stdout


def recorded_pid(file: Path) -> int | None:
    """The number on the first line of a lock file; None when there is no such file or line."""
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def end_orphan(file: Path, sign: str, polite: signal.Signals) -> None:
    """End the server that `file` records, if its command line carries `sign`; else drop the untrue record.

    After a reboot the recorded number may belong to anybody, and a server refuses to start over a number that lives.
    """
    pid = recorded_pid(file)
    if pid is None:
        return
    if sign not in command_line(pid):
        file.unlink(missing_ok=True)
        return
    for how in (polite, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + PATIENCE_SECONDS
        while sign in command_line(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
