"""What becomes an event, and telling the rest of the house after the commit (law 2)."""

from collections.abc import Sequence
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
"""Sent once for what a transaction wrote together, with `commits`: one for each conversation that it changed.

A receiver's failure stops nothing.
"""

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


def tell(commits: Sequence[Commit]) -> None:
    # Robust: the facts are written; a dead Redis or a bug in a listener must not turn them into an error.
    committed.send_robust(sender=Commit, commits=commits)


def next_event(
    commit: Commit,
    kind: str,
    *,
    cause: dict[str, Any],
    now: datetime,
    data: dict[str, Any] | None = None,
    message: Message | None = None,
    told: bool = True,
) -> Event:
    """An event of the conversation, whose row the caller has locked and will save, still to be written.

    It has the next `seq`, and the next `public_seq` if the visitor may see this kind and is `told`.
    """
    conversation, public = commit.conversation, told and CATALOGUE[kind].public is not None
    conversation.seq += 1
    if public:
        conversation.public_seq += 1
    return Event(
        conversation=conversation,
        seq=conversation.seq,
        public_seq=conversation.public_seq if public else None,
        kind=kind,
        cause=cause,
        data=data or {},
        message=message,
        created_at=now,
    )
