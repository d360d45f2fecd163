"""How the conversations of one contact point are given out (SPEC 3.3). A channel's terms stand on the general ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from routing import inheritance


class Algorithm(StrEnum):
    """Who of several that could take it gets it (SPEC 3.4)."""

    CYCLIC = "cyclic"
    LEAST_LOADED = "least_loaded"
    MOST_FREE = "most_free"


class PresenceMode(StrEnum):
    """What decides whether somebody can be given anything (SPEC 3.2)."""

    BOTH = "both"
    STATUS = "status"
    PRESENCE = "presence"


class Acceptance(StrEnum):
    """Whether the assignee accepts by a button or the first reply, or has accepted as soon as it is theirs (3.10)."""

    BY_HAND = "by_hand"
    AT_ONCE = "at_once"


class Reassign(StrEnum):
    """Which conversations leave an operator who is gone (SPEC 3.12)."""

    OFF = "off"
    UNANSWERED = "unanswered"
    LAST_WORD = "last_word"


@dataclass(frozen=True, slots=True)
class Terms:
    """Nothing is left to inherit here. Zero switches a bound off; `pause` and `accept_seconds` are seconds.

    `limit` bounds what one operator holds from one channel, beside the operator's own limit. `portion` automatic
    assignments at most are given to one operator in any `portion_minutes` (SPEC 3.5). Whoever passed a conversation on,
    or let it lapse, is not given it again for `pass_minutes`.
    """

    algorithm: Algorithm = Algorithm.LEAST_LOADED
    limit: int = 0
    portion: int = 0
    portion_minutes: int = 60
    pause: int = 0
    personal_manager: bool = True
    last_operator_days: int = 30
    presence: PresenceMode = PresenceMode.BOTH
    accept: Acceptance = Acceptance.BY_HAND
    accept_seconds: int = 0
    reassign: Reassign = Reassign.LAST_WORD
    pass_minutes: int = 5
    anyone: bool = False


NAMES = tuple(f.name for f in fields(Terms))


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for one contact point. `participants` and `fallback` are operators; empty: none are named. `helpers`
    take part for a time in whatever comes from here, for whatever group: a supervisor has moved them (SPEC 3.13).

    `rotation` and `portions` name whose pointer and whose portions count: the policy's that the value came from, so
    that channels which inherit share one rotation.
    """

    terms: Terms = field(default_factory=Terms)
    participants: frozenset[int] = frozenset()
    fallback: frozenset[int] = frozenset()
    helpers: frozenset[int] = frozenset()
    weight: int = 1
    rotation: int = 0
    portions: int = 0


DEFAULT = Policy()


def inherit(general: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> tuple[Terms, dict[str, bool]]:
    """The terms of a contact point, and for each of them whether it is inherited."""
    return inheritance.inherit(Terms, general, own)
