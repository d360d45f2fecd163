"""Addresses of sites as browsers name them in `Origin`: scheme://host[:port] (SPEC 7.1)."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_CHARACTERS = 255
PLAIN = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def parse(text: str) -> list[str]:
    """One origin for each word of `text`, duplicates dropped. Raises ValidationError naming the wrong ones."""
    words = text.replace(",", " ").split()
    wrong = [word for word in words if normal(word) is None]
    if wrong:
        raise ValidationError(
            _("Not the address of a site: %(wrong)s. Write scheme://host[:port], such as https://www.example.com.")
            % {"wrong": ", ".join(wrong)}
        )
    return list(dict.fromkeys(origin for word in words if (origin := normal(word))))


@lru_cache(maxsize=1024)
def normal(word: str) -> str | None:
    """The form in which browsers send it: lower case, IDN in ASCII, no default port; None when it is no origin."""
    try:
        parts = urlsplit(word)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    alone = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in DEFAULT_PORTS or not host or not alone or port == 0:
        return None
    host = _ascii(host)
    if host is None:
        return None
    shown = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    origin = f"{parts.scheme}://{host}{shown}"
    return origin if len(origin) <= MOST_CHARACTERS else None


def _ascii(host: str) -> str | None:
    if ":" in host:
        return f"[{host}]"
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        # A name such as `my_host`, which no registry would give but an office network may have.
        return host if PLAIN.fullmatch(host) else None
