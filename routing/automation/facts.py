"""A conversation as a rule sees it (SPEC 5.2), and what exists that a rule may name. Built by helpdesk and by tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from routing.lifecycle import State, Status
from routing.regions import Place

NO_GROUPS: frozenset[int] = frozenset()


class Kind(StrEnum):
    """When a rule is asked: a conversation begins, anything happens to it, or time has passed."""

    INCOMING = "incoming"
    CHANGED = "changed"
    TIMED = "timed"


class Author(StrEnum):
    """Who did what the rules are asked about; the house is timers, bots and the router."""

    VISITOR = "visitor"
    OPERATOR = "operator"
    HOUSE = "house"


class Sort(StrEnum):
    """A chat is answered live, a request later."""

    CHAT = "chat"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a condition may ask about.

    `event`: the kind of event by its name in the catalogue; `text`: the message that came with it, else empty.
    `was_active`: live before the event, which may have made it live. `waiting`: seconds the visitor has waited for a
    person, None while nobody waits. `working_hours`: whether the conversation's group or channel is open now. `first`:
    the contact never wrote before. `group` None is everyone's. Raises ValueError for a forbidden state (SPEC 4.1).
    """

    contact_point: int
    author: Author = Author.VISITOR
    author_operator: int | None = None
    author_groups: frozenset[int] = NO_GROUPS
    event: str = ""
    text: str = ""
    sort: Sort = Sort.CHAT
    status: Status = Status.OPEN
    active: bool = True
    was_active: bool = False
    accepted: bool = False
    assignee: int | None = None
    assignee_groups: frozenset[int] = NO_GROUPS
    group: int | None = None
    stage: int | None = None
    category: int | None = None
    tags: frozenset[str] = frozenset()
    priority: int = 0
    page: str = ""
    place: Place | None = None
    working_hours: bool = True
    prechat: Mapping[str, str] = field(default_factory=dict)
    waiting: int | None = None
    first: bool = False

    def __post_init__(self) -> None:
        self.state()

    def state(self) -> State:
        return State(self.status, self.active, self.assignee is not None, self.accepted)

    def moved(self, state: State, assignee: int | None, groups: frozenset[int] = NO_GROUPS, **more: Any) -> "Facts":
        """In another state, with this assignee, who belongs to `groups`."""
        return replace(
            self,
            status=state.status,
            active=state.active,
            accepted=state.accepted,
            assignee=assignee if state.assigned else None,
            assignee_groups=groups if state.assigned else NO_GROUPS,
            **more,
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """What exists and may be named by a rule: ids that are not in it are gone, or were switched off.

    `operators`: with the groups of each. `stages`: each with the status it stands for (SPEC 4.6). `off`: groups that
    may be asked about, being somebody's, and get nothing. `full`: who can be
    given no live conversation now, being at the limit or away; the machine exceeds no limit by a rule (SPEC 3.1).
    """

    operators: Mapping[int, frozenset[int]] = field(default_factory=dict)
    groups: frozenset[int] = frozenset()
    contact_points: frozenset[int] = frozenset()
    stages: Mapping[int, Status] = field(default_factory=dict)
    categories: frozenset[int] = frozenset()
    webhooks: frozenset[int] = frozenset()
    off: frozenset[int] = frozenset()
    full: frozenset[int] = frozenset()
