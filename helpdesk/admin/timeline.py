"""A conversation's events as a supervisor reads them, with the reasons of each assignment (SPEC 3.8, 4.11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk.automation.asked import Asked, asked
from helpdesk.automation.names import Names
from helpdesk.models import Conversation, Event
from helpdesk.queries import timeline
from helpdesk.traces import Table, names_in, table
from helpdesk.views.wording import sentence, who

MOST_EVENTS = 500
"""A page is for reading; what is longer is read in the inbox, piece by piece."""


@dataclass(frozen=True, slots=True)
class Entry:
    event: Event
    author: str
    text: str
    kind: str  # visitor, operator, service, note, event
    trace: Table | None
    rules: tuple[Asked, ...] = ()


def timeline_of(conversation: Conversation) -> dict[str, Any]:
    """{"entries": …, "more": whether later ones are left out}. Two queries, and more where rules acted."""
    events = list(timeline(conversation)[: MOST_EVENTS + 1])
    names = names_in(event.data["trace"] for event in events if event.data.get("trace"))
    called = Names.shown() if any(event.data.get("rules") for event in events) else None
    entries = [_entry(event, str(conversation.visitor), names, called) for event in events[:MOST_EVENTS]]
    return {"entries": entries, "more": len(events) > MOST_EVENTS}


def _entry(event: Event, visitor: str, names: Mapping[int, str], called: Names | None) -> Entry:
    trace = event.data.get("trace")
    told = table(trace, names) if trace else None
    message = event.message
    if message is None:
        rules = asked(event.data, called) if called is not None else ()
        return Entry(event, "", sentence(event), "event", told, rules)
    kind = "note" if message.staff_only else message.author
    return Entry(event, visitor if kind == "visitor" else who(event.cause), message.text, kind, told)


def why_waiting(conversation: Conversation) -> Table | None:
    """Why it is still in the queue, as distribution last saw it; None while nobody has looked, or when it is not there.

    Two queries at most.
    """
    if conversation.queued_at is None or not conversation.noted:
        return None
    last = conversation.events.filter(kind="conversation.waits").order_by("-seq").first()
    trace = last.data.get("trace") if last else None
    return table(trace, names_in([trace])) if trace else None
