"""Document C told to the pure code: a car dealership with four departments, and what its visitors see.

New Skodas are sold in Moscow and Moscow Oblast only. Each department excludes the pages of the others; on the finance
page, as on the front page, all of them work. Messengers go to the largest department, new Skodas.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from routing.audience import Audience, Mode, audience, for_messengers
from routing.board import Board, GroupRules, Visit, WhenAway, WhenFull
from routing.hours import Period, Schedule
from routing.pages import PageRules
from routing.reasons import Staff, Step, Verdict, explain, openings
from routing.regions import Place, RegionRule, Scope

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""Monday, one o'clock in Moscow."""

SKODA, TATRA, USED, SERVICE = 1, 2, 3, 4
PAGES = {SKODA: "/skoda/*", TATRA: "/tatra/*", USED: "/used/*", SERVICE: "/service/*"}
MOSCOW, KHIMKI = Place("RU", ("RU-MOW",), ("moscow",)), Place("RU", ("RU-MOS",), ("khimki",))
KAZAN, ABROAD = Place("RU", ("RU-TA",), ("kazan",)), Place("KZ")
SITE = "https://www.cheshka.example"
ALL_AT_WORK = dict.fromkeys(PAGES, Staff(1))


def department(number: int, name: str, **rules: object) -> GroupRules:
    others = [pattern for group, pattern in PAGES.items() if group != number]
    return GroupRules(number, name, pages=PageRules.read(exclude=others), **rules)  # type: ignore[arg-type]


CHESHKA = Board(
    (
        department(
            SKODA,
            "Skoda: new",
            takes_messengers=True,
            regions=RegionRule(Scope.ONLY, frozenset({"RU-MOW", "RU-MOS"})),
        ),
        department(TATRA, "Tatra: new"),
        department(USED, "Used cars"),
        department(SERVICE, "Service"),
    )
)


def see(
    page: str, place: Place | None = MOSCOW, staff: Mapping[int | None, Staff] = ALL_AT_WORK, board: Board = CHESHKA
) -> Audience:
    return audience(board, Visit.at(SITE + page, place), staff, NOW)


def changed(group: int, **rules: object) -> Board:
    return Board(tuple(replace(g, **rules) if g.id == group else g for g in CHESHKA.groups))  # type: ignore[arg-type]


def why(found: Audience, group: int | None) -> Verdict:
    return next(verdict for verdict in found.verdicts if verdict.group == group)


@pytest.mark.parametrize(
    ("page", "place", "shown"),
    [
        ("/skoda/octavia/", MOSCOW, [SKODA]),
        ("/skoda/octavia/", KHIMKI, [SKODA]),
        ("/skoda/octavia/", KAZAN, []),
        ("/skoda/octavia/", ABROAD, []),
        ("/skoda/octavia/", None, []),
        ("/tatra/phoenix/", MOSCOW, [TATRA]),
        ("/tatra/phoenix/", KAZAN, [TATRA]),
        ("/used/?page=2", ABROAD, [USED]),
        ("/service/", None, [SERVICE]),
        ("/finance/", MOSCOW, [SKODA, TATRA, USED, SERVICE]),
        ("/finance/", KAZAN, [TATRA, USED, SERVICE]),
        ("/finance/", None, [TATRA, USED, SERVICE]),
        ("/", KHIMKI, [SKODA, TATRA, USED, SERVICE]),
        ("/", ABROAD, [TATRA, USED, SERVICE]),
    ],
)
def test_each_visitor_sees_the_departments_that_concern_them(page: str, place: Place | None, shown: list[int]) -> None:
    found = see(page, place)
    assert list(found.shown) == shown
    assert found.mode is {0: Mode.NONE, 1: Mode.DIRECT}.get(len(shown), Mode.CHOICE)
    assert {verdict.group for verdict in found.verdicts if verdict.kept} == set(shown)


def test_every_refusal_has_its_reason() -> None:
    assert why(see("/skoda/", KAZAN), SKODA) == Verdict(SKODA, False, Step.REGIONS, "not_listed")
    assert why(see("/skoda/", None), SKODA) == Verdict(SKODA, False, Step.REGIONS, "unknown_place")
    assert why(see("/skoda/", MOSCOW), SERVICE) == Verdict(SERVICE, False, Step.PAGES, "excluded", "/skoda/*")
    assert why(see("/skoda/", MOSCOW), SKODA) == Verdict(SKODA, True, None, "shown")


def test_all_that_stands_in_the_way_and_not_only_the_first_of_it() -> None:
    skoda = replace(CHESHKA.groups[0], schedule=Schedule("Europe/Moscow", ((),) * 7))
    against = explain(skoda, Visit.at(SITE + "/tatra/", KAZAN), Staff(0, full=True), openings(NOW))
    assert list(against) == [
        Verdict(SKODA, False, Step.REGIONS, "not_listed"),
        Verdict(SKODA, False, Step.PAGES, "excluded", "/tatra/*"),
        Verdict(SKODA, False, Step.HOURS, "closed"),
        Verdict(SKODA, False, Step.AVAILABILITY, "nobody"),
    ]


def test_turning_the_regions_round() -> None:
    """The other way of document C: everywhere but Moscow and Moscow Oblast."""
    board = changed(SKODA, regions=RegionRule(Scope.ALL_BUT, frozenset({"RU-MOW", "RU-MOS"})))
    assert [list(see("/skoda/", place, board=board).shown) for place in (MOSCOW, KHIMKI, KAZAN, None)] == [
        [], [], [SKODA], [SKODA]
    ]  # fmt: skip
    assert why(see("/skoda/", KHIMKI, board=board), SKODA) == Verdict(SKODA, False, Step.REGIONS, "excepted", "RU-MOS")


