"""One spelling for every page (SPEC 2.4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.addresses import normalise
from tests.routing.strategies import addresses

PIECES = [*"/:.?#%*@[]\\ w.x-n2FfE0800ａЖжÉſİẞ。", "www.", "xn--", "://", "http", "%2F", "%D1", "%83", "..", "//"]  # noqa: RUF001
PIECES += ["\u0307", "\u200b", "\ud800", "xn--e1afmkfd", ":80", ":443", "localhost", "%20", "\t"]


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("HTTPS://www.Cheshka.Example:443/Skoda/../Tatra/?a=b#c", "cheshka.example/Tatra?a=b"),
        ("http://xn--80ajp4cg.xn--p1ai/%D0%BD", "чешка.рф/н"),
        ("https://cheshka.example", "cheshka.example"),
        ("cheshka.example:8080//a//", "cheshka.example:8080//a"),
        ("http://intranet/news", "//intranet/news"),
        ("service/repair", "/service/repair"),
        ("about:blank", "/about:blank"),
        ("", "/"),
    ],
)
def test_examples(typed: str, spelling: str) -> None:
    assert normalise(typed) == spelling


@settings(max_examples=500)
@given(st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text()))
def test_every_text_has_a_spelling_and_it_is_its_own(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(addresses, st.sampled_from(["http:", "https:", "HTTPS:", ""]), st.sampled_from(["", "#", "#top?x/"]))
def test_scheme_and_fragment_change_nothing(address: str, scheme: str, fragment: str) -> None:
    with_scheme = scheme + address if address.startswith("//") else address
    assert normalise(with_scheme + fragment) == normalise(address)


@given(st.sampled_from(["shop.example", "чешка.рф", "a.b.example"]), st.sampled_from(["", "/", "/a", "/a?b=c"]))
def test_www_and_default_ports_change_nothing(host: str, rest: str) -> None:
    plain = normalise(f"https://{host}{rest}")
    for written in (f"www.{host}", f"{host}:443", f"{host}:80", host.upper(), f"{host}.", host.encode("idna").decode()):
        assert normalise(f"https://{written}{rest}") == plain
