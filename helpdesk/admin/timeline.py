"""A conversation's events as a supervisor reads them, with the reasons of each assignment (SPEC 3.8, 4.11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from helpdesk.models import Conversation, Event, Operator
from helpdesk.queries import timeline
from helpdesk.traces import REASONS, STEPS
from helpdesk.views.wording import sentence, who

MOST_EVENTS = 500
"""A page is for reading; what is longer is read in the inbox, piece by piece."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """Who was left out of an assignment, at which step, and why."""

    name: str
    step: str | Promise
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class Trace:
    considered: int
    chosen: str
    dropped: tuple[Fallen, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Entry:
    event: Event
    author: str
    text: str
    kind: str  # visitor, operator, service, note, event
    trace: Trace | None


def timeline_of(conversation: Conversation) -> dict[str, Any]:
    """{"entries": …, "more": whether later ones are left out}. Two queries."""
    events = list(timeline(conversation)[: MOST_EVENTS + 1])
    names = _names(events)
    entries = [_entry(event, str(conversation.visitor), names) for event in events[:MOST_EVENTS]]
    return {"entries": entries, "more": len(events) > MOST_EVENTS}


def _entry(event: Event, visitor: str, names: Mapping[int, str]) -> Entry:
    trace = event.data.get("trace")
    told = _told(trace, names) if trace else None
    message = event.message
    if message is None:
        return Entry(event, "", sentence(event), "event", told)
    kind = "note" if message.staff_only else message.author
    return Entry(event, visitor if kind == "visitor" else who(event.cause), message.text, kind, told)


def _told(trace: dict[str, Any], names: Mapping[int, str]) -> Trace:
    dropped = tuple(
        Fallen(_name(operator, names), STEPS.get(step, step), REASONS.get(reason, reason))
        for operator, step, reason in trace["dropped"]
    )
    return Trace(trace["considered"], _name(trace["chosen"], names), dropped, trace.get("more", 0))


def _names(events: list[Event]) -> dict[int, str]:
    """Today's names of everybody whom the traces mention."""
    traces = [event.data["trace"] for event in events if event.data.get("trace")]
    ids = {operator for trace in traces for operator, _step, _reason in trace["dropped"]}
    ids |= {trace["chosen"] for trace in traces}
    return dict(Operator.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _name(operator: int | None, names: Mapping[int, str]) -> str:
    return names.get(operator or 0, f"#{operator}")
