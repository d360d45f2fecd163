"""Addresses of pages in one spelling, so that they can be compared with patterns (SPEC 2.4).

The spelling is `host/path?query` without scheme, `www.`, default port, fragment and trailing slash. Host names are in
lower-case Unicode, so that xn-- and national letters meet; nothing is percent-encoded that need not be.
"""

import re
import unicodedata
from dataclasses import dataclass

IN_PATH = frozenset("%/\\?#*")
IN_QUERY = frozenset("%#*&=+")
IN_HOST = frozenset("%/\\?#*:@[]")
"""What means something else when it isn't percent-encoded, and so stays encoded there."""

LABEL_LENGTH = 63

_SCHEME = re.compile(r"(?:[a-z*][a-z0-9+.*-]*:)?//", re.IGNORECASE)
_HEAD = re.compile(r"[^/\\?]*")
_PLAIN = re.compile("[!-$&-~]*")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FULL_STOPS = re.compile("[\u3002\uff0e\uff61]")
_IN_NO_LABEL = IN_HOST - {"*"} | set(". \u3002\uff0e\uff61")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts in one spelling. `host` is empty when none was written; `path` is empty for the front page."""

    host: str
    path: str
    query: str

    def __str__(self) -> str:
        # Read again, a host such as `intranet` would pass for the first step of a path, so it is marked as a host.
        mark = "//" if self.host and not looks_like_host(self.host) else ""
        path = self.path or ("" if self.host else "/")
        return f"{mark}{self.host}{path}{'?' if self.query else ''}{self.query}"


def normalise(text: str) -> str:
    """The one spelling of a page's address. Every text has one; doing it twice changes nothing."""
    return str(parse(text))


def parse(text: str) -> Address:
    """The parts of an address as browsers write it, or as people do: without scheme, or from its path on."""
    head, rest = split(text.replace("*", "%2A"))
    path, _, query = rest.partition("?")
    host = spell_host(head)
    return Address(host, spell_path(path, rooted=not host), spell(query, IN_QUERY))


def split(text: str) -> tuple[str, str]:
    """(host as written, everything after it); no fragment. The host is empty when the text begins with a path."""
    text = re.sub(r"[\t\n\r]", "", _SURROGATE.sub("\ufffd", text)).strip().partition("#")[0]
    scheme = _SCHEME.match(text)
    start = scheme.end() if scheme else 0
    found = _HEAD.match(text, start)
    head = found[0] if found else ""
    if scheme or looks_like_host(head):
        return head, text[start + len(head) :]
    return "", text


def written_scheme(text: str) -> str | None:
    """`https` of `https://…`, empty for `//…`, None where no host is announced."""
    found = _SCHEME.match(text)
    return found[0].rstrip("/").rstrip(":").lower() if found else None


def looks_like_host(head: str) -> bool:
    """`shop.example`, `localhost`, `intranet:8080`: not the first step of a path."""
    name, _, port = head.partition(":")
    return "." in _FULL_STOPS.sub(".", name).strip(".") or name.lower() == "localhost" or bool(name and port.isdigit())


def spell_host(head: str) -> str:
    """Without credentials, default port, `www.` and the final dot; lower case."""
    name = _end(_FULL_STOPS.sub(".", spell(head.rpartition("@")[2], IN_HOST)))
    name, colon, port = name.partition(":") if not name.startswith("[") else (name, "", "")
    labels = [_spell_label(label) for label in name.rstrip(".").split(".")]
    while labels[0] == "www" and (len(labels) > 2 or labels[1:] == ["*"]):
        del labels[0]
    return ".".join(labels) + colon + port


def _end(name: str) -> str:
    """Without final dots and the ports that go without saying, whichever scheme they go with."""
    while True:
        name = name.rstrip(".:")
        before, colon, port = name.rpartition(":")
        if not colon or port.lstrip("0") not in {"", "80", "443"}:
            return name
        name = before


def spell_path(path: str, rooted: bool = False) -> str:
    """Dot steps carried out, slashes one way round, none at the end. `rooted`: begins with exactly one slash."""
    steps: list[str] = []
    for step in spell(path.replace("\\", "/"), IN_PATH).split("/"):
        if step == "..":
            del steps[max(1, len(steps) - 1) :]
        elif step != ".":
            steps.append(step)
    spelled = "/".join(steps)
    return ("/" + spelled.lstrip("/") if rooted else spelled).rstrip("/")


def spell(text: str, kept: frozenset[str]) -> str:
    """Percent-encoded where that carries meaning (`kept`), for blanks and for what isn't UTF-8, and nowhere else."""
    if _PLAIN.fullmatch(text):
        return text
    text = _ESCAPES.sub(lambda run: _decode(bytes.fromhex(run[0].replace("%", "")), kept), text)
    text = unicodedata.normalize("NFC", text)
    return "".join(char if char.isprintable() and char not in " %" else _encode(char) for char in text)


def _decode(run: bytes, kept: frozenset[str]) -> str:
    """What is to be encoded again travels as a lone surrogate, which no composition of letters can touch.

    Old sites encode in other tables than UTF-8: their bytes stay as they are and compare equal to themselves.
    """
    text = run.decode("utf-8", "surrogateescape")
    return "".join(chr(0xDC00 + ord(char)) if char in kept else char for char in text)


def _encode(char: str) -> str:
    code = ord(char)
    raw = bytes([code - 0xDC00]) if 0xDC00 <= code <= 0xDCFF else char.encode()
    return "".join(f"%{byte:02X}" for byte in raw)


def _spell_label(label: str) -> str:
    """Both ways of writing an international name give the same; what is no valid one stays as it is."""
    label = _fold(label)
    if not label.isascii() or not label.startswith("xn--") or len(label) > LABEL_LENGTH:
        return label
    try:
        decoded = label[4:].encode().decode("punycode")
    except UnicodeError:
        return label
    sound = decoded == _fold(decoded) and decoded.isprintable() and not decoded.isascii()
    return decoded if sound and not set(decoded) & _IN_NO_LABEL else label


def _fold(label: str) -> str:
    # Letter by letter: `str.lower` writes a Greek sigma at the end of a word, browsers don't.
    lower = "".join(char.lower() for char in label)
    folded = unicodedata.normalize("NFKC", "".join(char.lower() for char in unicodedata.normalize("NFKC", lower)))
    # Some look-alikes come apart into characters that part an address; such a label is nobody's name.
    return folded if folded and not set(folded) & _IN_NO_LABEL else lower
