"""Reading the environment: a wrong value stops the start with a sentence that says what to write."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default == "":
            return ""
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Comma-separated."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, kept_in: Path, local: bool) -> str:
    """The secret from the environment; a local installation makes one and keeps it in a file only its owner reads."""
    if name in os.environ:
        return text(name)
    if not local:
        raise ImproperlyConfigured(
            f"Set {name} to a long random string: SWITCHBOARD_HOSTS says this is not a trial run."
        )
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        # Opened exclusively: of two processes that start together one writes, the other reads.
        try:
            with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
    return kept_in.read_text()
