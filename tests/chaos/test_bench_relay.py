"""`manage.py bench relay --json` at its smallest: it measures, checks what is stored, and leaves nothing behind."""

import json
import os
import subprocess
import sys

import psycopg

from helpdesk.bench.database import beside
from helpdesk.bench.processes import ROOT

SMALLEST = [
    "--set",
    "rounds=1",
    "--set",
    "seconds=1",
    "--set",
    "visitors=4",
    "--set",
    "operators=2",
    "--set",
    "rate=10",
]


def test_it_prints_figures_for_machines() -> None:
    before = databases()
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", "relay", "--json", *SMALLEST],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["ratios"]["messages/s"] > 0
    assert {target["name"] for target in found["targets"]} == {
        "messages/s, product to floor",
        "p99 to the operator's socket, ms",
    }
    for side in ("product", "floor"):
        ranked = [found["figures"][f"to operator at 10/s, p{percent}, ms"][side] for percent in (50, 95, 99)]
        assert 0 < ranked[0] <= ranked[1] <= ranked[2]
    assert databases() == before, "its own database is gone"


def databases() -> set[str]:
    with psycopg.connect(beside(os.environ["DATABASE_URL"], "postgres")) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}
