"""What one pattern says about another (SPEC 2.14): never wrong, though some pairs go unnoticed."""

import pytest
from hypothesis import given

from routing.pattern_sets import apart, covers
from routing.patterns import Page, read
from tests.routing.strategies import addresses, patterns


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("/skoda/*", "/skoda/octavia", True),
        ("/skoda/*", "/skoda/*/price", True),
        ("/skoda/*/price", "/skoda/*", False),
        ("/skoda*", "/skoda/*", True),
        ("/skoda/*", "/skoda", True),
        ("/skoda/*", "/skoda?page=*", True),
        ("/skoda?page=*", "/skoda", False),
        ("/skoda?page=*", "/skoda?page=2", True),
        ("/skoda/*", "cheshka.example/skoda/octavia", True),
        ("/skoda/*", "*.example/skoda/octavia", False),
        ("cheshka.example/*", "/skoda", False),
        ("*/skoda", "/skoda", True),
        ("*", "cheshka.example/*?a=*", True),
        ("/*", "*.cheshka.example/*", True),
        ("*.cheshka.example/*", "cheshka.example/skoda", True),
        ("/a*b", "/a*?x", False),
        ("/a*b", "/a*b?x=*", False),  # /a/?q=b?x=1
        ("/a*", "/a*?x=1", True),
    ],
)
def test_covers(wide: str, narrow: str, expected: bool) -> None:
    assert covers(read(wide), read(narrow)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/skoda/*", "/tatra/*", True),
        ("/skoda/*", "*/price", False),
        ("/skoda/octavia", "/skoda/fabia", True),
        ("/skoda/*", "/skoda/octavia", False),
        ("*.html", "*.pdf", True),
        ("cheshka.example/*", "/skoda", False),
        ("cheshka.example/*", "other.example/*", True),
        ("cheshka.example/skoda", "/tatra/*", True),
        ("/skoda?page=2", "/tatra", True),
        ("/skoda?page=2", "/skoda", False),
        ("/a*b?x=*", "/a", False),  # /a/?q=b?x=1
    ],
)
def test_apart(one: str, other: str, expected: bool) -> None:
    assert apart(read(one), read(other)) is expected
    assert apart(read(other), read(one)) is expected


@given(patterns, patterns, addresses)
def test_neither_is_ever_wrong(one: str, other: str, address: str) -> None:
    first, second, page = read(one), read(other), Page.at(address)
    if covers(first, second):
        assert first.matches(page) or not second.matches(page)
    if apart(first, second):
        assert not (first.matches(page) and second.matches(page))


@given(patterns)
def test_a_pattern_covers_itself_and_is_not_apart_from_itself(text: str) -> None:
    assert covers(read(text), read(text))
    assert not apart(read(text), read(text))
