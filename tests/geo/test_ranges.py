"""Own ranges go first (SPEC 2.3)."""

from ipaddress import IPv4Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.geo.databases import Shelf
from helpdesk.geo.lookup import Why, locate_in
from helpdesk.geo.ranges import Ranges, network_of
from routing.regions import Place

OFFICE, KHIMKI, PARTNER = Place("RU", ("RU-MOW",)), Place("RU", ("RU-MOS",), ("khimki",)), Place("KZ")


def test_an_own_range_beats_the_database_and_the_narrowest_one_the_others(world: Shelf) -> None:
    ranges = Ranges([("5.12.0.0/16", PARTNER), ("5.12.7.0/24", OFFICE), ("5.12.7.9", KHIMKI)])
    found = {address: locate_in(address, world, ranges) for address in ("5.12.1.1", "5.12.7.8", "5.12.7.9", "5.13.1.1")}
    assert [answer.place for answer in found.values()][:3] == [PARTNER, OFFICE, KHIMKI]
    assert [answer.network for answer in found.values()][:3] == ["5.12.0.0/16", "5.12.7.0/24", "5.12.7.9/32"]
    assert [answer.why for answer in found.values()] == [Why.OWN_RANGE] * 3 + [Why.DATABASE]


def test_a_private_address_has_a_place_where_somebody_gave_it_one() -> None:
    ranges = Ranges([("10.1.0.0/16", OFFICE), ("fd00::/8", PARTNER)])
    assert locate_in("10.1.2.3", Shelf(), ranges).place == OFFICE
    assert locate_in("::ffff:10.1.2.3", Shelf(), ranges).place == OFFICE
    assert locate_in("fd12::1", Shelf(), ranges).place == PARTNER
    assert locate_in("10.2.0.1", Shelf(), ranges).why is Why.PRIVATE


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("10.1.2.3/16", "10.1.0.0/16"),
        (" 192.0.2.7 ", "192.0.2.7/32"),
        ("2001:DB8::1/32", "2001:db8::/32"),
        ("::ffff:10.1.0.0/112", "10.1.0.0/16"),
        ("::ffff:10.1.2.3", "10.1.2.3/32"),
        ("10.1.0.0/255.255.0.0", "10.1.0.0/16"),
        ("0.0.0.0/0", "0.0.0.0/0"),
    ],
)
def test_networks_as_people_write_them(written: str, network: str) -> None:
    assert str(network_of(written)) == network


@pytest.mark.parametrize("written", ["", "10.1.0.0/33", "10.1.0", "office", "10.0.0.1-10.0.0.9"])
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Ranges([(written, OFFICE)])


networks = st.builds(
    lambda number, length: str(ip_network((number << 16, length), strict=False)),
    st.integers(0, 0xFFFF),
    st.integers(0, 16),
)


@given(st.lists(st.tuples(networks, st.sampled_from([OFFICE, KHIMKI, PARTNER])), max_size=8), st.integers(0, 0xFFFF))
def test_it_agrees_with_looking_through_all_of_them(entries: list[tuple[str, Place]], number: int) -> None:
    address = IPv4Address(number << 16)
    around = [
        (ip_network(written).prefixlen, turn, place)
        for turn, (written, place) in enumerate(entries)
        if address in ip_network(written)
    ]
    found = Ranges(entries).find(address)
    assert (found[1] if found else None) == (max(around, key=lambda each: each[:2])[2] if around else None)
    assert found is None or address in found[0]
    assert Ranges(entries).find(ip_address("::1")) is None
