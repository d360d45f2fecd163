"""One pattern of page addresses (SPEC 2.4): `/service/*`, `cheshka.example/skoda`, `*.cheshka.example/*`, `*utm=ya*`.

`*` stands for any run of characters, slashes included, also for none. What begins with `/` holds on every site. The
query counts only where the pattern has a `?`. Matching never goes back, so it takes linear time on any input.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from routing.addresses import (
    IN_QUERY,
    Address,
    looks_like_host,
    parse,
    spell,
    spell_host,
    spell_path,
    split,
    written_scheme,
)

LONGEST = 500
"""Characters in a pattern."""

_IN_NAMES = re.compile(r"[\w.*:\[\]-]+")
SCHEMES = {"", "http", "https"}
PATH, PATH_AND_QUERY, SITE, SITE_AND_QUERY = range(4)
"""The four forms of a page that a pattern may be compared with."""


class PatternError(ValueError):
    """Not a pattern. `reason`: empty, too_long, spaces, fragment, scheme, start, host, port, punycode."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(f"{reason}: {text[:LONGEST]}")
        self.reason = reason
        self.text = text


@dataclass(frozen=True, slots=True)
class Page:
    """Where a visitor is. Each form ends its path with a slash and begins a host with a dot, as patterns do."""

    address: Address
    forms: tuple[str, str, str, str]

    @classmethod
    def at(cls, text: str) -> "Page":
        address = parse(text)
        path = address.path + "/"
        site = f".{address.host}{path}"
        query = f"?{address.query}" if address.query else ""
        return cls(address, (path, path + query, site, site + query))


@dataclass(frozen=True, slots=True)
class Pattern:
    """`text` is as typed; `spelling` is the same for all patterns that mean the same; two of those are equal."""

    text: str = field(compare=False)
    spelling: str
    form: int
    glob: str
    pieces: tuple[str, ...] = field(compare=False, repr=False)

    def matches(self, page: Page) -> bool:
        return matches(self.pieces, page.forms[self.form])


@lru_cache(maxsize=65536)
def read(text: str) -> Pattern:
    """The pattern that a supervisor typed. Raises PatternError."""
    head, rest = _parts(text)
    path, mark, query = rest.partition("?")
    host = spell_host(head)
    _check_host(host)
    path = _collapse(spell_path(path, rooted=path.startswith(("/", "\\")) and not host))
    query = _collapse(spell(query, IN_QUERY))
    shown = "//" if host and not _is_host(host, path) else ""
    spelling = shown + host + (path or ("" if host else "/")) + mark + query
    closed = path if (path or host).endswith("*") else path + "/"
    site = f".{host}" if host and not host.startswith("*.") else host
    glob = site + closed + (mark and query and mark + query)
    form = (PATH if closed.startswith("/") and not host else SITE) + bool(mark)
    return Pattern(text, spelling, form, glob, tuple(glob.split("*")))


def matches(pieces: tuple[str, ...], text: str) -> bool:
    """Whether `text` is the pieces in their order, with any run of characters between one and the next."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in middle:
        # The leftmost place leaves the most room for what follows, so no other one needs a try.
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _parts(text: str) -> tuple[str, str]:
    """(host, rest) as written. The host is empty for a path, and for what begins with a `*` that may be anything."""
    bare = text.strip()
    if not bare:
        raise PatternError("empty", text)
    if len(bare) > LONGEST:
        raise PatternError("too_long", text)
    if any(char.isspace() for char in bare):
        raise PatternError("spaces", text)
    if bare.startswith("#"):
        raise PatternError("fragment", text)
    scheme = written_scheme(bare)
    if scheme is not None and scheme not in SCHEMES and "*" not in scheme:
        raise PatternError("scheme", text)
    head, rest = split(bare)
    if scheme is None and head and not _is_host(head, rest):
        head, rest = "", re.sub(r"^\*www\.", "*", head + rest, flags=re.IGNORECASE)
    if scheme is not None and not head:
        raise PatternError("host", text)
    if not head and not rest.startswith(("/", "\\", "*")):
        raise PatternError("start", text)
    return head, rest


def _is_host(head: str, rest: str) -> bool:
    """`*.shop.example/` begins with a host, `*.html` may be anything."""
    return looks_like_host(head) and (not head.startswith("*") or (head.startswith("*.") and rest.startswith("/")))


def _check_host(host: str) -> None:
    name, _, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    if port and not re.fullmatch(r"[0-9*]+", port):
        raise PatternError("port", host)
    if any(label.startswith("xn--") and "*" in label for label in name.split(".")):
        raise PatternError("punycode", host)
    if any(not unicodedata.category(char).startswith("M") for char in _IN_NAMES.sub("", name)):
        raise PatternError("host", host)


def _collapse(text: str) -> str:
    return re.sub(r"\*{2,}", "*", text)
