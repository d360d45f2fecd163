"""The end of a silent conversation (SPEC 4.3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.autoend import AutoEnd, Silence, due_at, ends_in, postponed, warn_at
from routing.lifecycle import Status

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DEFAULT = AutoEnd()


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


ASKED = Silence(active=True, assigned=True, visitor_at=NOW)
ANSWERED = replace(ASKED, operator_at=after(2))


def test_ten_minutes_after_the_last_word_of_either_side() -> None:
    assert due_at(ASKED, DEFAULT) == after(10)
    assert due_at(ANSWERED, DEFAULT) == after(12)
    assert due_at(replace(ANSWERED, visitor_at=after(3)), DEFAULT) == after(13)
    assert due_at(ASKED, AutoEnd(after=60)) == after(1)


@pytest.mark.parametrize(
    ("silence", "setting"),
    [
        (replace(ASKED, active=False), DEFAULT),
        (replace(ASKED, assigned=False), DEFAULT),
        (replace(ASKED, visitor_at=None), DEFAULT),
        (ASKED, AutoEnd(after=0)),
    ],
)
def test_where_nothing_ends_by_itself(silence: Silence, setting: AutoEnd) -> None:
    assert due_at(silence, setting) is None
    assert warn_at(due_at(silence, setting), setting) is None
    assert postponed(silence, setting, after(1)) is None
    assert ends_in(silence, setting, after(1000)) is None


def test_who_had_the_last_word_decides_the_status() -> None:
    assert ends_in(ASKED, DEFAULT, after(10)) is Status.OPEN
    assert ends_in(ANSWERED, DEFAULT, after(12)) is Status.PENDING
    assert ends_in(replace(ANSWERED, visitor_at=after(3)), DEFAULT, after(13)) is Status.OPEN
    assert ends_in(replace(ANSWERED, visitor_at=after(2)), DEFAULT, after(12)) is Status.OPEN
    assert ends_in(replace(ANSWERED, visitor_at=None), DEFAULT, after(12)) is Status.PENDING


def test_not_a_moment_too_soon() -> None:
    assert ends_in(ASKED, DEFAULT, after(10) - timedelta(microseconds=1)) is None


def test_a_warning_a_minute_before_but_never_before_the_silence() -> None:
    assert warn_at(due_at(ASKED, DEFAULT), DEFAULT) == after(9)
    assert warn_at(after(10), AutoEnd(warning=0)) is None
    assert warn_at(NOW + timedelta(seconds=30), AutoEnd(after=30, warning=60)) == NOW


def test_five_minutes_more_each_time() -> None:
    first = postponed(ASKED, DEFAULT, after(9.5))
    assert first == after(15)
    later = replace(ASKED, postponed_to=first)
    assert (due_at(later, DEFAULT), warn_at(due_at(later, DEFAULT), DEFAULT)) == (after(15), after(14))
    assert postponed(later, DEFAULT, after(14)) == after(20)
    assert ends_in(later, DEFAULT, after(14)) is None
    assert ends_in(later, DEFAULT, after(15)) is Status.OPEN


def test_postponed_late_it_still_gets_its_five_minutes() -> None:
    assert postponed(ASKED, DEFAULT, after(11)) == after(16)


def test_a_word_moves_it_on_and_never_back() -> None:
    later = replace(ASKED, postponed_to=after(15))
    assert due_at(replace(later, operator_at=after(9)), DEFAULT) == after(19)
    assert due_at(replace(later, operator_at=after(1)), DEFAULT) == after(15)


silences = st.builds(
    Silence,
    st.just(True),
    st.just(True),
    st.none() | st.integers(0, 60).map(after),
    st.none() | st.integers(0, 60).map(after),
    st.none() | st.integers(0, 60).map(after),
)
settings = st.builds(AutoEnd, st.integers(1, 3600), st.integers(0, 3600), st.integers(60, 600))


@given(silences, settings, st.integers(0, 200).map(after))
def test_it_warns_before_it_ends_and_postponing_helps(silence: Silence, setting: AutoEnd, now: datetime) -> None:
    due = due_at(silence, setting)
    if due is None:
        assert silence.visitor_at is silence.operator_at is None
        return
    warned = warn_at(due, setting)
    assert warned is None or warned <= due
    assert (ends_in(silence, setting, now) is None) is (now < due)
    more = replace(silence, postponed_to=postponed(silence, setting, now))
    assert due_at(more, setting) >= now + timedelta(seconds=setting.postponed_by)  # type: ignore[operator]
    assert ends_in(more, setting, now) is None
