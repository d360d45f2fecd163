"""Moving windows, compared with the plain definition, and their memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels_app import limits
from channels_app.errors import Refusal
from channels_app.limits import LIMITS, Counts


@given(st.sampled_from(sorted(LIMITS)), st.lists(st.integers(0, 20), max_size=200))
def test_no_window_ever_holds_more_than_the_limit(kind: str, pauses: list[int]) -> None:
    counts, now, counted = Counts(), 0, []
    for pause in pauses:
        now += pause
        full = [
            limit for limit in LIMITS[kind] if sum(now - limit.seconds < moment for moment in counted) >= limit.times
        ]
        wait = counts.hit(kind, "zoya", now)
        assert bool(wait) == bool(full)
        if not wait:
            counted.append(now)


def test_waiting_as_told_is_enough_and_necessary() -> None:
    counts = Counts()
    for number in range(10):
        assert counts.hit("messages", "zoya", number * 0.5) == 0
    wait = counts.hit("messages", "zoya", 5.0)
    assert wait == 5.0
    assert counts.hit("messages", "zoya", 5.0 + wait - 0.01) > 0
    assert counts.hit("messages", "zoya", 5.0 + wait) == 0


def test_everybody_and_everything_is_counted_alone() -> None:
    counts = Counts()
    for _ in range(10):
        counts.hit("messages", "zoya", 0)
    assert counts.hit("messages", "zoya", 0) > 0
    assert counts.hit("messages", "yana", 0) == 0
    assert counts.hit("frames", "zoya", 0) == 0


def test_those_who_have_left_are_forgotten() -> None:
    counts = Counts()
    for number in range(1000):
        counts.hit("frames", str(number), number)
    assert len(counts) == 600
    counts.hit("frames", "zoya", 10_000)
    assert len(counts) == 1


def test_the_refusal_says_when_to_come_again() -> None:
    for _ in range(10):
        limits.spend("messages", "zoya")
    with pytest.raises(Refusal) as refused:
        limits.spend("messages", "zoya")
    assert (refused.value.code, refused.value.extra) == ("too_many", {"after": 10})
