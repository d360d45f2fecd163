"""The frame of every action: lock, permission, lifecycle, due times, events, save."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rules import permissions

from helpdesk import outbox
from helpdesk.actions.actor import Actor, System, cause_of
from helpdesk.actions.errors import NotAllowed, from_refusal
from helpdesk.actions.ledger import AT_ONCE, Ledger, Together
from helpdesk.actions.locks import lock_first
from helpdesk.actions.settling import settle
from helpdesk.models import Conversation, Event, Message, Operator
from helpdesk.queries import visible_to
from routing.lifecycle import Refused, Verb, move
from routing.policies import Acceptance, Terms

_COLUMNS = tuple(field.attname for field in Conversation._meta.concrete_fields)  # noqa: SLF001 - documented API

followers: list[Callable[["Change"], None]] = []
"""What follows from a change in the same transaction; the app connects supervisors' rules (`automation.connect`)."""


class Change:
    """One conversation under lock, and what is being done to it."""

    def __init__(
        self, conversation: Conversation, actor: Actor, now: datetime, *, new: bool = False, ledger: Ledger = AT_ONCE
    ) -> None:
        self.conversation = conversation
        self.actor = actor
        self.now = now
        self.commit = outbox.Commit(conversation, None if new else conversation.facts())
        self.accept_within = 0
        """Seconds until it goes back to the queue if its new assignee does not accept; 0: never."""
        self.moved = False
        """It became a request: that is its outcome, whatever else has happened (SPEC 4.10)."""
        self.ruled = 0
        """Of so many of its events supervisors' rules have been told; they are told of each once (SPEC 5.1)."""
        self.stored = columns(conversation)
        """The row as the database has it, by column."""
        self.alone = not isinstance(ledger, Together)
        """No other conversation is locked in this transaction, so people's rows may be."""
        self._ledger = ledger

    def move(self, verb: Verb, assignee: Operator | None = None) -> bool:
        """Go where `verb` leads; False when that is where it stood. Raises Conflict when it leads nowhere.

        A verb that leaves the conversation assigned keeps the assignee unless another is given.
        """
        conversation = self.conversation
        was = (conversation.state(), conversation.assignee_id)
        try:
            state = move(conversation.state(), verb)
        except Refused as refused:
            raise from_refusal(refused) from refused
        conversation.status, conversation.active, conversation.accepted = state.status, state.active, state.accepted
        if not state.assigned:
            conversation.assignee = None
        elif assignee is not None:
            conversation.assignee = assignee
        return was != (conversation.state(), conversation.assignee_id)

    def record(self, kind: str, *, message: Message | None = None, told: bool = True, **data: Any) -> Event:
        """`told`: False keeps it from the visitor whatever its kind."""
        event = outbox.next_event(
            self.commit, kind, cause=cause_of(self.actor), now=self.now, data=data, message=message, told=told
        )
        self._ledger.event(event)
        if not self.commit.events:
            self._ledger.tell(self.commit)
        self.commit.events.append(event)
        return event

    @property
    def was_live(self) -> bool:
        """The visitor knows it as live. What is woken up and ended again in one change never was, for them."""
        before = self.commit.before
        return before is not None and before.active

    def write(self, message: Message) -> Message:
        """Store a message of this conversation; the event that tells of it is the caller's to record."""
        self._ledger.message(message)
        return message

    def write_out(self) -> None:
        """From here on everything is in the database at once, for whoever asks it."""
        if isinstance(self._ledger, Together):
            self._ledger.write()
            self._ledger = AT_ONCE

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[None]:
        """What is recorded within is somebody else's doing: that of a rule which follows from this change."""
        self.actor, own = actor, self.actor
        try:
            yield
        finally:
            self.actor = own

    def passed_by(self, operator: Operator | None) -> None:
        """Somebody gives it away or lets it lapse: the machine will not offer it to them again at once."""
        self.conversation.passed_by, self.conversation.passed_at = operator, self.now

    def is_given(self, terms: Terms) -> None:
        """Somebody has just got it: accepted at once, or to be accepted in time, as the policy says (SPEC 3.10)."""
        if terms.accept is Acceptance.AT_ONCE:
            if self.move(Verb.ACCEPT):
                self.record("conversation.accepted")
        else:
            self.accept_within = terms.accept_seconds

    def save(self, *, silently: bool = False) -> None:
        """Write the row if anything was recorded: no event, no change. `silently`: a timer moves on without one."""
        if self.commit.events or silently:
            for follow in followers:
                follow(self)
            settle(self)
            # Only what differs: the statement is half as dear as one with all columns, and this is the hottest of all.
            changed = {name: now for name, now in columns(self.conversation).items() if now != self.stored[name]}
            if changed:
                self._ledger.row(self.conversation.pk, changed)
                self.stored |= changed


def columns(conversation: Conversation) -> dict[str, Any]:
    """The row as it stands in memory, by column."""
    return {name: getattr(conversation, name) for name in _COLUMNS}


@contextmanager
def changing(actor: Actor, conversation_id: int, *, now: datetime, permission: str | None = None) -> Iterator[Change]:
    """Lock the conversation for one action.

    Raises Conversation.DoesNotExist when the actor may not even see it, NotAllowed when `permission` is missing.
    """
    with transaction.atomic():
        conversation = lock_first(_seen_by(actor).filter(pk=conversation_id))
        if conversation is None:
            raise Conversation.DoesNotExist
        if isinstance(actor, Operator) and permission and not permissions.has_perm(permission, actor, conversation):
            raise NotAllowed("forbidden", _("You may not do this here."))
        change = Change(conversation, actor, now)
        yield change
        change.save()


def _seen_by(actor: Actor) -> QuerySet[Conversation]:
    match actor:
        case Operator():
            return visible_to(actor)
        case System():
            return Conversation.objects.all()
        case _:
            return Conversation.objects.filter(visitor=actor)
