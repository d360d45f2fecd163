"""Regular expressions of rules (SPEC 5.2): they say what Python's say, and nobody can hang the house with one."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.automation.expressions import MOST_STATES, MOST_TEXT, Expression, read
from routing.automation.syntax import DEEPEST, LONGEST, ExpressionError

_atoms = st.sampled_from(
    [
        *"abЯя.^$",
        r"\b",
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        "[ab]",
        "[^a]",
        "[A-B]",
        "[\u0431-\u044f]",
        r"[\d_-]",
        r"\.",
    ]
)
_quantifiers = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,}", "{,2}", "{1,3}", "*?"])


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.builds("({}){}".format, inner, _quantifiers) | st.builds("(?:{}|{})".format, inner, inner)
    return st.lists(groups | inner, min_size=1, max_size=3).map("".join)


_places = re.compile(r"(\^|\$|\\b)(\*\?|[*+?]|\{[\d,]+\})")
expressions = st.recursive(st.builds("{}{}".format, _atoms, _quantifiers), _wrap, max_leaves=8).filter(
    # A place that is repeated is refused here and means little there.
    lambda text: not _places.search(text)
)
ALMOST = "a" * (MOST_TEXT - 1) + "b"

texts = st.text("abcЯя1_ .-é", max_size=10)


@settings(max_examples=500)
@given(expressions, texts)
def test_an_expression_says_what_pythons_says(text: str, words: str) -> None:
    theirs = re.search(text, words, re.IGNORECASE | re.DOTALL)
    assert Expression(text).found_in(words) is (theirs is not None)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("^(a+)+$", ALMOST),
        ("^(a|a)*$", ALMOST),
        ("^(a|aa)+$", ALMOST),
        ("(.*)(.*)(.*)(.*)(.*)x", "a" * MOST_TEXT),
        ("(a?){90}a{90}x", "a" * MOST_TEXT),
        ("(a|b)*a(a|b){90}x", ("aab" * MOST_TEXT)[:MOST_TEXT]),
    ],
)
def test_a_cruel_expression_on_a_cruel_text_is_answered_soon(expression: str, text: str) -> None:
    """A matcher that goes back would need years for any of them; this takes well under a second on a slow machine."""
    start = time.thread_time()
    assert not Expression(expression).found_in(text)
    assert time.thread_time() - start < 3


def test_only_the_beginning_of_a_very_long_text_is_looked_at() -> None:
    assert read("x").found_in("a" * (MOST_TEXT - 1) + "x")
    assert not read("x").found_in("a" * MOST_TEXT + "x")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (" ", "empty"),
        ("a" * (LONGEST + 1), "too_long"),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "too_deep"),
        ("(a{30}){30}", "too_big"),
        ("((((){100}){100}){100}){100}", "too_big"),
        ("*", "repeat"),
        ("a**", "repeat"),
        ("^*", "repeat"),
        ("a{", "end"),
        ("a{}", "repeat"),
        ("a{,}", "repeat"),
        ("a{2,1}", "repeat"),
        ("a{1000}", "repeat"),
        ("a{x}", "repeat"),
        ("(a", "bracket"),
        ("a)", "bracket"),
        ("[]", "end"),
        ("[b-a]", "range"),
        ("[a-\\d]", "range"),
        (r"\1", "unsupported"),
        (r"\p{L}", "unsupported"),
        ("(?i)a", "unsupported"),
        ("(?<=a)b", "unsupported"),
        ("\\", "end"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_reason(expression: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        Expression(expression)
    assert refusal.value.reason == reason


def test_the_largest_that_are_taken() -> None:
    assert Expression("a" * LONGEST).found_in("a" * LONGEST)
    assert LONGEST <= MOST_STATES
    assert Expression("(" * DEEPEST + "a" + ")" * DEEPEST).found_in("a")


@given(st.text("ab(|)[]*+?{},12\\^$.-", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        Expression(text).found_in("ab12")
    except ExpressionError as error:
        assert error.text == text
