"""Saying something: the visitor, the operator, the colleague."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from rules import permissions

from helpdesk.actions import menus, slots
from helpdesk.actions.arrivals import conversation_for, enter, going_on, start
from helpdesk.actions.change import Change, changing
from helpdesk.actions.errors import Conflict, NotAllowed
from helpdesk.actions.texts import clean
from helpdesk.models import Conversation, Event, Message, Operator, Visitor
from helpdesk.models.conversation import PREVIEW
from helpdesk.queries import UNCLOSED, visible_to
from routing.lifecycle import Status, Verb


@dataclass(frozen=True, slots=True)
class Stored:
    """A message that is committed, with its event and its conversation; `repeated` when it had been stored before."""

    message: Message
    event: Event
    conversation: Conversation
    repeated: bool = False


def receive(
    visitor_id: int, text: str, *, client_id: UUID, group_id: int | None, page: str = "", now: datetime
) -> Stored:
    """A visitor's message: into their unclosed conversation, else into a new one, linked to the last (SPEC 4.2).

    Sending the same `client_id` again returns the first row. `group_id` matters only where a conversation begins.
    Raises Invalid (text_empty, text_too_long, choose_group), NotAllowed (forbidden: banned, or the channel is off).
    """
    text = clean(text)
    return beaten_or_not(visitor_id, client_id, lambda: _receive(visitor_id, text, client_id, group_id, page, now))


def _receive(visitor_id: int, text: str, client_id: UUID, group_id: int | None, page: str, now: datetime) -> Stored:
    with transaction.atomic():
        change = going_on(visitor_id, now)
        if change is None:
            visitor, repeats = enter(visitor_id, client_id, now)
            if repeats and (stored := stored_by(visitor=visitor, client_id=client_id)):
                return stored
            change = conversation_for(visitor, group_id, page, now)
        message, event = say_as_visitor(change, text, change.conversation.visitor, client_id)
        change.save()
    return Stored(message, event, change.conversation)


def reply(
    actor: Operator,
    conversation_id: int,
    text: str,
    *,
    client_id: UUID,
    seen_seq: int | None = None,
    now: datetime,
) -> Stored:
    """An operator's message to the visitor; the first one accepts (SPEC 3.10).

    `seen_seq` is the last event the writer had on the screen: when a colleague has answered since, the reply is
    refused so that the writer can think again (SPEC 6.9), and also when the visitor has stopped waiting. Raises
    Conflict (colleague_answered, became_request, closed), Invalid.
    """
    text = clean(text)
    with changing(actor, conversation_id, now=now, permission="helpdesk.reply_conversation") as change:
        if stored := stored_by(operator=actor, client_id=client_id):
            return stored
        _refuse_stale(change.conversation, actor, seen_seq)
        _take_up(change, actor)
        message = _say(change, Message.Author.OPERATOR, text, client_id=client_id, operator=actor)
        event = change.record("message.sent", message=message)
    return Stored(message, event, change.conversation)


def write_first(actor: Operator, conversation_id: int, text: str, *, client_id: UUID, now: datetime) -> Stored:
    """An operator writes to the visitor of a closed conversation: a new one begins, the writer's own (SPEC 4.4).

    Where the visitor has another one that is not closed, it is a reply there. Raises Invalid, NotAllowed (forbidden),
    Conversation.DoesNotExist when the writer may not even see it.
    """
    text = clean(text)
    with transaction.atomic():
        closed = visible_to(actor).select_related("group").get(pk=conversation_id)
        if not permissions.has_perm("helpdesk.reply_conversation", actor, closed):
            raise NotAllowed("forbidden", _("You may not do this here."))
        visitors = Visitor.objects.select_for_update(of=("self",), no_key=True).select_related("contact_point")
        visitor = visitors.get(pk=closed.visitor_id)
        if stored := stored_by(operator=actor, client_id=client_id):
            return stored
        if (open_one := visitor.conversations.filter(UNCLOSED).first()) is not None:
            return reply(actor, open_one.pk, text, client_id=client_id, now=now)
        change = start(visitor, closed.group, visitor.page, now, by=actor)
        _take_up(change, actor)
        message = _say(change, Message.Author.OPERATOR, text, client_id=client_id, operator=actor)
        event = change.record("message.sent", message=message)
        change.save()
    return Stored(message, event, change.conversation)


def note(actor: Operator, conversation_id: int, text: str, *, client_id: UUID, now: datetime) -> Stored:
    """A note for colleagues; visitors never see it, and it changes nothing about who answers."""
    text = clean(text)
    with changing(actor, conversation_id, now=now, permission="helpdesk.note_conversation") as change:
        if stored := stored_by(operator=actor, client_id=client_id):
            return stored
        message, event = _note(change, actor, text, client_id)
    return Stored(message, event, change.conversation)


def leave_word(change: Change, actor: Operator, text: str) -> None:
    """A note for whoever gets the conversation next, within somebody's change; nothing when there is no text."""
    if text.strip():
        _note(change, actor, clean(text), uuid4())


