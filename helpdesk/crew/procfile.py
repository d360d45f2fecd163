"""The Procfile is the one list of processes: for `make run`, and for a platform that starts them itself."""

import os
import shlex
from pathlib import Path

from honcho.environ import parse_procfile

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"


def names() -> list[str]:
    return list(parse_procfile(PROCFILE.read_text()).processes)


def command(name: str) -> list[str]:
    """The words of the command, variables filled in. Raises KeyError for a name that isn't listed."""
    line = parse_procfile(PROCFILE.read_text()).processes[name]
    return [os.path.expandvars(word) for word in shlex.split(line)]
