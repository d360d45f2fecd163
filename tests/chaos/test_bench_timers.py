"""`manage.py bench timers` at its smallest."""

from helpdesk.bench.ticking import RULES
from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("timers", conversations=200, seconds=3, few=50, many=500, steps=200)
    assert targets(found) == {
        "lateness, p99, s",
        "an idle sweep before 500 to one before 50",
        *(f"steps/s of one process, {name}, to the floor" for name in RULES),
    }
    steps = [f"steps/s of one process, {name}" for name in RULES]
    for figure in (*steps, "idle sweep, 50 ahead, ms", "idle sweep, 500 ahead, ms", "late, p99, ms"):
        assert all(value > 0 for value in found["figures"][figure].values()), figure
