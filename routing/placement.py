"""In whose tab a conversation stands (SPEC 6.1), and who may see it at all (SPEC 6.3).

The inbox's SQL says the same over many rows (`helpdesk.queries`); a test holds the two together.
"""

from dataclasses import dataclass
from enum import StrEnum

from routing.lifecycle import Status


class Tab(StrEnum):
    MY = "my"
    OTHERS = "others"
    ARCHIVE = "archive"


class Visibility(StrEnum):
    OWN = "own"
    GROUPS = "groups"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Facts:
    """What placement depends on; travels with every push. `in_menu`: the visitor still has the menu before them."""

    assignee: int | None
    group: int | None
    status: str
    active: bool
    accepted: bool
    seniors: tuple[int, ...] = ()
    in_menu: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """The operator who looks. A conversation without a group belongs to everyone (SPEC 2.1)."""

    id: int
    groups: frozenset[int]
    visibility: str


def concerns(facts: Facts, reader: Reader) -> bool:
    """One of the reader's groups', or of no group."""
    return facts.group is None or facts.group in reader.groups


def may_see(facts: Facts, reader: Reader) -> bool:
    if reader.visibility == Visibility.ALL or _is_theirs(facts, reader):
        return True
    return reader.visibility == Visibility.GROUPS and concerns(facts, reader)


def tab_of(facts: Facts, reader: Reader) -> Tab | None:
    """The tab in which the reader finds it; None when they may not see it."""
    if not may_see(facts, reader):
        return None
    if facts.status == Status.CLOSED:
        return Tab.ARCHIVE
    if _is_theirs(facts, reader) or (to_be_sorted_out(facts) and concerns(facts, reader)):
        return Tab.MY
    return Tab.OTHERS


def _is_theirs(facts: Facts, reader: Reader) -> bool:
    """Their own, or one they were called into (SPEC 3.11)."""
    return facts.assignee == reader.id or reader.id in facts.seniors


def to_be_sorted_out(facts: Facts) -> bool:
    """Nobody has taken it up yet, and somebody should: whoever is still in the menu waits for nobody (SPEC 5.8)."""
    if facts.status == Status.CLOSED or facts.in_menu:
        return False
    return facts.assignee is None or (facts.active and not facts.accepted)


def is_blue(facts: Facts, reader: Reader) -> bool:
    """Highlighted: what is to be sorted out in the reader's groups, and whatever has no assignee (SPEC 6.1)."""
    return to_be_sorted_out(facts) and (
        facts.assignee is None or facts.assignee == reader.id or concerns(facts, reader)
    )
