"""Rules that can never fire, groups that can never be shown, chains that go round (SPEC 2.2, 2.9, 2.14)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.board import Board, GroupRules
from routing.doubts import DeadRule, NeverShown, all_hidden, dead_rules, fallback_loops, never_shown, unvisited_rules
from routing.hours import Schedule
from routing.pages import PageRules
from routing.patterns import Page
from routing.regions import RegionRule, Scope
from tests.routing.strategies import addresses, page_rules

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
NEVER_OPEN = Schedule("UTC", ((),) * 7)


def on_pages(include: str = "", exclude: str = "") -> GroupRules:
    return GroupRules(7, pages=PageRules.read(include.split(), exclude.split()))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (on_pages("/skoda/* /finance", "/skoda/used/*"), []),
        (on_pages("/skoda/*", "/tatra/*"), [DeadRule(7, "exclude", "/tatra/*", "outside")]),
        (on_pages("/skoda/7 /a", "/skoda/*"), [DeadRule(7, "include", "/skoda/7", "excluded", "/skoda/*")]),
        (on_pages("/a/* /a/b"), [DeadRule(7, "include", "/a/b", "repeated", "/a/*")]),
        (on_pages("/a /a/"), [DeadRule(7, "include", "/a/", "repeated", "/a")]),
        (on_pages("", "/a*b /a*"), [DeadRule(7, "exclude", "/a*b", "repeated", "/a*")]),
    ],
)
def test_rules_that_never_decide(group: GroupRules, expected: list[DeadRule]) -> None:
    assert list(dead_rules(group)) == expected


def test_a_region_inside_another_one() -> None:
    group = GroupRules(7, regions=RegionRule(Scope.ONLY, frozenset({"RU", "RU-MOW", "KZ", "BY-HM/minsk"})))
    assert list(dead_rules(group)) == [DeadRule(7, "region", "RU-MOW", "repeated", "RU")]


@given(page_rules, addresses)
def test_without_its_dead_rules_a_group_is_shown_on_the_same_pages(rules: PageRules, address: str) -> None:
    """One at a time: of two rules that cover each other either may go, but not both."""
    page = Page.at(address)
    for dead in dead_rules(GroupRules(7, pages=rules)):
        left = {
            kind: tuple(p for p in patterns if kind != dead.rule or p.text != dead.text)
            for kind, patterns in (("include", rules.include), ("exclude", rules.exclude))
        }
        # A group whose last include goes would be shown everywhere, so there the rule is told about and kept.
        if left["include"] or not rules.include:
            fewer = PageRules(left["include"], left["exclude"])
            assert fewer.decide(page).kept is rules.decide(page).kept or twice(rules, dead)


def twice(rules: PageRules, dead: DeadRule) -> bool:
    texts = [pattern.text for pattern in (rules.include if dead.rule == "include" else rules.exclude)]
    return texts.count(dead.text) > 1


def test_rules_that_no_visited_page_has_needed() -> None:
    visited = [Page.at("https://cheshka.example/skoda/octavia"), Page.at("https://cheshka.example/finance")]
    assert list(unvisited_rules(on_pages("/skoda/* /tatra/*", "/used"), visited)) == [
        DeadRule(7, "include", "/tatra/*", "unvisited"),
        DeadRule(7, "exclude", "/used", "unvisited"),
    ]


@pytest.mark.parametrize(
    ("group", "reason"),
    [
        (GroupRules(7, members=0), "no_members"),
        (on_pages("/skoda/*", "/*"), "pages"),
        (on_pages("/skoda/1 /skoda/2", "/skoda/*"), "pages"),
        (GroupRules(7, schedule=NEVER_OPEN), "hours"),
        (GroupRules(7), None),
        (GroupRules(7, members=0, hidden=True), None),
        (GroupRules(7, members=0, enabled=False), None),
    ],
)
def test_groups_that_can_never_be_shown(group: GroupRules, reason: str | None) -> None:
    expected = () if reason is None else (NeverShown(7, reason),)
    assert never_shown(Board((group,)), NOW) == expected


def test_all_hidden() -> None:
    first, second = GroupRules(1, hidden=True), GroupRules(2, hidden=True)
    assert all_hidden(Board((first, second)))
    assert all_hidden(Board((first, replace(second, hidden=False, enabled=False))))
    assert not all_hidden(Board((first, replace(second, hidden=False))))
    assert not all_hidden(Board(()))


def test_chains_of_fallbacks_that_go_round() -> None:
    following = {1: 2, 2: 3, 3: 1, 4: 1, 5: 5, 6: None, 7: 6, 8: 99}
    groups = [GroupRules(number, fallback=fallback) for number, fallback in following.items()]
    assert fallback_loops(groups) == ((1, 2, 3), (5,))


@given(st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6)))
def test_without_a_loop_every_chain_ends(following: dict[int, int | None]) -> None:
    loops = fallback_loops([GroupRules(number, fallback=fallback) for number, fallback in following.items()])
    looping = set()
    for start in following:
        current: int | None = start
        for _ in range(10):
            current = following.get(current) if current is not None else None
        if current is not None:
            looping.add(current)
    assert looping <= {number for loop in loops for number in loop}
    assert bool(looping) is bool(loops)
