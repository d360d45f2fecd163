"""Laws of the audience (SPEC 2.6, 2.7), whatever the configuration."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from routing.audience import Mode, audience
from routing.board import Board, Visit
from routing.reasons import Staff, Step, explain, openings, takes_requests
from routing.regions import Place
from tests.routing.boards import boards, moments, staff
from tests.routing.strategies import addresses, places

staffs = st.dictionaries(st.none() | st.integers(1, 5), staff)
Staffs = dict[int | None, Staff]


@given(boards, addresses, places, staffs, moments)
def test_only_enabled_groups_that_are_not_hidden_are_shown(
    board: Board, page: str, place: Place | None, present: Staffs, now: datetime
) -> None:
    found = audience(board, Visit.at(page, place), present, now)
    allowed = [group.id for group in board.asked if group.enabled and not group.hidden]
    assert set(found.shown) <= set(allowed)
    assert list(found.shown) == [group for group in allowed if group in found.shown]


@given(boards, addresses, places, staffs, moments)
def test_the_mode_follows_from_the_number_and_the_verdicts_from_the_steps(
    board: Board, page: str, place: Place | None, present: Staffs, now: datetime
) -> None:
    visit = Visit.at(page, place)
    found = audience(board, visit, present, now)
    steps = {
        group.id: list(explain(group, visit, present.get(group.id, Staff(0)), openings(now))) for group in board.asked
    }
    for verdict in found.verdicts:
        first = next(iter(steps[verdict.group]), None)
        assert verdict.kept is (verdict.group in found.shown)
        assert (verdict.step, verdict.reason) == ((first.step, first.reason) if first else (None, "shown"))
    live = [group for group, against in steps.items() if not against or against[0].kept]
    forms = [g.id for g in board.asked if steps[g.id] and takes_requests(g, steps[g.id][0])]
    expected = Mode.CHOICE if len(live) > 1 else Mode.DIRECT if live else Mode.REQUEST if forms else Mode.NONE
    assert (found.mode, list(found.shown)) == (expected, live or forms)


@given(boards, addresses, places, staffs, moments)
def test_regions_are_asked_before_pages_and_pages_before_people(
    board: Board, page: str, place: Place | None, present: Staffs, now: datetime
) -> None:
    steps = list(Step)
    visit = Visit.at(page, place)
    for group in board.asked:
        against = [v.step for v in explain(group, visit, present.get(group.id, Staff(0)), openings(now))]
        assert against == sorted(against, key=steps.index)


@given(boards, addresses, places, staffs, moments)
def test_no_page_or_region_is_answered_by_who_is_at_work(
    board: Board, page: str, place: Place | None, present: Staffs, now: datetime
) -> None:
    """Whoever comes to work or leaves changes nothing about whose business a visit is."""
    visit = Visit.at(page, place)
    concerned = {group.id for group in board.concerned(visit)}
    everybody: Staffs = {group.id: Staff(1) for group in board.asked}
    assert set(audience(board, visit, present, now).shown) <= concerned
    assert set(audience(board, visit, everybody, now).shown) <= concerned


@given(boards, addresses, places, moments)
def test_enabling_one_more_group_takes_no_chat_away(
    board: Board, page: str, place: Place | None, now: datetime
) -> None:
    """Everyone apart, who makes way for the first group."""
    everybody: Staffs = {group.id: Staff(1) for group in board.groups}
    before = audience(board, Visit.at(page, place), everybody, now)
    if not any(group.enabled for group in board.groups) or before.mode is Mode.REQUEST:
        return
    wider = Board(tuple(replace(group, enabled=True) for group in board.groups))
    assert set(before.shown) <= set(audience(wider, Visit.at(page, place), everybody, now).shown)


@given(boards)
def test_everyone_stands_in_exactly_while_no_group_is_enabled(board: Board) -> None:
    assert (None in [group.id for group in board.asked]) is not any(group.enabled for group in board.groups)
