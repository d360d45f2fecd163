"""Patterns of page addresses (SPEC 2.4), against a table and against a reference that tries every way."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.patterns import LONGEST, Page, PatternError, matches, read
from tests.routing.strategies import addresses, patterns
from tests.routing.tables import rows

CASES = rows("page_patterns.tsv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['pattern']} {case['address']} {case['why']}")
def test_the_table(case: dict[str, str]) -> None:
    assert read(case["pattern"]).matches(Page.at(case["address"])) is (case["matches"] == "yes")


def test_the_table_is_long_and_has_both_answers() -> None:
    assert len(CASES) >= 150
    assert {case["matches"] for case in CASES} == {"yes", "no"}


@pytest.mark.parametrize("case", rows("invalid_patterns.tsv"), ids=lambda case: f"{case['reason']} {case['why']}")
def test_what_is_no_pattern_is_refused_with_its_reason(case: dict[str, str]) -> None:
    with pytest.raises(PatternError) as refusal:
        read(case["pattern"])
    assert refusal.value.reason == case["reason"]


def test_a_pattern_has_a_greatest_length() -> None:
    assert read("/" + "a" * (LONGEST - 1))
    with pytest.raises(PatternError, match="too_long"):
        read("/" + "a" * LONGEST)


@given(patterns)
def test_the_spelling_of_a_pattern_means_the_same_and_is_its_own_spelling(text: str) -> None:
    pattern = read(text)
    again = read(pattern.spelling)
    assert again == pattern
    assert again.spelling == pattern.spelling


@given(patterns, addresses)
def test_a_match_agrees_with_the_naive_reference(text: str, address: str) -> None:
    pattern, page = read(text), Page.at(address)
    naive = re.fullmatch(".*".join(map(re.escape, pattern.glob.split("*"))), page.forms[pattern.form], re.DOTALL)
    assert pattern.matches(page) is (naive is not None)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_stars_agree_with_a_reference_that_tries_every_way(glob: str, text: str) -> None:
    def naive(glob: str, text: str) -> bool:
        if not glob:
            return not text
        if glob[0] == "*":
            return naive(glob[1:], text) or bool(text and naive(glob, text[1:]))
        return bool(text) and glob[0] == text[0] and naive(glob[1:], text[1:])

    assert matches(tuple(glob.split("*")), text) is naive(glob, text)


def test_a_cruel_pattern_costs_no_more_than_its_length() -> None:
    """A matcher that goes back would need longer than the universe has; sixteen times the text takes about as many."""
    pattern = read("/" + "*a" * 200 + "*b")
    short, long = Page.at("/" + "a" * 20_000), Page.at("/" + "a" * 320_000)
    assert not pattern.matches(long)
    assert seconds(pattern.matches, long) < 100 * seconds(pattern.matches, short) + 0.05


def seconds(work: Callable[[Page], bool], page: Page) -> float:
    """The best of five, in the time of this thread alone."""
    best = float("inf")
    for _ in range(5):
        start = time.thread_time()
        work(page)
        best = min(best, time.thread_time() - start)
    return best
