"""`manage.py bench boot` at its smallest: the departments are as expected, and the figures are there."""

from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("boot", rounds=2, seconds=0.5, groups=6, rules=6, lines=2)
    assert targets(found) == {"requests/s, boot to an empty view"}
    for side in ("product", "floor"):
        assert found["figures"]["requests/s"][side] > 0
        assert 0 < found["figures"]["answer, p50, ms"][side] <= found["figures"]["answer, p99, ms"][side]
