"""Running a bench as `make bench` does, at its smallest."""

import json
import os
import subprocess
import sys
from typing import Any

import psycopg

from helpdesk.bench.database import beside
from helpdesk.bench.processes import ROOT


def bench(name: str, **settings: float) -> dict[str, Any]:
    """What `manage.py bench NAME --json` prints; it has found no fault, and its database is gone afterwards."""
    before = databases()
    sets = [word for setting, number in settings.items() for word in ("--set", f"{setting}={number}")]
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", name, "--json", *sets],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["faults"] == []
    assert databases() == before
    return found


def targets(found: dict[str, Any]) -> set[str]:
    return {target["name"] for target in found["targets"]}


def databases() -> set[str]:
    with psycopg.connect(beside(os.environ["DATABASE_URL"], "postgres")) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}
