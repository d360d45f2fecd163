"""The frame of every action: lock, permission, lifecycle, due times, events, save."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rules import permissions

from helpdesk import outbox
from helpdesk.actions.actor import Actor, System, cause_of
from helpdesk.actions.errors import NotAllowed, from_refusal
from helpdesk.models import Conversation, Event, Message, Operator
from helpdesk.queries import hold_steps, visible_to
from routing import holds
from routing.lifecycle import Refused, Verb, move
from routing.policies import Acceptance, Terms

_COLUMNS = tuple(field.attname for field in Conversation._meta.concrete_fields)  # noqa: SLF001 - documented API
RELATED = ("visitor__contact", "group", "assignee", "contact_point")


class Change:
    """One conversation under lock, and what is being done to it."""

    def __init__(self, conversation: Conversation, actor: Actor, now: datetime, *, new: bool = False) -> None:
        self.conversation = conversation
        self.actor = actor
        self.now = now
        self.commit = outbox.Commit(conversation, None if new else conversation.facts())
        self.accept_within = 0
        """Seconds until it goes back to the queue if its new assignee does not accept; 0: never."""
        self._stored = columns(conversation)

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

    def record(self, kind: str, *, message: Message | None = None, **data: Any) -> Event:
        return outbox.record(self.commit, kind, cause=cause_of(self.actor), now=self.now, data=data, message=message)

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

    def save(self) -> None:
        """Write the row if anything was recorded: no event, no change."""
        if self.commit.events:
            self._set_queue()
            self._set_wait()
            self._set_acceptance()
            # Only what differs: the statement is half as dear as one with all columns, and this is the hottest of all.
            changed = {name: now for name, now in columns(self.conversation).items() if now != self._stored[name]}
            Conversation.objects.filter(pk=self.conversation.pk).update(**changed)

    def _set_queue(self) -> None:
        c = self.conversation
        queued = c.active and c.assignee_id is None
        c.queued_at = (c.queued_at or self.now) if queued else None
        if not queued:
            c.noted = ""

    def _set_wait(self) -> None:
        """The visitor waits from the first moment without a person until somebody accepts (SPEC 5.5)."""
        c = self.conversation
        if not c.active or c.accepted:
            c.waiting_since = c.hold_due_at = None
        elif c.waiting_since is None:
            c.waiting_since, c.hold_done = self.now, 0
            c.hold_due_at = holds.due_at(hold_steps(c), 0, self.now)

    def _set_acceptance(self) -> None:
        """The clock runs from the moment somebody is given it, or has it again because the visitor came back; it stops
        when they accept or lose it (SPEC 3.10).
        """
        c = self.conversation
        if c.assignee_id != self._stored["assignee_id"] and c.handed_at != self.now:
            c.handed_at = None
        if not c.active or c.assignee_id is None or c.accepted:
            c.accept_due_at = None
        elif c.assignee_id != self._stored["assignee_id"] or not self._stored["active"]:
            c.accept_due_at = self.now + timedelta(seconds=self.accept_within) if self.accept_within else None


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


def lock_first(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> Conversation | None:
    """The only, or the first, of these rows, locked; None when there is none (any more)."""
    return next(iter(lock_all(conversations.order_by("pk")[:1], skip_locked=skip_locked)), None)


def lock_all(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> list[Conversation]:
    """These rows locked for change, with what every action looks at."""
    rows = conversations.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked)
    return [_whole(conversation) for conversation in rows.select_related(*RELATED)]


def _whole(conversation: Conversation) -> Conversation:
    """Read it once more if it changed while we waited for its lock.

    A row that was waited for comes in its new version, but rows joined to it in the same query come as they were
    joined before the wait: the colleague who has just taken it would be invisible.
    """
    now = (conversation.group_id, conversation.assignee_id)
    joined = (conversation.group and conversation.group.pk, conversation.assignee and conversation.assignee.pk)
    if now == joined:
        return conversation
    return Conversation.objects.select_related(*RELATED).get(pk=conversation.pk)


def _seen_by(actor: Actor) -> QuerySet[Conversation]:
    match actor:
        case Operator():
            return visible_to(actor)
        case System():
            return Conversation.objects.all()
        case _:
            return Conversation.objects.filter(visitor=actor)
