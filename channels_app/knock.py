"""What a request or a handshake says about who sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from helpdesk.net import client_ip

MOST_ACCEPTED = 500
"""Characters of Accept-Language that are read; nobody's list of languages is longer."""

_HEADERS = {
    name: f"HTTP_{name.upper().replace('-', '_')}"
    for name in ("origin", "x-forwarded-for", "user-agent", "accept-language")
}


@dataclass(frozen=True, slots=True)
class Knock:
    """`origin` is None where the header is missing, `address` where nothing can be known."""

    origin: str | None
    address: str | None
    user_agent: str
    language: str

    @classmethod
    def of_request(cls, request: HttpRequest) -> "Knock":
        # `request.headers` would first copy them all.
        headers = {name: request.META[key] for name, key in _HEADERS.items() if key in request.META}
        return cls._of(headers, request.META.get("REMOTE_ADDR"))

    @classmethod
    def of_scope(cls, scope: Mapping[str, Any]) -> "Knock":
        """Of an ASGI connection. A header sent twice counts as one with both values."""
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            headers[key] = f"{headers[key]},{text}" if key in headers else text
        client = scope.get("client")
        return cls._of(headers, client[0] if client else None)

    @classmethod
    def _of(cls, headers: Mapping[str, str], peer: str | None) -> "Knock":
        return cls(
            origin=headers.get("origin"),
            address=client_ip(peer, headers.get("x-forwarded-for", ""), settings.TRUSTED_PROXIES),
            user_agent=headers.get("user-agent", "").replace("\x00", ""),
            language=_language(headers.get("accept-language", "")[:MOST_ACCEPTED]),
        )


@lru_cache(maxsize=1024)
def _language(accepted: str) -> str:
    """Of those we speak. Cookies are not looked at: they belong to the staff's pages."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(request)
