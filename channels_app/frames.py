"""Reading what clients send: sizes, types and ranges, before anything else looks at it.

Every function raises Refusal: bad_frame or too_large.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from channels_app.errors import Refusal
from channels_app.payloads import Cursor

MOST_BYTES = 16 * 1024
"""A text of 4,000 characters in any script, as UTF-8 and not escaped, fits."""

MOST_LINE = 2000
MOST_SEQ = 2**31 - 1
MOST_ID = 2**63 - 1


def parse(raw: str | bytes | None) -> dict[str, Any]:
    """A JSON object of at most 16 KiB. Binary frames (None) are refused."""
    if raw is None:
        raise Refusal("bad_frame")
    if len(raw) > MOST_BYTES or (isinstance(raw, str) and len(raw.encode(errors="replace")) > MOST_BYTES):
        raise Refusal("too_large")
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        # A thousand opening brackets are no syntax error, but nothing we could be meant to read.
        raise Refusal("bad_frame") from None
    if not isinstance(frame, dict):
        raise Refusal("bad_frame")
    return frame


def text(frame: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A string as it came. `default` None: it must be there."""
    value = frame.get(name, default)
    if not isinstance(value, str):
        raise Refusal("bad_frame")
    return value


def line(frame: Mapping[str, Any], name: str, default: str | None = "") -> str:
    """The same, shortened and without what PostgreSQL cannot store."""
    return text(frame, name, default)[:MOST_LINE].replace("\x00", "").encode(errors="replace").decode()


def whole(frame: Mapping[str, Any], name: str, most: int = MOST_ID) -> int:
    """A whole number from 0; true and false are none."""
    value = frame.get(name)
    if type(value) is not int or not 0 <= value <= most:
        raise Refusal("bad_frame")
    return value


def whole_or_none(frame: Mapping[str, Any], name: str) -> int | None:
    return None if frame.get(name) is None else whole(frame, name)


def uuid(frame: Mapping[str, Any], name: str) -> str:
    """In canonical form."""
    try:
        return str(UUID(line(frame, name, None)))
    except ValueError:
        raise Refusal("bad_frame") from None


def moment_or_none(frame: Mapping[str, Any], name: str) -> datetime | None:
    """A moment in ISO 8601 with its offset, in UTC; None where it is null or missing."""
    if frame.get(name) is None:
        return None
    try:
        moment = datetime.fromisoformat(line(frame, name, None))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        # Refused below, as one without an offset is.
        pass
    raise Refusal("bad_frame")


def switch(frame: Mapping[str, Any], name: str) -> bool:
    """True or false; false where it is missing."""
    value = frame.get(name, False)
    if not isinstance(value, bool):
        raise Refusal("bad_frame")
    return value


def cursor(frame: Mapping[str, Any]) -> Cursor:
    value = frame.get("cursor")
    if not isinstance(value, dict):
        raise Refusal("bad_frame")
    return Cursor(whole_or_none(value, "conversation"), whole(value, "seq", MOST_SEQ))
