"""What has happened to conversations, told again from their events as a rule would have seen it (SPEC 5.4).

Only what events say is known: who had a conversation when, its status, group, category, stage, tags and priority as far
as events tell of them. The page is that of the conversation's beginning; `around` adds place and hours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
class Wait:
    """`known`: from when on it stood how, with the number of the event that made it so."""

    conversation: int
    until: datetime
    known: tuple[tuple[datetime, int, Facts], ...]

    def at(self, seconds: int) -> Moment | None:
        """When the visitor had waited so long, as timed rules would have seen it; None when it was over by then."""
        moment = self.known[0][0] + timedelta(seconds=seconds)
        if moment >= self.until:
            return None
        _, seq, facts = [one for one in self.known if one[0] <= moment][-1]
        asked = replace(facts, author=Author.HOUSE, was_active=True, waiting=seconds)
        return Moment(self.conversation, seq, moment, Kind.TIMED, asked)


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
    for number, (changed, was_active, facts) in enumerate(_changes(conversation, events, directory, ids)):
        told = [event for event in changed if event.kind not in NO_NEWS and not _is_rules(event.cause)]
        if told:
            main = next((event for event in told if event.kind in _WORDS), told[0])
            kind = Kind.CHANGED if number else Kind.INCOMING
            yield Moment(
                conversation.pk, main.seq, main.created_at, kind, _as_asked(facts, main, was_active, directory)
            )


def waits(
    conversation: Conversation, events: Iterable[Event], directory: Directory, ids: Ids, now: datetime
) -> Iterator[Wait]:
    """When a visitor waited for a person (SPEC 5.5); who still does, does until `now`."""
    known: list[tuple[datetime, int, Facts]] = []
    for changed, _, facts in _changes(conversation, events, directory, ids):
        at, seq = changed[-1].created_at, changed[-1].seq
        if facts.active and not facts.accepted:
            known.append((at, seq, facts))
        elif known:
            yield Wait(conversation.pk, at, tuple(known))
            known = []
    if known:
        yield Wait(conversation.pk, now, tuple(known))


def _changes(
    conversation: Conversation, events: Iterable[Event], directory: Directory, ids: Ids
) -> Iterator[tuple[list[Event], bool, Facts]]:
    """The events of each change, whether it was live before, and how it stood afterwards."""
    facts, was_active = _begun(conversation), False
    for _, group in groupby(events, key=_one_change):
        changed = list(group)
        for event in changed:
            facts = _after(facts, event, directory, ids)
        yield changed, was_active, facts
        was_active = facts.active


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
