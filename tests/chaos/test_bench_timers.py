"""`manage.py bench timers` at its smallest."""

from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("timers", conversations=200, seconds=3, few=50, many=500, steps=200)
    assert targets(found) == {
        "lateness, p99, s",
        "an idle sweep before 500 to one before 50",
        "steps/s of one process, product to floor",
    }
    for figure in ("steps/s of one process", "idle sweep, 50 ahead, ms", "idle sweep, 500 ahead, ms", "late, p99, ms"):
        assert all(value > 0 for value in found["figures"][figure].values()), figure
