"""What a visitor's browser says of itself, made fit for showing. All of it is chosen by the visitor: never trusted."""

import re
from urllib.parse import urlsplit

# The first that matches: many browsers also name those that they descend from.
_BROWSERS = (
    ("Edge", r"Edg(?:A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Yandex", r"YaBrowser/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Chrome|CriOS|HeadlessChrome)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* .*Safari/"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iOS", "iPhone|iPad"),
    ("macOS", "Mac OS X|Macintosh"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux"),
)
LONGEST = 40


def browser_of(user_agent: str) -> str:
    """ "Firefox 130, Windows"; the beginning of the text itself where nothing in it is known; may be empty."""
    browser = next((f"{name} {m[1]}" for name, p in _BROWSERS if (m := re.search(p, user_agent))), "")
    system = next((name for name, p in _SYSTEMS if re.search(p, user_agent)), "")
    return ", ".join(filter(None, (browser, system))) or user_agent[:LONGEST]


def web_address(text: str) -> str:
    """`text` where it may be made a link (http or https), else empty: `javascript:` and the like stay words."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
