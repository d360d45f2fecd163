"""`manage.py bench relay` at its smallest: it measures, checks what is stored, and leaves nothing behind."""

from tests.chaos.benches import bench, targets


def test_it_prints_figures_for_machines() -> None:
    found = bench("relay", rounds=1, seconds=1, visitors=4, operators=2, rate=10)
    assert found["ratios"]["messages/s"] > 0
    assert targets(found) == {"messages/s, product to floor", "p99 to the operator's socket, ms"}
    for side in ("product", "floor"):
        ranked = [found["figures"][f"to operator at 10/s, p{percent}, ms"][side] for percent in (50, 95, 99)]
        assert 0 < ranked[0] <= ranked[1] <= ranked[2]
