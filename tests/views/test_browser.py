"""What a browser says of itself."""

import pytest

from helpdesk.views.browser import browser_of, web_address

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/130.0.0.0 Safari/537.36"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {KIT} Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (CHROME, "Chrome 130, Windows"),
        (f"{CHROME} Edg/130.0.1", "Edge 130, Windows"),
        (f"{CHROME} YaBrowser/24.10.1", "Yandex 24, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132, Linux"),
        (IPHONE, "Safari 18, iOS"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
        ("x" * 300, "x" * 40),
    ],
)
def test_browser(said: str, shown: str) -> None:
    assert browser_of(said) == shown


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "//elsewhere", "/demo/", "http://[", ""])
def test_only_web_addresses_become_links(text: str) -> None:
    assert web_address(text) == ""


def test_web_addresses_stay_as_they_are() -> None:
    assert web_address("https://cheshka.example/skoda/?a=1#b") == "https://cheshka.example/skoda/?a=1#b"
