"""`python -m helpdesk.engines -- COMMAND`: run a command with PostgreSQL and Redis beside it.

An engine whose address is already in the environment (DATABASE_URL, REDIS_URL) is somebody else's and is not started.
"""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from helpdesk.engines.addresses import default_data_dir
from helpdesk.engines.errors import EngineError, InUseError
from helpdesk.engines.runner import Supervisor
from helpdesk.engines.session import Options, engines_up, erase
from helpdesk.engines.signals import heeded

FAILED, IN_USE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """The command's exit code; 2 when the data folder is in use, 1 when an engine cannot be had."""
    parsed = parser().parse_args(argv)
    command = parsed.command[1:] if parsed.command[:1] == ["--"] else parsed.command
    if not command and not parsed.erase:
        parser().error("say which command to run, after --")
    options = Options(parsed.data.resolve(), parsed.throwaway, parsed.pg_bin, parsed.redis_server)
    for number in heeded():
        signal.signal(number, signal.default_int_handler)
    try:
        if parsed.erase:
            erase(options)
            return 0
        with engines_up(options) as (engines, environment):
            return Supervisor(engines).run(command, environment)
    except InUseError as error:
        print(error, file=sys.stderr)
        return IN_USE
    except EngineError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpdesk.engines", description=__doc__)
    parser.add_argument("--data", type=Path, default=default_data_dir(), help="where the data is kept (var/)")
    parser.add_argument("--throwaway", action="store_true", help="fresh, fast and unsafe data, deleted afterwards")
    parser.add_argument("--erase", action="store_true", help="delete the data instead of running a command")
    parser.add_argument("--pg-bin", type=Path, help="folder with postgres and initdb; SWITCHBOARD_PG_BIN")
    parser.add_argument("--redis-server", type=Path, help="a redis-server or valkey-server; SWITCHBOARD_REDIS_SERVER")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command to run, after --")
    return parser
