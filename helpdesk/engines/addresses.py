"""Where the engines answer, and how somebody outside the runner finds out."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROLE = "switchboard"
DATABASE = "switchboard"
FILE = "engines.json"


def default_data_dir() -> Path:
    """The folder for everything that is kept: `SWITCHBOARD_DATA`, else `var/` beside `manage.py`."""
    given = os.environ.get("SWITCHBOARD_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "var"


def database_url(sockets: Path, database: str = DATABASE) -> str:
    """The folder goes into `?host=`: as the host part it would be lower-cased by URL parsers."""
    return f"postgresql://{ROLE}@/{database}?host={sockets}"


def redis_url(socket: Path) -> str:
    return f"unix://{socket}"


def celery_url(url: str) -> str:
    """The same Redis, spelt for Celery: it knows a Unix socket as `redis+socket://` and its database as `virtual_host`.

    Any other address (`redis://`, `rediss://`) comes back unchanged.
    """
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{unquote(parts.path)}?virtual_host={database}"


def announce(data_dir: Path, urls: dict[str, str]) -> None:
    """Write down where this runner's engines answer, for commands started elsewhere."""
    content = json.dumps({**urls, "pid": os.getpid()}, indent=2) + "\n"
    draft = data_dir / f"{FILE}.new"
    draft.write_text(content)
    draft.replace(data_dir / FILE)


def withdraw(data_dir: Path) -> None:
    (data_dir / FILE).unlink(missing_ok=True)


def running(data_dir: Path) -> dict[str, str] | None:
    """The addresses of the live runner that owns `data_dir`, under their environment names; None when there is none."""
    try:
        known: dict[str, str] = json.loads((data_dir / FILE).read_text())
        os.kill(int(known.pop("pid")), 0)
    except PermissionError:
        pass  # The runner lives, under another account.
    except (OSError, ValueError, KeyError):
        return None
    return known
