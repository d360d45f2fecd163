"""Only these regions, or all but these (SPEC 2.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.indexes import RegionIndex
from routing.regions import Place, RegionRule, RegionVerdict, Scope, contains
from tests.routing.strategies import codes, places, region_rules

MOSCOW = Place("RU", ("RU-MOW",), ("moscow", "moskva"))
KHIMKI = Place("RU", ("RU-MOS",), ("khimki",))
RUSSIA = Place("RU")
LONDON = Place("GB", ("GB-ENG", "GB-LND"), ("london",))


@pytest.mark.parametrize(
    ("scope", "listed", "place", "expected"),
    [
        (Scope.ONLY, "", MOSCOW, RegionVerdict(True, "everywhere")),
        (Scope.ONLY, "", None, RegionVerdict(True, "everywhere")),
        (Scope.ALL_BUT, "", MOSCOW, RegionVerdict(True, "everywhere")),
        (Scope.ONLY, "RU-MOW RU-MOS", MOSCOW, RegionVerdict(True, "listed", "RU-MOW")),
        (Scope.ONLY, "RU-MOW RU-MOS", KHIMKI, RegionVerdict(True, "listed", "RU-MOS")),
        (Scope.ONLY, "RU", KHIMKI, RegionVerdict(True, "listed", "RU")),
        (Scope.ONLY, "RU RU-MOS", KHIMKI, RegionVerdict(True, "listed", "RU-MOS")),
        (Scope.ONLY, "RU-MOS/khimki", KHIMKI, RegionVerdict(True, "listed", "RU-MOS/khimki")),
        (Scope.ONLY, "RU/khimki", KHIMKI, RegionVerdict(True, "listed", "RU/khimki")),
        (Scope.ONLY, "RU/moskva", MOSCOW, RegionVerdict(True, "listed", "RU/moskva")),
        (Scope.ONLY, "GB-ENG", LONDON, RegionVerdict(True, "listed", "GB-ENG")),
        (Scope.ONLY, "GB-ENG GB-LND", LONDON, RegionVerdict(True, "listed", "GB-LND")),
        (Scope.ONLY, "GB-ENG/london", LONDON, RegionVerdict(True, "listed", "GB-ENG/london")),
        (Scope.ONLY, "RU-MOW", KHIMKI, RegionVerdict(False, "not_listed")),
        (Scope.ONLY, "RU-MOS/mytishchi", KHIMKI, RegionVerdict(False, "not_listed")),
        (Scope.ONLY, "RU-MOW", RUSSIA, RegionVerdict(False, "not_listed")),
        (Scope.ONLY, "RU-MOW", None, RegionVerdict(False, "unknown_place")),
        (Scope.ALL_BUT, "RU-MOW RU-MOS", MOSCOW, RegionVerdict(False, "excepted", "RU-MOW")),
        (Scope.ALL_BUT, "RU", KHIMKI, RegionVerdict(False, "excepted", "RU")),
        (Scope.ALL_BUT, "RU-MOW RU-MOS", LONDON, RegionVerdict(True, "not_excepted")),
        (Scope.ALL_BUT, "RU-MOW", RUSSIA, RegionVerdict(True, "not_excepted")),
        (Scope.ALL_BUT, "RU-MOW", None, RegionVerdict(True, "unknown_place")),
    ],
)
def test_the_table(scope: Scope, listed: str, place: Place | None, expected: RegionVerdict) -> None:
    assert RegionRule(scope, frozenset(listed.split())).decide(place) == expected


@pytest.mark.parametrize("code", ["", "Russia", "ru", "RU-", "RU-MOSC", "RU/", "RU/ ", "RU-MOS/a/b", "/khimki"])
def test_what_is_no_region_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a region"):
        RegionRule(Scope.ONLY, frozenset({code}))


@given(region_rules, codes, places)
def test_one_more_region_under_only_takes_no_visitor_away(rule: RegionRule, more: str, place: Place | None) -> None:
    """Once there is one: the first turns "everywhere" into "only here"."""
    only = RegionRule(Scope.ONLY, rule.codes)
    if only.codes and only.decide(place).kept:
        assert RegionRule(Scope.ONLY, only.codes | {more}).decide(place).kept


@given(region_rules, codes, places)
def test_one_more_region_under_all_but_brings_no_visitor(rule: RegionRule, more: str, place: Place | None) -> None:
    but = RegionRule(Scope.ALL_BUT, rule.codes)
    if not but.decide(place).kept:
        assert not RegionRule(Scope.ALL_BUT, but.codes | {more}).decide(place).kept


@given(st.frozensets(codes, min_size=1), places)
def test_only_and_all_but_the_same_are_opposites(listed: frozenset[str], place: Place | None) -> None:
    verdicts = [RegionRule(scope, listed).decide(place).kept for scope in Scope]
    assert verdicts.count(True) == 1


@given(codes, codes, places)
def test_whoever_is_in_the_inner_region_is_in_the_outer_one(outer: str, inner: str, place: Place | None) -> None:
    if contains(outer, inner) and RegionRule(Scope.ONLY, frozenset({inner})).decide(place).kept:
        assert RegionRule(Scope.ONLY, frozenset({outer})).decide(place).kept


@given(st.lists(region_rules, max_size=6), places)
def test_all_rules_at_once_say_what_each_says_by_itself(rules: list[RegionRule], place: Place | None) -> None:
    mask = RegionIndex(rules).passing(place)
    assert [bool(mask >> number & 1) for number in range(len(rules))] == [rule.decide(place).kept for rule in rules]
