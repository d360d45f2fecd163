"""What is known at one moment. Built by `helpdesk.snapshots`, by tests and, later, by the simulator."""

from dataclasses import dataclass
from datetime import datetime

EVERYONE = None
"""The group of a conversation while no group is enabled: every assignable operator is a member (SPEC 2.1)."""


@dataclass(frozen=True, slots=True)
class OperatorState:
    """One operator as the assigner sees them.

    `limit` None means unlimited, 0 means receives none (SPEC 3.1). `load` is the number of live conversations held.
    """

    id: int
    groups: frozenset[int]
    receives: bool  # the status set by hand is one that receives (SPEC 3.2)
    present: bool  # at least one tab's lease is alive
    load: int
    limit: int | None
    last_assigned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A live conversation without an assignee."""

    id: int
    group: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    now: datetime
    operators: tuple[OperatorState, ...]
    waiting: tuple[Waiting, ...]
