"""Writing events, and telling the rest of the house after the commit (law 2)."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from helpdesk.events import CATALOGUE
from helpdesk.models import Conversation, Event, Message
from routing.placement import Facts

committed = Signal()
"""Sent once for each conversation a transaction changed, with `commit: Commit`. A receiver's failure stops nothing."""

availability_changed = Signal()
"""Somebody may receive now who could not before: status, presence, limit, membership."""


def announce_availability(operator_id: int | None = None) -> None:
    """After the commit; None where more than one operator is meant."""
    transaction.on_commit(partial(availability_changed.send_robust, sender=Commit, operator_id=operator_id))


@dataclass(slots=True)
class Commit:
    """What one transaction did to one conversation. `before` is None for a new one."""

    conversation: Conversation
    before: Facts | None
    events: list[Event] = field(default_factory=list)

    @property
    def after(self) -> Facts:
        return self.conversation.facts()

    def send(self) -> None:
        # Robust: the facts are written; a dead Redis or a bug in a listener must not turn them into an error.
        committed.send_robust(sender=Commit, commit=self)


def record(
    commit: Commit,
    kind: str,
    *,
    cause: dict[str, Any],
    now: datetime,
    data: dict[str, Any] | None = None,
    message: Message | None = None,
    told: bool = True,
) -> Event:
    """Add an event to the conversation, whose row the caller has locked and will save.

    Gives out the next `seq`, and the next `public_seq` if the visitor may see this kind and is `told`.
    """
    conversation, public = commit.conversation, told and CATALOGUE[kind].public is not None
    conversation.seq += 1
    if public:
        conversation.public_seq += 1
    event = Event.objects.create(
        conversation=conversation,
        seq=conversation.seq,
        public_seq=conversation.public_seq if public else None,
        kind=kind,
        cause=cause,
        data=data or {},
        message=message,
        created_at=now,
    )
    if not commit.events:
        transaction.on_commit(commit.send)
    commit.events.append(event)
    return event
