"""Auto-replies (SPEC 5.6, document R): three seconds after nobody was found, once for a wait, hours before offline."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.autoreplies import (
    NEW_WAIT,
    AutoReply,
    Occasion,
    Search,
    Staffing,
    Texts,
    choose,
    due_at,
    nobody_found,
    occasions,
    sent,
    somebody_found,
)

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ALL = Texts("We open at nine", "Everybody is out", "Everybody is busy")
BUSY, OUT = Staffing(True, 2, 0), Staffing(True, 0, 0)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("staffing", "expected"),
    [
        (Staffing(True, 2, 1), []),
        (Staffing(True, 2, 0), ["busy"]),
        (Staffing(True, 0, 0), ["offline"]),
        (Staffing(False, 0, 0), ["hours", "offline"]),
        (Staffing(False, 2, 0), ["hours", "busy"]),
        (Staffing(False, 2, 2), ["hours"]),
    ],
)
def test_what_applies_hours_before_offline_before_busy(staffing: Staffing, expected: list[str]) -> None:
    assert list(occasions(staffing)) == expected
    reply = choose(ALL, nobody_found(NEW_WAIT, NOW), staffing, after(3))
    assert (reply and reply.occasion) == (expected[0] if expected else None)


def test_it_comes_at_three_seconds_and_not_before() -> None:
    search = nobody_found(NEW_WAIT, NOW)
    assert due_at(search) == after(3)
    assert choose(ALL, search, BUSY, after(2.9)) is None
    assert choose(ALL, search, BUSY, after(3)) == AutoReply(Occasion.BUSY, "Everybody is busy")
    assert choose(ALL, search, BUSY, after(30)) == AutoReply(Occasion.BUSY, "Everybody is busy")


def test_it_does_not_come_when_somebody_is_found_at_two_point_nine() -> None:
    search = somebody_found(nobody_found(NEW_WAIT, NOW))
    assert due_at(search) is None
    assert choose(ALL, search, BUSY, after(3)) is None


def test_looking_again_does_not_put_it_off() -> None:
    assert due_at(nobody_found(nobody_found(NEW_WAIT, NOW), after(2))) == after(3)


def test_given_back_the_clock_begins_anew() -> None:
    search = nobody_found(somebody_found(nobody_found(NEW_WAIT, NOW)), after(10))
    assert due_at(search) == after(13)


def test_once_for_a_wait() -> None:
    search = sent(nobody_found(NEW_WAIT, NOW))
    assert choose(ALL, search, BUSY, after(60)) is None
    again = nobody_found(somebody_found(search), after(60))
    assert choose(ALL, again, OUT, after(90)) is None
    assert choose(ALL, nobody_found(NEW_WAIT, after(90)), OUT, after(93)) is not None


def test_it_is_judged_by_how_things_are_when_it_is_sent() -> None:
    assert choose(ALL, nobody_found(NEW_WAIT, NOW), Staffing(True, 2, 1), after(3)) is None


def test_where_the_first_has_no_text_the_next_one_speaks() -> None:
    search = nobody_found(NEW_WAIT, NOW)
    night = Staffing(False, 0, 0)
    assert choose(Texts(offline="Out"), search, night, after(3)) == AutoReply(Occasion.OFFLINE, "Out")
    assert choose(Texts(busy="Busy"), search, night, after(3)) is None
    assert choose(Texts(), search, BUSY, after(3)) is None


staffings = st.builds(Staffing, st.booleans(), st.integers(0, 2), st.integers(0, 2))
looks = st.lists(st.tuples(st.floats(0, 5), st.booleans(), staffings), max_size=12)


@given(looks)
def test_whatever_happens_it_comes_at_most_once_and_never_to_somebody_found(
    happens: list[tuple[float, bool, Staffing]],
) -> None:
    search, clock, replies = Search(), 0.0, 0
    for seconds, found, staffing in happens:
        clock += seconds
        search = somebody_found(search) if found else nobody_found(search, after(clock))
        if choose(ALL, search, staffing, after(clock)):
            assert not found
            assert search.nobody_at is not None
            assert after(clock) - search.nobody_at >= timedelta(seconds=3)
            search, replies = sent(search), replies + 1
    assert replies <= 1
