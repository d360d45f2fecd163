"""Include and exclude (SPEC 2.4): exclude beats include, no include means every page."""

from hypothesis import given
from hypothesis import strategies as st

from routing.indexes import PageIndex
from routing.pages import PageRules
from routing.patterns import Page, read
from tests.routing.strategies import addresses, page_rules, patterns


def test_the_verdict_names_the_pattern_that_decided() -> None:
    rules = PageRules.read(["/skoda/*", "/finance"], ["/skoda/used/*"])
    assert decided(rules, "https://cheshka.example/skoda/octavia") == (True, "included", "/skoda/*")
    assert decided(rules, "https://cheshka.example/skoda/used/7") == (False, "excluded", "/skoda/used/*")
    assert decided(rules, "https://cheshka.example/tatra") == (False, "not_included", None)
    assert decided(PageRules.read(exclude=["/tatra/*"]), "https://cheshka.example/") == (True, "all_pages", None)


def test_the_text_of_the_verdict_is_the_one_that_was_typed() -> None:
    rules = PageRules.read([" https://WWW.cheshka.example/skoda/ "])
    assert decided(rules, "cheshka.example/skoda")[2] == " https://WWW.cheshka.example/skoda/ "


@given(page_rules, patterns, addresses)
def test_exclude_beats_include(rules: PageRules, pattern: str, address: str) -> None:
    excluding = PageRules(rules.include, (*rules.exclude, read(pattern)))
    if read(pattern).matches(Page.at(address)):
        assert excluding.decide(Page.at(address)).reason == "excluded"
    else:
        assert excluding.decide(Page.at(address)) == rules.decide(Page.at(address))


@given(page_rules, patterns, addresses)
def test_one_more_include_takes_no_page_away_once_there_is_one(rules: PageRules, more: str, address: str) -> None:
    page = Page.at(address)
    wider = PageRules((*rules.include, read(more)), rules.exclude)
    if rules.include and rules.decide(page).kept:
        assert wider.decide(page).kept


@given(st.lists(page_rules, max_size=6), addresses)
def test_all_rules_at_once_say_what_each_says_by_itself(rules: list[PageRules], address: str) -> None:
    page = Page.at(address)
    mask = PageIndex(rules).passing(page)
    assert [bool(mask >> number & 1) for number in range(len(rules))] == [one.decide(page).kept for one in rules]


@given(page_rules, addresses)
def test_spellings_of_one_address_get_one_verdict(rules: PageRules, address: str) -> None:
    assert rules.decide(Page.at(address)) == rules.decide(Page.at(str(Page.at(address).address)))


def decided(rules: PageRules, address: str) -> tuple[bool, str, str | None]:
    verdict = rules.decide(Page.at(address))
    return verdict.kept, verdict.reason, verdict.pattern.text if verdict.pattern else None
