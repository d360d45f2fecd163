"""What has happened to conversations, told again from their events as a rule would have seen it (SPEC 5.4).

Only what events say is known: who had a conversation when, its status, group, category, stage, tags and priority as far
as events tell of them. The page and the place are those of the conversation and its visitor.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from helpdesk.automation.facts import PRECHAT
from helpdesk.automation.words import NO_NEWS
from helpdesk.models import Category, Conversation, Event, OperatorGroup, Stage
from routing.automation.facts import NO_GROUPS, Author, Directory, Facts, Kind, Sort
from routing.lifecycle import Status

_WORDS = ("message.received", "message.sent")


@dataclass(frozen=True, slots=True)
class Moment:
    """One change of one conversation: what rules of `kind` would have been asked, and about which event."""

    conversation: int
    seq: int
    at: datetime
    kind: Kind
    facts: Facts


@dataclass(frozen=True, slots=True)
class Ids:
    """Events tell names where people read them; names of today are looked up among those of today."""

    groups: dict[str, int]
    categories: dict[str, int]
    stages: dict[str, int]

    @classmethod
    def read(cls) -> "Ids":
        """Three queries."""
        return cls(*(dict(model.objects.values_list("name", "pk")) for model in (OperatorGroup, Category, Stage)))


def moments(conversation: Conversation, events: Iterable[Event], directory: Directory, ids: Ids) -> Iterator[Moment]:
    """All changes of a conversation that people or the machine made, rules aside; `events` are all it has, in order."""
    facts = _begun(conversation)
    for number, (_, group) in enumerate(groupby(events, key=_one_change)):
        changed = list(group)
        was_active = facts.active if number else False
        for event in changed:
            facts = _after(facts, event, directory, ids)
        told = [event for event in changed if event.kind not in NO_NEWS and not _is_rules(event.cause)]
        if told:
            main = next((event for event in told if event.kind in _WORDS), told[0])
            kind = Kind.CHANGED if number else Kind.INCOMING
            yield Moment(
                conversation.pk, main.seq, main.created_at, kind, _as_asked(facts, main, was_active, directory)
            )


def _one_change(event: Event) -> tuple[Any, ...]:
    """Events of one transaction have one moment and one cause; what rules did in it comes with another."""
    return event.created_at, event.cause.get("by"), event.cause.get("id"), event.cause.get("why")


def _is_rules(cause: dict[str, Any]) -> bool:
    return cause.get("why") in ("rule", "rules")


def _begun(c: Conversation) -> Facts:
    chat = c.kind == Conversation.Kind.CHAT
    return Facts(
        contact_point=c.contact_point_id,
        sort=Sort(c.kind),
        active=chat,
        page=c.start_page or c.visitor.page,
        prechat={name: getattr(c.visitor, name) for name in PRECHAT},
        first=c.previous_id is None,
    )


def _as_asked(facts: Facts, event: Event, was_active: bool, directory: Directory) -> Facts:
    by = event.cause.get("by")
    operator = event.cause.get("id") if by == "operator" else None
    return replace(
        facts,
        author=Author.OPERATOR if by == "operator" else Author.VISITOR if by == "visitor" else Author.HOUSE,
        author_operator=operator,
        author_groups=directory.operators.get(operator or 0, NO_GROUPS),
        event=event.kind,
        text=event.message.text if event.message else "",
        was_active=was_active,
    )


@dataclass(frozen=True, slots=True)
class _World:
    directory: Directory
    ids: Ids


def _after(facts: Facts, event: Event, directory: Directory, ids: Ids) -> Facts:
    """The facts after one event; unchanged by those that tell of nothing a rule may ask about."""
    tells = _TELLS.get(event.kind)
    return tells(facts, event, _World(directory, ids)) if tells else facts


def _started(facts: Facts, event: Event, world: _World) -> Facts:
    return replace(facts, group=world.ids.groups.get(event.data.get("group") or ""))


def _woken(facts: Facts, event: Event, world: _World) -> Facts:
    return replace(facts, status=Status.OPEN, active=True, accepted=False)


def _heard(facts: Facts, event: Event, world: _World) -> Facts:
    return facts if facts.status is Status.CLOSED else replace(facts, status=Status.OPEN)


def _taken(facts: Facts, event: Event, world: _World) -> Facts:
    live = replace(facts, status=Status.OPEN, active=True)
    return _theirs(live, event.cause.get("id"), True, world.directory)


def _released(facts: Facts, event: Event, world: _World) -> Facts:
    return _theirs(facts, None, False, world.directory)


def _ended(facts: Facts, event: Event, world: _World) -> Facts:
    said = event.data.get("status")
    return replace(facts, active=False, status=Status(said) if said in tuple(Status) else facts.status)


def _closed(facts: Facts, event: Event, world: _World) -> Facts:
    return replace(facts, active=False, status=Status.CLOSED)


def _reopened(facts: Facts, event: Event, world: _World) -> Facts:
    return replace(facts, active=False, status=Status.OPEN)


def _categorised(facts: Facts, event: Event, world: _World) -> Facts:
    return replace(facts, category=world.ids.categories.get(event.data.get("category") or ""))


def _given(facts: Facts, event: Event, world: _World) -> Facts:
    if event.data.get("group"):
        return _theirs(replace(facts, group=event.data["group"]), None, False, world.directory)
    return _theirs(facts, event.data.get("operator"), False, world.directory)


def _accepted(facts: Facts, event: Event, world: _World) -> Facts:
    """By a first answer, whoever answers becomes responsible; a machine accepts for whoever is."""
    if event.cause.get("by") == "operator":
        return _taken(facts, event, world)
    return replace(facts, accepted=facts.assignee is not None)


def _theirs(facts: Facts, operator: int | None, accepted: bool, directory: Directory) -> Facts:
    groups = directory.operators.get(operator or 0, NO_GROUPS)
    return replace(facts, assignee=operator, assignee_groups=groups, accepted=accepted and operator is not None)


def _staged(facts: Facts, event: Event, world: _World) -> Facts:
    stage = world.ids.stages.get(event.data.get("stage") or "")
    status = world.directory.stages.get(stage or 0, facts.status)
    # One that is closed with its stage has an event of its own for that.
    return replace(facts, stage=stage, status=facts.status if status is Status.CLOSED else status)


def _ruled(facts: Facts, event: Event, world: _World) -> Facts:
    """What rules did that has no event of its own."""
    for rule in event.data.get("rules", ()):
        for done in rule.get("did", ()):
            if done.get("result") == "done":
                facts = _done(facts, done)
    return facts


def _done(facts: Facts, done: dict[str, Any]) -> Facts:
    match done["do"]:
        case "set_status" if done["status"] != Status.CLOSED:
            return replace(facts, status=Status(done["status"]))
        case "set_priority":
            return replace(facts, priority=done["priority"])
        case "add_tag":
            return replace(facts, tags=facts.tags | {done["tag"]})
        case "remove_tag":
            return replace(facts, tags=facts.tags - {done["tag"]})
        case _:
            return facts


_TELLS: Mapping[str, Callable[[Facts, Event, _World], Facts]] = {
    "conversation.started": _started,
    "conversation.requested": _started,
    "conversation.reactivated": _woken,
    "message.received": _heard,
    "conversation.assigned": _given,
    "conversation.transferred": _given,
    "conversation.taken": _taken,
    "conversation.accepted": _accepted,
    "conversation.released": _released,
    "conversation.moved": _released,
    "conversation.ended": _ended,
    "conversation.closed": _closed,
    "conversation.reopened": _reopened,
    "conversation.categorised": _categorised,
    "conversation.staged": _staged,
    "conversation.ruled": _ruled,
}
