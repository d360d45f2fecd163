"""`manage.py bench first` at its smallest: web, worker and beat bring a first message to the assignee's screen."""

from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("first", visitors=3, operators=2, gap=0.1)
    assert targets(found) == {"p99 to the assignee's screen, ms"}
    seen, given = (
        found["figures"][f"{where}, p50, ms"]["product"] for where in ("on a screen", "given, on the assignee's screen")
    )
    assert 0 < seen <= given
