"""Tabs and visibility (SPEC 6.1, 6.3)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from routing.placement import Facts, Reader, Tab, Visibility, is_blue, may_see, tab_of

SKODA, TATRA = 1, 2
ANNA = Reader(1, frozenset({SKODA}), Visibility.ALL)
VERA = Reader(3, frozenset({TATRA}), Visibility.ALL)
QUEUED = Facts(assignee=None, group=SKODA, status="open", active=True, accepted=False)
GIVEN = Facts(assignee=ANNA.id, group=SKODA, status="open", active=True, accepted=False)
TAKEN = Facts(assignee=ANNA.id, group=SKODA, status="open", active=True, accepted=True)

ASKED = Facts(assignee=None, group=SKODA, status="open", active=True, accepted=False, in_menu=True)


def test_a_queued_one_is_blue_in_my_for_the_group_and_blue_in_others_for_the_rest() -> None:
    assert (tab_of(QUEUED, ANNA), is_blue(QUEUED, ANNA)) == (Tab.MY, True)
    assert (tab_of(QUEUED, VERA), is_blue(QUEUED, VERA)) == (Tab.OTHERS, True)


def test_an_unaccepted_one_stays_blue_for_the_whole_group() -> None:
    gleb = Reader(4, frozenset({SKODA, TATRA}), Visibility.ALL)
    assert (tab_of(GIVEN, gleb), is_blue(GIVEN, gleb)) == (Tab.MY, True)
    assert (tab_of(GIVEN, VERA), is_blue(GIVEN, VERA)) == (Tab.OTHERS, False)


def test_a_taken_one_is_mine_or_somebody_elses_and_not_blue() -> None:
    assert (tab_of(TAKEN, ANNA), is_blue(TAKEN, ANNA)) == (Tab.MY, False)
    assert (tab_of(TAKEN, VERA), is_blue(TAKEN, VERA)) == (Tab.OTHERS, False)


def test_nobody_is_called_while_the_menu_asks() -> None:
    """Whoever was called in follows it all the same."""
    nobody = replace(ASKED, group=None)
    assert [
        (tab_of(facts, reader), is_blue(facts, reader)) for facts in (ASKED, nobody) for reader in (ANNA, VERA)
    ] == [(Tab.OTHERS, False)] * 4
    assert tab_of(replace(ASKED, seniors=(VERA.id,)), VERA) is Tab.MY
    assert (tab_of(replace(ASKED, in_menu=False), ANNA), is_blue(replace(ASKED, in_menu=False), ANNA)) == (Tab.MY, True)


def test_levels_of_visibility() -> None:
    own = Reader(5, frozenset({SKODA}), Visibility.OWN)
    groups = Reader(5, frozenset({SKODA}), Visibility.GROUPS)
    elsewhere = Reader(5, frozenset({TATRA}), Visibility.GROUPS)
    assert [may_see(TAKEN, reader) for reader in (own, groups, elsewhere, VERA)] == [False, True, False, True]
    assert tab_of(TAKEN, own) is None


@given(
    st.builds(
        Facts,
        assignee=st.none() | st.integers(1, 3),
        group=st.none() | st.integers(1, 3),
        status=st.sampled_from(["open", "pending", "closed"]),
        active=st.booleans(),
        accepted=st.booleans(),
        in_menu=st.booleans(),
    ),
    st.builds(
        Reader, id=st.integers(1, 3), groups=st.frozensets(st.integers(1, 3)), visibility=st.sampled_from(Visibility)
    ),
)
def test_whoever_may_see_it_finds_it_in_exactly_one_tab(facts: Facts, reader: Reader) -> None:
    assert (tab_of(facts, reader) is None) is not may_see(facts, reader)
