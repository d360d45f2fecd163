"""The menu a visitor meets before people (SPEC 5.8), with the cases of document P."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.menu import (
    MOST_SHOWN,
    PATIENCE,
    Chosen,
    Menu,
    Option,
    Repeat,
    Shown,
    Target,
    ToPeople,
    choice,
    hear,
    show,
    wait,
)
from tests.routing.tables import rows

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PHOTO = Option(1, "Photo shoots", Target.GROUP, 7)
EVENTS = Option(2, "Events", Target.OPERATOR, 8)
HOLIDAY = Option(3, "ЁЛКА", Target.GROUP, 9)
LINE = Option(12, "24/7 line", Target.GROUP, 10)
MENU = Menu("Good day! What is it about?", (PHOTO, EVENTS, HOLIDAY, LINE), "Please send one of these numbers.")


@pytest.mark.parametrize("case", rows("menu_choices.tsv"), ids=lambda case: f"{case['said']} {case['why']}")
def test_reading_a_choice(case: dict[str, str]) -> None:
    option = choice(MENU, case["said"])
    assert (str(option.number) if option else "") == case["number"]


def test_the_first_message_is_a_question_and_a_choice_routes() -> None:
    shown = show(NOW)
    assert shown == Shown(1, NOW)
    assert shown.due_at == NOW + timedelta(seconds=60)
    assert hear(MENU, shown, " 1. ", NOW + SECOND) == Chosen(PHOTO)
    assert hear(MENU, shown, "events", NOW + SECOND) == Chosen(EVENTS)


def test_a_wrong_choice_is_asked_for_once_more_and_then_it_is_for_people() -> None:
    again = hear(MENU, show(NOW), "hello", NOW + 50 * SECOND)
    assert again == Repeat(Shown(2, NOW + 50 * SECOND))
    assert hear(MENU, again.shown, "hello?", NOW + 55 * SECOND) == ToPeople("wrong")
    assert hear(MENU, again.shown, "\uff11", NOW + 109 * SECOND) == Chosen(PHOTO)


def test_sixty_seconds_of_silence_are_for_people_too() -> None:
    shown = show(NOW)
    assert wait(shown, NOW + PATIENCE - SECOND) is None
    assert wait(shown, NOW + PATIENCE) == ToPeople("silence")
    assert hear(MENU, shown, "1", NOW + PATIENCE - SECOND) == Chosen(PHOTO)
    assert hear(MENU, shown, "1", NOW + PATIENCE) == ToPeople("silence")
    again = hear(MENU, shown, "hello", NOW + 50 * SECOND)
    assert isinstance(again, Repeat)
    assert wait(again.shown, NOW + PATIENCE) is None
    assert wait(again.shown, NOW + 110 * SECOND) == ToPeople("silence")


def test_the_menu_in_plain_words() -> None:
    assert MENU.words().splitlines() == [
        "Good day! What is it about?",
        "1 \u2013 Photo shoots",
        "2 \u2013 Events",
        "3 \u2013 ЁЛКА",
        "12 \u2013 24/7 line",
    ]
    assert MENU.words(again=True).splitlines()[0] == "Please send one of these numbers."
    assert Menu("Hello", (PHOTO,)).words(again=True).splitlines()[0] == "Hello"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "empty"),
        ((PHOTO, Option(1, "Events", Target.GROUP, 1)), "number"),
        ((Option(-1, "Events", Target.GROUP, 1),), "number"),
        ((Option(1000, "Events", Target.GROUP, 1),), "number"),
        ((PHOTO, Option(2, "PHOTO  shoots.", Target.GROUP, 1)), "label"),
        ((Option(1, " . ", Target.GROUP, 1),), "label"),
        ((Option(1, "2", Target.GROUP, 1),), "label"),
        ((PHOTO, Option(2, "1)", Target.GROUP, 1)), "label"),
    ],
)
def test_a_menu_in_which_choices_could_not_be_told_apart_is_refused(options: tuple[Option, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Menu("Hello", options)


def test_a_label_may_be_its_own_number() -> None:
    assert choice(Menu("Hello", (Option(1, "1.", Target.GROUP, 1),)), "1") is not None


@given(st.lists(st.tuples(st.sampled_from(["1", "hello", "", "Events"]), st.integers(0, 70)), max_size=6))
def test_whatever_is_said_the_menu_is_left_in_time(said: list[tuple[str, int]]) -> None:
    """It is never shown more than twice, and nobody is kept in it longer than two minutes."""
    now, shown, times = NOW, show(NOW), 1
    for text, seconds in said:
        now += seconds * SECOND
        decision = hear(MENU, shown, text, now)
        if not isinstance(decision, Repeat):
            break
        times += 1
        shown = decision.shown
    assert times <= MOST_SHOWN
    assert shown.due_at <= NOW + 2 * PATIENCE
    assert wait(shown, NOW + 2 * PATIENCE) == ToPeople("silence")


@given(st.sampled_from(MENU.options), st.sampled_from(["{}", " {} ", "{}.", "({})", "{},"]), st.booleans())
def test_every_option_can_be_chosen_by_number_and_by_label(option: Option, form: str, upper: bool) -> None:
    assert choice(MENU, form.format(option.number)) is option
    label = option.label.upper() if upper else option.label
    assert choice(MENU, f" {label}. ") is option
    assert choice(MENU, f"{option.number}. {label}") is option


@given(st.text(max_size=30))
def test_any_text_is_a_choice_or_none(text: str) -> None:
    assert choice(MENU, text) in (None, *MENU.options)