def test_more_than_three_groups_are_a_crowd() -> None:
    assert see("/finance/", MOSCOW).crowded
    assert not see("/finance/", KAZAN).crowded


def test_who_has_gone_home_is_left_out_of_the_choice() -> None:
    staff = ALL_AT_WORK | {TATRA: Staff(0), USED: Staff(0)}
    found = see("/finance/", KAZAN, staff)
    assert (found.mode, found.shown) == (Mode.DIRECT, (SERVICE,))
    assert why(found, TATRA) == Verdict(TATRA, False, Step.AVAILABILITY, "nobody")


def test_when_everybody_has_gone_home_a_request_can_be_left() -> None:
    found = see("/finance/", KAZAN, {})
    assert (found.mode, found.shown) == (Mode.REQUEST, (TATRA, USED, SERVICE))
    assert why(found, TATRA) == Verdict(TATRA, True, Step.AVAILABILITY, "nobody")
    assert why(found, SKODA).kept is False


def test_unless_the_department_would_rather_be_hidden_then() -> None:
    board = changed(TATRA, when_away=WhenAway.HIDE)
    assert see("/finance/", KAZAN, {}, board).shown == (USED, SERVICE)
    assert see("/tatra/", KAZAN, {}, board).mode is Mode.NONE


def test_outside_hours_is_like_nobody_there_and_says_when_it_opens() -> None:
    morning = Schedule("Europe/Moscow", ((Period(time(9), time(12)),),) * 7)
    found = see("/service/", board=changed(SERVICE, schedule=morning))
    assert (found.mode, found.shown) == (Mode.REQUEST, (SERVICE,))
    assert why(found, SERVICE) == Verdict(SERVICE, True, Step.HOURS, "closed", "2026-03-03T09:00:00+03:00")
    assert see("/finance/", KAZAN, board=changed(SERVICE, schedule=morning)).shown == (TATRA, USED)


@pytest.mark.parametrize(
    ("when_full", "mode", "reason"),
    [
        (WhenFull.HIDE, Mode.NONE, "full"),
        (WhenFull.QUEUE, Mode.DIRECT, "queue"),
        (WhenFull.REQUEST, Mode.REQUEST, "full"),
    ],
)
def test_when_everybody_is_busy(when_full: WhenFull, mode: Mode, reason: str) -> None:
    staff = ALL_AT_WORK | {SERVICE: Staff(2, full=True)}
    found = see("/service/", staff=staff, board=changed(SERVICE, when_full=when_full))
    assert found.mode is mode
    assert why(found, SERVICE) == Verdict(SERVICE, mode is not Mode.NONE, Step.OVERLOAD, reason)


def test_a_busy_department_that_does_not_queue_leaves_the_choice_to_the_others() -> None:
    staff = ALL_AT_WORK | {SERVICE: Staff(2, full=True)}
    found = see("/finance/", KAZAN, staff, changed(SERVICE, when_full=WhenFull.REQUEST))
    assert (found.mode, found.shown) == (Mode.CHOICE, (TATRA, USED))


def test_a_first_line_behind_the_curtain() -> None:
    board = changed(SERVICE, hidden=True)
    assert see("/service/", board=board).mode is Mode.NONE
    assert why(see("/service/", board=board), SERVICE) == Verdict(SERVICE, False, Step.HIDDEN, "hidden")


def test_a_department_that_is_switched_off_is_gone_at_once() -> None:
    board = changed(SERVICE, enabled=False)
    assert see("/service/", board=board).mode is Mode.NONE
    assert why(see("/service/", board=board), SERVICE) == Verdict(SERVICE, False, Step.DISABLED, "disabled")


def test_before_the_first_department_is_switched_on_everybody_answers() -> None:
    board = Board(tuple(replace(group, enabled=False) for group in CHESHKA.groups))
    found = see("/skoda/", None, {None: Staff(5)}, board)
    assert (found.mode, found.shown) == (Mode.DIRECT, (None,))
    assert why(found, None) == Verdict(None, True, None, "shown")
    assert see("/skoda/", None, {}, board).mode is Mode.REQUEST


def test_messengers_go_to_the_largest_department() -> None:
    assert [verdict.group for verdict in for_messengers(CHESHKA) if verdict.kept] == [SKODA]
    assert why_not(CHESHKA) == {TATRA: "no_messengers", USED: "no_messengers", SERVICE: "no_messengers"}
    assert why_not(changed(SKODA, enabled=False))[SKODA] == "disabled"
    assert [v.group for v in for_messengers(changed(SKODA, hidden=True)) if v.kept] == [SKODA]
    assert [v.group for v in for_messengers(Board(())) if v.kept] == [None]


def test_the_answer_as_data() -> None:
    assert see("/service/", None, {SERVICE: Staff(1)}).as_data() == {
        "mode": "direct",
        "shown": [SERVICE],
        "groups": [
            {"group": SKODA, "kept": False, "step": "regions", "reason": "unknown_place", "detail": ""},
            {"group": TATRA, "kept": False, "step": "pages", "reason": "excluded", "detail": "/service/*"},
            {"group": USED, "kept": False, "step": "pages", "reason": "excluded", "detail": "/service/*"},
            {"group": SERVICE, "kept": True, "step": None, "reason": "shown", "detail": ""},
        ],
    }


def why_not(board: Board) -> dict[int | None, str]:
    return {verdict.group: verdict.reason for verdict in for_messengers(board) if not verdict.kept}
