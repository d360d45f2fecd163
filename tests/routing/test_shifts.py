"""An operator's own hours (SPEC 3.15): nine to six in Moscow on weekdays."""

from datetime import UTC, datetime, time

import pytest

from routing.hours import Period, Schedule
from routing.shifts import receives

DAY = (Period(time(9), time(18)),)
HOURS = Schedule("Europe/Moscow", (DAY, DAY, DAY, DAY, DAY, (), ()))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """March 2026 by the clock of Moscow; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour - 3, minute, tzinfo=UTC)


@pytest.mark.parametrize(("now", "expected"), [(at(2, 8, 59), False), (at(2, 9), True), (at(2, 18), False)])
def test_hours_put_in_and_out(now: datetime, expected: bool) -> None:
    assert receives(True, None, HOURS, now) is expected
    assert receives(False, None, HOURS, now) is expected


def test_without_hours_the_status_says() -> None:
    assert receives(True, at(2, 10), None, at(2, 23))
    assert not receives(False, at(2, 10), None, at(2, 10))


@pytest.mark.parametrize(
    ("says_so", "set_at", "now", "expected"),
    [
        (False, at(2, 12), at(2, 17, 59), False),  # at lunch until the end of the day
        (False, at(2, 12), at(3, 9), True),  # the next morning begins anew
        (True, at(2, 19), at(3, 8, 59), True),  # stays on after work, by hand
        (True, at(2, 19), at(3, 18), False),  # and goes home with the others the next day
        (True, at(6, 19), at(8, 12), True),  # Friday evening lasts over the weekend
        (False, at(6, 19), at(9, 9), True),  # until Monday morning
    ],
)
def test_by_hand_wins_until_the_hours_next_change(
    says_so: bool, set_at: datetime, now: datetime, expected: bool
) -> None:
    assert receives(says_so, set_at, HOURS, now) is expected
