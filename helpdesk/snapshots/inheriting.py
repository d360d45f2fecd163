"""What holds where a channel's own row leaves something open."""

from dataclasses import fields
from typing import Any

from routing import inheritance


def inherit(
    kind: type[inheritance.T], general: Any | None, own: Any | None = None
) -> tuple[inheritance.T, dict[str, bool]]:
    """`routing.inheritance.inherit` for rows, whose fields are called as those of `kind`; None: there is no row."""
    return inheritance.inherit(kind, _values(kind, general), _values(kind, own))


def _values(kind: type[inheritance.T], row: Any | None) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)} if row is not None else {}
