"""`manage.py bench boot --json` at its smallest: the departments are as expected, and the figures are there."""

import json
import os
import subprocess
import sys

from helpdesk.bench.processes import ROOT
from tests.chaos.test_bench_relay import databases

SMALLEST = ["--set", "rounds=2", "--set", "seconds=0.5", "--set", "groups=6", "--set", "rules=6", "--set", "lines=2"]


def test_it_prints_figures_for_machines() -> None:
    before = databases()
    done = subprocess.run(
        [sys.executable, "manage.py", "bench", "boot", "--json", *SMALLEST],
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
    assert [target["name"] for target in found["targets"]] == ["requests/s, boot to an empty view"]
    for side in ("product", "floor"):
        assert found["figures"]["requests/s"][side] > 0
        assert 0 < found["figures"]["answer, p50, ms"][side] <= found["figures"]["answer, p99, ms"][side]
    assert databases() == before, "its own database is gone"
