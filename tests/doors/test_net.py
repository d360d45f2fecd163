"""Client addresses behind proxies, and origins."""

import pytest

from helpdesk.net import client_ip, neighbourhood, origin_allowed

PROXIES = ["10.0.0.0/8", "2001:db8::1", "unix"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),  # nobody trusts this peer's word
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.9", "198.51.100.9"),  # what the client wrote itself is never reached
        ("10.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "1.1.1.1, rubbish", "10.0.0.1"),
        ("10.0.0.1", " 198.51.100.9:4711 ", "198.51.100.9"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:DB8:0::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("fe80::1%eth0", "", "fe80::1"),
        ("", "198.51.100.9", "198.51.100.9"),
        (None, "198.51.100.9", "198.51.100.9"),
        (None, "", None),
        ("testclient", "198.51.100.9", None),
    ],
)
def test_the_nearest_address_that_no_trusted_proxy_owns(peer: str | None, forwarded: str, expected: str | None) -> None:
    assert client_ip(peer, forwarded, PROXIES) == expected


def test_a_unix_socket_is_trusted_only_when_named() -> None:
    assert client_ip(None, "198.51.100.9", ["10.0.0.0/8"]) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2:3:4:5", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        (None, "192.0.2.1", False),
    ],
)
def test_a_home_network_counts_as_one(one: str | None, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) == same


@pytest.mark.parametrize(
    ("origin", "allowed", "may"),
    [
        ("https://a.example", [], True),
        (None, ["https://a.example"], True),
        ("https://a.example", ["https://a.example"], True),
        ("https://a.example", ["HTTPS://A.Example:443/"], True),
        ("http://a.example", ["https://a.example"], False),
        ("https://a.example:8443", ["https://a.example"], False),
        ("https://sub.a.example", ["https://a.example"], False),
        ("https://a.example.evil", ["https://a.example"], False),
        ("https://xn--80akhbyknj4f.example", ["https://испытание.example"], True),
        ("null", ["https://a.example"], False),
        ("", ["https://a.example"], False),
        ("null", ["rubbish"], False),
    ],
)
def test_origins_are_compared_exactly_in_their_normal_form(origin: str | None, allowed: list[str], may: bool) -> None:
    assert origin_allowed(origin, allowed) == may
