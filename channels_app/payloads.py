"""The only maker of what a visitor is told (docs/PROTOCOL.md).

An allow-list: every field is named here, and nothing of a row is passed on by default. Notes, causes, traces and the
ids of operators have no line on this page; a property test over the whole catalogue of events holds that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpdesk import queries
from helpdesk.board.knowledge import Knowledge
from helpdesk.events import CATALOGUE
from helpdesk.models import Conversation, Event, Message, Visitor
from routing.audience import Mode

MOST_EVENTS = 200
"""In one `welcome`; a client that is further behind asks again."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last thing a client has seen; `conversation` is None after a page load."""

    conversation: int | None = None
    seq: int = 0


def conversation(row: Conversation) -> dict[str, Any]:
    """Nobody is named before somebody has taken the conversation up."""
    operator = {"name": row.assignee.name, "photo": ""} if row.assignee is not None and row.accepted else None
    told = {"id": row.pk, "status": row.status, "active": row.active, "seq": row.public_seq, "operator": operator}
    return told | {"offer": row.offered or None}


def event(row: Event) -> dict[str, Any]:
    """One public event. Raises ValueError for any other: it must not have come this far."""
    kind = CATALOGUE[row.kind].public
    if kind is None or row.public_seq is None or (row.message is not None and row.message.staff_only):
        raise ValueError(f"{row} is not for visitors")
    told: dict[str, Any] = {"seq": row.public_seq, "kind": kind, "at": _moment(row.created_at)}
    if row.message is not None:
        return told | _said(row.message) | _choices(row)
    due = {"due": row.data["due"]} if kind == "requested" and row.data.get("due") else {}
    return told | {"name": _NAMES.get(kind, _nobody)(row)} | due


def audience(known: Knowledge, page: str, address: str | None, now: datetime, point: int) -> dict[str, Any]:
    """Whom a new conversation from there, through this channel, would reach. No query."""
    found = known.audience(page, address, now, point)
    if found.mode is Mode.CHOICE and known.configuration.asks_by_menu(point):
        # The menu asks, once there is something to ask about.
        return {"mode": Mode.DIRECT.value, "groups": []}
    return {"mode": found.mode.value, "groups": known.named(found.shown)}


def events(row: Conversation, happened: Iterable[Event]) -> dict[str, Any]:
    """What is pushed after a commit."""
    return {"type": "events", "conversation": conversation(row), "events": [event(e) for e in happened]}


def ack(client_id: str, row: Conversation, stored: Event) -> dict[str, Any]:
    return {"type": "ack", "client_id": client_id, "conversation": conversation(row), "event": event(stored)}


def welcome(visitor: Visitor, cursor: Cursor) -> dict[str, Any]:
    """Everything after the cursor. Two queries."""
    row = queries.latest_conversation(visitor)
    if row is None:
        return {"type": "welcome", "conversation": None, "events": [], "more": False}
    return _after(row, cursor)


def welcome_if_behind(visitor: Visitor, cursor: Cursor) -> dict[str, Any] | None:
    """None for a client that has seen everything; then one query."""
    row = queries.latest_conversation(visitor)
    if row is None or (cursor.conversation == row.pk and cursor.seq >= row.public_seq):
        return None
    return _after(row, cursor)


def _after(row: Conversation, cursor: Cursor) -> dict[str, Any]:
    after = cursor.seq if cursor.conversation == row.pk else 0
    # What was committed since the row was read is left for the push, so that `conversation` and `events` agree.
    missed = queries.public_events(row, after).filter(public_seq__lte=row.public_seq)
    found = [event(e) for e in missed[: MOST_EVENTS + 1]]
    return {
        "type": "welcome",
        "conversation": conversation(row),
        "events": found[:MOST_EVENTS],
        "more": len(found) > MOST_EVENTS,
    }


def _said(message: Message) -> dict[str, Any]:
    told = {"author": message.author, "name": "", "text": message.text}
    if message.author == Message.Author.OPERATOR and message.operator is not None:
        told["name"] = message.operator.name
    if message.author == Message.Author.VISITOR and message.client_id is not None:
        told["client_id"] = str(message.client_id)
    return told


def _choices(row: Event) -> dict[str, Any]:
    if row.kind != "message.menu":
        return {}
    return {"choices": [{"number": one["number"], "label": one["label"]} for one in row.data.get("choices", ())]}


def _doer(row: Event) -> str:
    return str(row.cause.get("name", "")) if row.cause.get("by") == "operator" else ""


def _receiver(row: Event) -> str:
    return str(row.data.get("to", ""))


def _nobody(row: Event) -> str:
    return ""


_NAMES = {"joined": _doer, "transferred": _receiver}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
