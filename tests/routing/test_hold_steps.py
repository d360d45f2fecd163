"""Hold scenarios with something to offer (SPEC 5.5, document L): what is due, what is left of it, and the preview."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.holds import (
    OFFERS,
    HoldAction,
    HoldDoubt,
    HoldMoment,
    HoldStep,
    does_something,
    due,
    due_at,
    hold_doubts,
    preview,
)

SINCE = datetime(2026, 3, 2, 10, tzinfo=UTC)
WAIT = HoldStep(30, "One moment, please")
FORM = HoldStep(60, "Would you rather leave a request?", HoldAction.OFFER_REQUEST)
CALL = HoldStep(90, "Or shall we call you?", HoldAction.OFFER_CALLBACK)
MOVE = HoldStep(120, "", HoldAction.FALLBACK)
STEPS = [WAIT, FORM, CALL, MOVE]
steps = st.lists(st.builds(HoldStep, st.integers(1, 300), st.just("a"), st.sampled_from(HoldAction)), max_size=5)


def after(seconds: float) -> datetime:
    return SINCE + timedelta(seconds=seconds)


def test_a_step_is_due_from_its_second_on() -> None:
    assert due(STEPS, 0, SINCE, after(29.9)) is None
    assert due(STEPS, 0, SINCE, after(30)) is WAIT
    assert due(STEPS, 1, SINCE, after(30)) is None
    assert due(STEPS, 4, SINCE, after(1000)) is None


def test_late_steps_come_one_by_one_in_their_order() -> None:
    late, taken = after(100), []
    while (step := due(STEPS, len(taken), SINCE, late)) is not None:
        taken.append(step)
    assert taken == [WAIT, FORM, CALL]


def test_a_scenario_that_was_shortened_meanwhile_has_nothing_due() -> None:
    assert due([WAIT], 3, SINCE, after(1000)) is None


@pytest.mark.parametrize(
    ("action", "assigned", "has_fallback", "does"),
    [
        (HoldAction.WORDS, True, True, False),
        (HoldAction.OFFER_REQUEST, False, False, True),
        (HoldAction.OFFER_CALLBACK, True, False, True),
        (HoldAction.FALLBACK, False, True, True),
        (HoldAction.FALLBACK, True, False, False),
        (HoldAction.RELEASE, True, False, True),
        (HoldAction.RELEASE, False, True, False),
    ],
)
def test_what_is_left_of_a_step(action: HoldAction, assigned: bool, has_fallback: bool, does: bool) -> None:
    assert does_something(HoldStep(1, "a", action), assigned, has_fallback) is does


def test_the_whole_wait_on_one_page() -> None:
    assert preview(STEPS, SINCE) == tuple(HoldMoment(after(step.after), step, False) for step in STEPS)
    assert [moment.cancelled for moment in preview(STEPS, SINCE, after(60))] == [False, True, True, True]
    assert [moment.cancelled for moment in preview(STEPS, SINCE, after(61))] == [False, False, True, True]
    assert preview([], SINCE) == ()


def test_a_step_that_should_have_been_earlier_follows_the_one_before_it() -> None:
    assert [moment.at for moment in preview([FORM, WAIT], SINCE)] == [after(60), after(60)]


@given(steps, st.integers(0, 400))
def test_the_preview_is_what_happens(some: list[HoldStep], answered: int) -> None:
    """Second by second, as the sweep would: the same steps, in the same order, at the same moments."""
    said: list[tuple[datetime, HoldStep]] = []
    for second in range(answered):
        while (step := due(some, len(said), SINCE, after(second))) is not None:
            said.append((after(second), step))
    moments = preview(some, SINCE, after(answered))
    assert [(moment.at, moment.step) for moment in moments if not moment.cancelled] == said


@given(steps, st.integers(0, 6))
def test_something_is_due_exactly_from_due_at_on(some: list[HoldStep], done: int) -> None:
    moment = due_at(some, done, SINCE)
    if moment is None:
        assert due(some, done, SINCE, after(10_000)) is None
    else:
        assert due(some, done, SINCE, moment) is some[done]
        assert due(some, done, SINCE, moment - timedelta(microseconds=1)) is None


@pytest.mark.parametrize(
    ("some", "found"),
    [
        (STEPS, []),
        ([HoldStep(1, " ")], [HoldDoubt(0, "silent")]),
        ([HoldStep(1, "", HoldAction.RELEASE)], []),
        ([MOVE, HoldStep(180, "", HoldAction.FALLBACK)], [HoldDoubt(1, "repeated")]),
        ([CALL, HoldStep(180, "", HoldAction.OFFER_CALLBACK)], []),
        ([FORM, WAIT], [HoldDoubt(1, "order")]),
        ([WAIT, HoldStep(30, "And again")], [HoldDoubt(1, "together")]),
    ],
)
def test_doubtful_scenarios(some: list[HoldStep], found: list[HoldDoubt]) -> None:
    assert list(hold_doubts(some)) == found


def test_a_fallback_that_the_group_does_not_have() -> None:
    assert list(hold_doubts(STEPS, has_fallback=False)) == [HoldDoubt(3, "no_fallback")]


def test_words_alone_are_the_plain_step() -> None:
    assert HoldStep(30, "One moment").action is HoldAction.WORDS
    assert {HoldAction.OFFER_REQUEST, HoldAction.OFFER_CALLBACK} == OFFERS