def _note(change: Change, actor: Operator | None, text: str, client_id: UUID | None = None) -> tuple[Message, Event]:
    """`actor`: None where a machine leaves it."""
    message = change.write(
        Message(
            conversation=change.conversation,
            author=Message.Author.OPERATOR if actor is not None else Message.Author.SERVICE,
            operator=actor,
            staff_only=True,
            text=text,
            client_id=client_id,
            created_at=change.now,
        )
    )
    return message, change.record("message.noted", message=message)


def beaten_or_not(visitor_id: int, client_id: UUID, store: Callable[[], Stored]) -> Stored:
    """Store it, or find what the database says it has already: asking first would cost every message a query."""
    try:
        return store()
    except IntegrityError:
        return stored_by(visitor=visitor_id, client_id=client_id) or store()


def say_as_visitor(change: Change, text: str, visitor: Visitor, client_id: UUID) -> tuple[Message, Event]:
    """The visitor's words within somebody's change. They are stored before the menu asks, or reads them."""
    message = _say(change, Message.Author.VISITOR, text, client_id=client_id, visitor=visitor)
    event = change.record("message.received", message=message)
    asked = menus.hear(change, text)
    if asked is not None:
        with change.acting(menus.MENU):
            say_for_the_house(change, asked.text, "message.menu", choices=asked.choices)
    return message, event


def say_for_the_house(change: Change, text: str, kind: str, **data: Any) -> Message:
    """A service message within somebody's change, e.g. a hold step; `data` is the event's."""
    message = _say(change, Message.Author.SERVICE, text)
    change.record(kind, message=message, **data)
    return message


def note_for_the_house(change: Change, text: str) -> Message:
    """A note that a machine leaves for colleagues within somebody's change."""
    return _note(change, None, text)[0]


def _say(
    change: Change,
    author: Message.Author,
    text: str,
    *,
    client_id: UUID | None = None,
    visitor: Visitor | None = None,
    operator: Operator | None = None,
) -> Message:
    conversation, now = change.conversation, change.now
    conversation.last_text, conversation.last_author, conversation.last_at = text[:PREVIEW], author, now
    if author == Message.Author.VISITOR:
        conversation.unanswered_since = conversation.unanswered_since or now
        conversation.visitor_at = now
    elif author == Message.Author.OPERATOR:
        conversation.unanswered_since = None
        conversation.answered_at = now
        if operator is None or operator.pk not in conversation.seniors:
            # Whoever only helps is not the one whom this client knows.
            conversation.answered_by = operator
    return change.write(
        Message(
            conversation=conversation,
            author=author,
            visitor=visitor,
            operator=operator,
            text=text,
            client_id=client_id,
            created_at=now,
        )
    )


def _take_up(change: Change, actor: Operator) -> None:
    """Writing makes the writer the assignee where nobody has accepted, and accepts (SPEC 3.10, 4.4).

    Where a colleague has accepted, the writer substitutes and takes nothing over; a senior who was called never does
    (SPEC 3.11).
    """
    conversation = change.conversation
    if conversation.active and conversation.accepted:
        return
    if _only_helps(conversation, actor):
        # Still nobody's, but answered: what would be said to somebody who waits is not said any more.
        conversation.hold_due_at = None
        return
    slots.lock(actor.pk)
    change.move(Verb.REPLY, assignee=actor)
    change.record("conversation.accepted")


def _only_helps(conversation: Conversation, actor: Operator) -> bool:
    """Called in, and not responsible. In a closed conversation nobody helps any more."""
    called = actor.pk in conversation.seniors and conversation.assignee_id != actor.pk
    return called and conversation.status != Status.CLOSED


def _refuse_stale(conversation: Conversation, actor: Operator, seen_seq: int | None) -> None:
    if seen_seq is None or seen_seq >= conversation.seq:
        return
    if conversation.events.filter(seq__gt=seen_seq, kind="conversation.moved_to_request").exists():
        raise Conflict(
            "became_request",
            _("The visitor has left a request instead of waiting. Look at it, then send again if it is still needed."),
        )
    newer = conversation.events.filter(seq__gt=seen_seq, kind="message.sent").exclude(message__operator=actor)
    if answer := newer.select_related("message__operator").last():
        name = answer.message.operator.name if answer.message and answer.message.operator else ""
        raise Conflict(
            "colleague_answered",
            _("%(name)s has answered since. Read it, then send again if it is still needed.") % {"name": name},
        )


def stored_by(**author: object) -> Stored | None:
    """What this author sent under this `client_id` before."""
    message = Message.objects.filter(**author).select_related("event", "conversation__assignee").first()
    return Stored(message, message.event, message.conversation, repeated=True) if message else None
