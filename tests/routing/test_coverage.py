"""The coverage map (SPEC 2.14): pages, places and hours that nobody serves, or too many do."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.audience import IDEAL_MOST, Mode, audience
from routing.board import Board, Visit, WhenAway
from routing.coverage import Gap, Kind, gaps
from routing.patterns import Page
from routing.reasons import Staff, Step
from routing.regions import Place
from routing.samples import ELSEWHERE, sample_moments, sample_pages, sample_places
from tests.routing.boards import boards, moments
from tests.routing.strategies import addresses, places
from tests.routing.test_dealership import (
    CHESHKA,
    KAZAN,
    KHIMKI,
    MOSCOW,
    NOW,
    SERVICE,
    SITE,
    SKODA,
    TATRA,
    USED,
    changed,
)
from tests.routing.test_hours import OFFICE, daily

PAGES = [f"{SITE}{path}" for path in ("/", "/skoda/octavia", "/tatra/", "/used/", "/service/", "/finance/")]


def test_the_dealership_has_an_unserved_page_in_the_provinces_and_a_crowd_in_moscow() -> None:
    found = gaps(CHESHKA, PAGES, [MOSCOW, KHIMKI, KAZAN, None], [NOW])
    assert set(found) == {
        Gap(Kind.NOBODY, Step.REGIONS, (SKODA,), (f"{SITE}/skoda/octavia",), (KAZAN, None), (NOW,)),
        Gap(
            Kind.CROWD, None, (SKODA, TATRA, USED, SERVICE), (f"{SITE}/", f"{SITE}/finance/"), (MOSCOW, KHIMKI), (NOW,)
        ),
    }


def test_a_page_that_every_department_has_left_to_the_others() -> None:
    board = changed(SERVICE, pages=CHESHKA.groups[0].pages)
    found = gaps(board, [f"{SITE}/service/"], [KAZAN], [NOW])
    assert found == (Gap(Kind.NOBODY, Step.PAGES, (), (f"{SITE}/service/",), (KAZAN,), (NOW,)),)


def test_hours_in_which_nobody_is_there_and_no_request_is_taken() -> None:
    board = changed(SERVICE, schedule=daily(OFFICE), when_away=WhenAway.HIDE)
    night = NOW.replace(hour=1)
    (gap,) = gaps(board, [f"{SITE}/service/"], [None], [NOW, night])
    assert (gap.kind, gap.step, gap.groups, gap.moments) == (Kind.NOBODY, Step.HOURS, (SERVICE,), (night,))
    assert gaps(changed(SERVICE, schedule=daily(OFFICE)), [f"{SITE}/service/"], [None], [NOW, night]) == ()


def test_a_department_without_people() -> None:
    (gap,) = gaps(changed(SERVICE, members=0, when_away=WhenAway.HIDE), [f"{SITE}/service/"], [None], [NOW])
    assert (gap.step, gap.groups) == (Step.AVAILABILITY, (SERVICE,))


def test_everything_hidden() -> None:
    board = Board(tuple(replace(group, hidden=True) for group in CHESHKA.groups))
    assert [gap.step for gap in gaps(board, PAGES, [MOSCOW], [NOW])] == [Step.HIDDEN]


def test_thousands_of_visited_pages_make_no_more_gaps_than_the_rules_do() -> None:
    pages = [f"{SITE}/skoda/{number}" for number in range(3000)]
    (gap,) = gaps(CHESHKA, pages, [KAZAN, ELSEWHERE, None], [NOW])
    assert len(gap.pages) == 3000
    assert gap.places == (KAZAN, ELSEWHERE, None)


@settings(max_examples=60)
@given(
    boards,
    st.lists(addresses, min_size=1, max_size=4, unique=True),
    st.lists(places, min_size=1, max_size=3, unique=True),
    st.lists(moments, min_size=1, max_size=3, unique=True),
)
def test_the_map_agrees_with_what_each_visitor_would_see(
    board: Board, pages: list[str], where: list[Place | None], when: list[datetime]
) -> None:
    found = gaps(board, pages, where, when)
    at_work: dict[int | None, Staff] = {group.id: Staff(group.members) for group in board.asked}
    for page in pages:
        for place in where:
            for now in when:
                here = [g for g in found if page in g.pages and place in g.places and now in g.moments]
                seen = audience(board, Visit.at(page, place), at_work, now)
                assert [gap.kind for gap in here] == expected(seen.mode, len(seen.shown))
                assert all(gap.groups == seen.shown for gap in here if gap.kind is Kind.CROWD)


def expected(mode: Mode, count: int) -> list[Kind]:
    if mode is Mode.NONE:
        return [Kind.NOBODY]
    return [Kind.CROWD] if mode is Mode.CHOICE and count > IDEAL_MOST else []


def test_samples_stand_for_what_the_rules_tell_apart() -> None:
    board = changed(SERVICE, schedule=daily(OFFICE))
    assert sample_places(board) == (Place("RU"), Place("RU", ("RU-MOS",)), Place("RU", ("RU-MOW",)), ELSEWHERE, None)
    assert "//example.com/skoda" not in sample_pages(board)
    assert "example.com/skoda/another-page" in sample_pages(board)
    assert {"example.com", "example.com/another-page"} <= set(sample_pages(board))
    assert len(sample_moments(board, NOW)) == 1 + 7 * 4
    assert gaps(board, sample_pages(board), sample_places(board), sample_moments(board, NOW))


@given(boards)
def test_every_pattern_has_a_sample_page_that_it_matches(board: Board) -> None:
    pages = [Page.at(page) for page in sample_pages(board)]
    for group in board.groups:
        for pattern in (*group.pages.include, *group.pages.exclude):
            assert any(pattern.matches(page) for page in pages), pattern
