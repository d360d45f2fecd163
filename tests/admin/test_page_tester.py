"""Trying an address on the patterns of a form that is not saved."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.models import OperatorGroup
from tests.conftest import World


def tried(client: Client, address: str, include: str = "", exclude: str = "", language: str = "en") -> str:
    data = {"try_page": address, "include_pages": include, "exclude_pages": exclude}
    response = client.post(
        reverse("admin:helpdesk_operatorgroup_try_page"), data, headers={"accept-language": language}
    )
    assert response.status_code == 200
    return " ".join(response.text.split())


@pytest.mark.parametrize(
    ("include", "exclude", "says"),
    [
        ("", "", "The group is shown on this page, as on all pages."),
        ("/skoda/*", "", "The group is shown on this page because of “/skoda/*”."),
        ("/skoda/*", "*/octavia", "The group is not shown on this page because of “*/octavia”."),
        ("/tatra/*", "", "The group is not shown on this page: nothing includes it."),
        ("", "/tatra/*", "The group is shown on this page, as on all pages."),
    ],
)
def test_says_whether_and_why(mila: Client, include: str, exclude: str, says: str) -> None:
    assert says in tried(mila, "https://www.Cheshka.example/skoda/octavia/?utm=1#top", include, exclude)


def test_names_every_pattern_that_matches_and_no_other(mila: Client) -> None:
    html = tried(mila, "/skoda/octavia", "/skoda/*\n/tatra/*\n*octavia*", "/used/*")
    assert "<code>/skoda/*</code><code>*octavia*</code>" in html
    assert "/tatra/*" not in html
    assert "/used/*" not in html


def test_shows_what_is_compared(mila: Client) -> None:
    assert "<code>xn--</code>" not in tried(mila, "HTTP://www.Cheshka.example:80/a%20b/?q=1#x")
    assert "<code>cheshka.example/a%20b?q=1</code>" in tried(mila, "HTTP://www.Cheshka.example:80/a%20b/?q=1#x")


def test_lines_that_are_no_patterns_are_named_and_the_others_count(mila: Client) -> None:
    html = tried(mila, "/skoda", "/skoda\r\nnot a pattern", "#")
    assert "Line 2, “not a pattern”: it contains a space." in html
    assert "Line 1, “#”: what follows a # never reaches the server." in html
    assert "because of “/skoda”" in html


def test_without_an_address_only_lines_are_checked(mila: Client) -> None:
    assert tried(mila, "  ", "/skoda") == ""
    assert "Line 1" in tried(mila, "", "a b")


def test_writes_nothing(world: World, mila: Client) -> None:
    before = list(OperatorGroup.objects.values())
    tried(mila, "/skoda", "/skoda", "/tatra")
    assert list(OperatorGroup.objects.values()) == before


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_markup_stays_text(mila: Client, evil: str) -> None:
    html = tried(mila, f"/{evil}", f"/{evil}\n{evil} x", evil)
    assert "<script>" not in html
    assert "<img" not in html


def test_a_supervisor_who_only_pastes_nonsense_gets_an_answer(mila: Client) -> None:
    for text in ("\x00", "a" * 100_000, "http://[::1", "//", "?", "%%%", "https://user:pass@x.example/"):
        tried(mila, text, text, text)
