"""`python -m helpdesk.crew`: all processes of the Procfile under honcho, each in the hands of a keeper."""

import shlex
import sys

from honcho.manager import Manager

from helpdesk.crew.procfile import names


def main() -> int:
    manager = Manager()
    for name in names():
        manager.add_process(name, f"exec {shlex.quote(sys.executable)} -m helpdesk.crew.keeper {name}")
    manager.loop()
    return int(manager.returncode or 0)


if __name__ == "__main__":
    raise SystemExit(main())
