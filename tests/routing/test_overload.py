"""Hide when full, show again after a free slot has lasted 30 seconds (SPEC 2.11)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.overload import CALM, CALM_AFTER, Overload, step

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
looks = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 2)), max_size=20)
"""(seconds since the look before, people present, free slots)"""


def test_full_at_once_and_calm_after_half_a_minute() -> None:
    full = step(CALM, present=2, free=0, now=NOW)
    assert full == Overload(full=True)
    waiting = step(full, present=2, free=1, now=NOW)
    assert waiting == Overload(full=True, free_since=NOW)
    assert waiting.due_at == NOW + timedelta(seconds=30)
    assert step(waiting, 2, 1, NOW + timedelta(seconds=29.9)) == waiting
    assert step(waiting, 2, 1, NOW + timedelta(seconds=30)) == CALM


def test_a_slot_that_is_taken_again_starts_the_wait_anew() -> None:
    waiting = step(Overload(full=True), 2, 1, NOW)
    taken = step(waiting, 2, 0, NOW + timedelta(seconds=20))
    again = step(taken, 2, 1, NOW + timedelta(seconds=25))
    assert step(again, 2, 1, NOW + timedelta(seconds=40)).full
    assert not step(again, 2, 1, NOW + timedelta(seconds=55)).full


def test_nobody_present_is_absence_and_not_overload() -> None:
    assert step(Overload(full=True), present=0, free=0, now=NOW) == CALM
    assert step(CALM, present=1, free=1, now=NOW) == CALM


@given(looks)
def test_whoever_is_shown_has_had_no_full_moment_for_half_a_minute(history: list[tuple[int, int, int]]) -> None:
    state, now, last_full = CALM, NOW, None
    for seconds, present, free in history:
        now += timedelta(seconds=seconds)
        state = step(state, present, free, now)
        if present == 0:
            last_full = None
        elif free == 0:
            last_full = now
        assert state.full or last_full is None or now - last_full >= CALM_AFTER
        assert state.full is False or last_full is not None


@given(looks)
def test_looking_twice_changes_nothing(history: list[tuple[int, int, int]]) -> None:
    state, now = CALM, NOW
    for seconds, present, free in history:
        now += timedelta(seconds=seconds)
        state = step(state, present, free, now)
        assert step(state, present, free, now) == state
