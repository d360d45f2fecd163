"""System checks with ids, so that a wrong installation is told at start and not by a visitor."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Tags, register

SECRET_LENGTH = 32


@register(Tags.security)
def secret_is_long(**_: Any) -> list[Error]:
    if len(settings.SECRET_KEY) >= SECRET_LENGTH:
        return []
    return [
        Error(
            f"SWITCHBOARD_SECRET_KEY is shorter than {SECRET_LENGTH} characters; visitors' tokens would be guessable.",
            id="helpdesk.E001",
        )
    ]


@register(Tags.security)
def demo_is_not_public(**_: Any) -> list[checks.Warning]:
    if not settings.DEMO or set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]", "testserver"}:
        return []
    return [
        checks.Warning(
            "SWITCHBOARD_DEMO is on while other hosts are allowed: everybody knows the demo passwords.",
            id="helpdesk.W001",
        )
    ]
