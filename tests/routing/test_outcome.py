"""How a conversation came out (SPEC 4.10): exactly one outcome, and the twentieth second."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.outcome import Course, Outcome, outcome

BEGAN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def course(seconds: float, **more: bool) -> Course:
    return Course(BEGAN, BEGAN + timedelta(seconds=seconds), **more)


@pytest.mark.parametrize(
    ("seconds", "by_visitor", "answered", "moved", "expected"),
    [
        (19.9, True, False, False, Outcome.CANCELLED),
        (20.0, True, False, False, Outcome.UNSERVED),
        (0, True, False, False, Outcome.CANCELLED),
        (19.9, True, True, False, Outcome.CANCELLED),
        (20.0, True, True, False, Outcome.SERVED),
        (19.9, False, False, False, Outcome.UNSERVED),
        (19.9, False, True, False, Outcome.SERVED),
        (600, False, False, False, Outcome.UNSERVED),
        (600, False, True, False, Outcome.SERVED),
        (600, False, True, True, Outcome.MOVED),
        (19.9, True, False, True, Outcome.MOVED),
    ],
)
def test_the_table(seconds: float, by_visitor: bool, answered: bool, moved: bool, expected: Outcome) -> None:
    assert outcome(course(seconds, by_visitor=by_visitor, answered=answered, moved=moved)) is expected


def test_the_twenty_is_a_setting() -> None:
    assert outcome(course(19.9, by_visitor=True), cancelled_under=10) is Outcome.UNSERVED
    assert outcome(course(9.9, by_visitor=True), cancelled_under=10) is Outcome.CANCELLED
    assert outcome(course(0, by_visitor=True), cancelled_under=0) is Outcome.UNSERVED
