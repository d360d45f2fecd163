from datetime import UTC, datetime, timedelta

from routing.holds import HoldStep, due_at

SINCE = datetime(2026, 3, 2, 10, tzinfo=UTC)
STEPS = [HoldStep(30, "One moment"), HoldStep(90, "Still looking")]


def test_each_step_is_due_so_long_after_the_wait_began() -> None:
    assert due_at(STEPS, 0, SINCE) == SINCE + timedelta(seconds=30)
    assert due_at(STEPS, 1, SINCE) == SINCE + timedelta(seconds=90)


def test_after_the_last_step_nothing_is_due() -> None:
    assert due_at(STEPS, 2, SINCE) is None
    assert due_at([], 0, SINCE) is None
