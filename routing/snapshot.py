"""What is known at one moment. Built by `helpdesk.snapshots`, by tests and by the simulator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from routing.policies import DEFAULT, Policy

EVERYONE = None
"""The group of a conversation while no group is enabled: every assignable operator is a member (SPEC 2.1)."""


@dataclass(frozen=True, slots=True)
class OperatorState:
    """One operator as the assigner sees them.

    `limit` None means unlimited, 0 means receives none (SPEC 3.1). `load` is the weight of all live conversations held,
    `held` the part of it that came from each contact point. `groups` include those lent for a time (SPEC 3.13).
    """

    id: int
    groups: frozenset[int]
    receives: bool  # the status set by hand is one that receives (SPEC 3.2)
    present: bool  # at least one tab's lease is alive
    load: int
    limit: int | None
    last_assigned_at: datetime | None
    held: Mapping[int, int] = field(default_factory=dict)
    off_hours: bool = False  # it is the operator's own hours that keep them out (SPEC 3.15)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A live conversation without an assignee.

    `manager` is the client's personal one, `talked` who talked to the client last and when. `passed_by` has let it
    lapse or given it away just now. `noted` is why it was last said to wait, "" if never (`decisions.Trace.why`).
    Whoever has a greater `priority` is served before all others.
    """

    id: int
    group: int | None
    since: datetime
    point: int = 0
    manager: int | None = None
    talked: tuple[int, datetime] | None = None
    passed_by: int | None = None
    noted: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """In which order contact points are served (SPEC 3.7): `ranks` from 0 on, the unlisted last.

    Whoever waits is served one rank earlier for each `ageing` minutes of waiting; 0: never.
    """

    ranks: Mapping[int, int] = field(default_factory=dict)
    ageing: int = 0


Rotation = tuple[int, int | None]
"""Whose turn it is, is remembered for each (policy, group)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`turns`: who was served last in each rotation. `portions`: when each (policy, operator) was given something, no
    longer ago than the portion's interval.
    """

    now: datetime
    operators: tuple[OperatorState, ...]
    waiting: tuple[Waiting, ...]
    policies: Mapping[int, Policy] = field(default_factory=dict)
    order: Order = field(default_factory=Order)
    turns: Mapping[Rotation, int] = field(default_factory=dict)
    portions: Mapping[tuple[int, int], tuple[datetime, ...]] = field(default_factory=dict)
    version: int = 0

    def policy_of(self, point: int) -> Policy:
        return self.policies.get(point, DEFAULT)
