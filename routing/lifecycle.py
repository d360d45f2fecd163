"""Which verb leads a conversation where (SPEC 4.1, 4.2).

A conversation's life is three facts that are never merged: `status`, `active`, and the assignee with `accepted`.
`move` is the whole table; an action asks it before it writes anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"
    CLOSED = "closed"


class Verb(StrEnum):
    RECEIVE = "receive"  # the visitor writes
    REPLY = "reply"  # an operator writes to the visitor
    TAKE = "take"  # an operator picks it up
    ASSIGN = "assign"  # the system gives it to an operator
    HAND_OVER = "hand over"  # transferred to a person
    HAND_TO_GROUP = "hand to group"  # transferred to a group's queue
    RELEASE = "release"  # back to the queue
    ACCEPT = "accept"  # the assignee takes it up
    END = "end"  # the live session is over, the slot is free
    CLOSE = "close"  # over: the next message begins a new conversation
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands. Forbidden: active and closed; accepted without an assignee."""

    status: Status
    active: bool
    assigned: bool
    accepted: bool

    def __post_init__(self) -> None:
        if self.active and self.status is Status.CLOSED:
            raise ValueError("a closed conversation cannot be active")
        if self.accepted and not self.assigned:
            raise ValueError("accepted without an assignee")


class Refused(Exception):
    """This verb leads nowhere from here. `reason`: closed, not_closed, assigned, unassigned, inactive."""

    def __init__(self, verb: Verb, reason: str) -> None:
        super().__init__(f"{verb}: {reason}")
        self.verb = verb
        self.reason = reason


BORN = State(Status.OPEN, active=True, assigned=False, accepted=False)

_ON_CLOSED = {Verb.REOPEN}


def move(state: State, verb: Verb) -> State:
    """The state after `verb`; equal to `state` when nothing changes.

    Raises Refused when the verb makes no sense here. A visitor's word in a closed conversation is refused too:
    the caller begins a new, linked one (SPEC 4.2).
    """
    if state.status is Status.CLOSED and verb not in _ON_CLOSED:
        raise Refused(verb, "closed")
    if verb is Verb.ASSIGN and state.assigned:
        raise Refused(verb, "assigned")
    if verb is Verb.ASSIGN and not state.active:
        raise Refused(verb, "inactive")
    if verb is Verb.ACCEPT and not state.assigned:
        raise Refused(verb, "unassigned")
    if verb is Verb.REOPEN and state.status is not Status.CLOSED:
        raise Refused(verb, "not_closed")
    return _TABLE[verb](state)


def _receive(state: State) -> State:
    """An ended conversation wakes up and must be taken up anew; a live one stays as it is."""
    if state.active:
        return replace(state, status=Status.OPEN)
    return replace(state, status=Status.OPEN, active=True, accepted=False)


def _reply(state: State) -> State:
    """The first reply accepts (SPEC 3.10); writing into an ended conversation activates it for the writer (4.4)."""
    return replace(state, status=Status.OPEN, active=True, assigned=True, accepted=True)


_TABLE: dict[Verb, Callable[[State], State]] = {
    Verb.RECEIVE: _receive,
    Verb.REPLY: _reply,
    Verb.TAKE: lambda s: replace(s, status=Status.OPEN, active=True, assigned=True, accepted=True),
    Verb.ASSIGN: lambda s: replace(s, assigned=True, accepted=False),
    Verb.HAND_OVER: lambda s: replace(s, assigned=True, accepted=False),
    Verb.HAND_TO_GROUP: lambda s: replace(s, status=Status.OPEN, active=True, assigned=False, accepted=False),
    Verb.RELEASE: lambda s: replace(s, status=Status.OPEN, active=True, assigned=False, accepted=False),
    Verb.ACCEPT: lambda s: replace(s, accepted=True),
    Verb.END: lambda s: replace(s, active=False),
    Verb.CLOSE: lambda s: replace(s, status=Status.CLOSED, active=False),
    Verb.REOPEN: lambda s: replace(s, status=Status.OPEN, active=False),
}
