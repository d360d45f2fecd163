"""Where addresses are (SPEC 2.3): one table for every shape of database, and one for what comes through proxies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.geo.databases import Shelf
from helpdesk.geo.lookup import Why, locate_in
from helpdesk.net import client_ip
from tests.geo.worlds import Row, rows

ADDRESSES, FORWARDED = rows("addresses.tsv"), rows("forwarded.tsv")


@pytest.mark.parametrize("case", ADDRESSES, ids=lambda case: f"{case['address']} {case['note']}")
def test_the_table_of_addresses(world: Shelf, case: Row) -> None:
    answer = locate_in(case["address"], world)
    assert answer.why == case["why"]
    assert answer.network == case["network"].strip("-")
    known = answer.place.codes if answer.place else ()
    assert set(case["regions"].split()) <= set(known)
    assert bool(known) is (answer.why is Why.DATABASE)


@pytest.mark.parametrize("case", FORWARDED, ids=lambda case: case["note"])
def test_the_table_of_proxies(world: Shelf, case: Row) -> None:
    client = client_ip(
        case["peer"] or None, case["forwarded_for"], case["trusted"].split(",") if case["trusted"] else []
    )
    assert client == (case["client"] or None)
    place = locate_in(client, world).place
    assert (place.subdivisions[0] if place else "") == case["region"]


def test_the_tables_are_long_and_have_all_kinds_of_answers() -> None:
    assert len(ADDRESSES) + len(FORWARDED) >= 60
    assert {case["why"] for case in ADDRESSES} == set(Why) - {Why.OWN_RANGE, Why.NO_DATABASE}


@given(st.text() | st.ip_addresses().map(str))
def test_every_text_has_an_answer(text: str) -> None:
    answer = locate_in(text, Shelf())
    assert answer.place is None
    assert answer.why in {Why.NO_ADDRESS, Why.INVALID, Why.PRIVATE, Why.NO_DATABASE}
