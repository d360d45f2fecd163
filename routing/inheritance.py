"""A channel's own values stand on the general ones: what is None is inherited."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, ClassVar, Protocol, TypeVar


class _Terms(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=_Terms)


def inherit(
    kind: type[T], general: Mapping[str, Any], own: Mapping[str, Any] | None = None
) -> tuple[T, dict[str, bool]]:
    """The terms with nothing left to inherit, and for each name whether it is inherited.

    What the general values leave open is as in an empty `kind`, every field of which has a default of its own type.
    """
    own = own or {}
    inherited: dict[str, bool] = {}
    values: dict[str, Any] = {}
    for field in fields(kind):
        found = own.get(field.name)
        inherited[field.name] = found is None
        if found is None:
            found = general.get(field.name)
        if found is not None:
            as_default: Callable[[Any], Any] = type(field.default)
            values[field.name] = as_default(found)
    return kind(**values), inherited
