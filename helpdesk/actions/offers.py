"""The visitor takes what a hold step has offered: the chat becomes a request (SPEC 4.7, 5.5).

It stays the same conversation. As a chat it is over, with the outcome "moved"; as a request it is open, not live, in
nobody's queue, and to be sorted out by its group, with a due time where a call was asked for.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk import callbacks
from helpdesk.actions.arrivals import enter
from helpdesk.actions.change import Change
from helpdesk.actions.errors import Conflict
from helpdesk.actions.locks import lock_first
from helpdesk.actions.messages import Stored, beaten_or_not, say_as_visitor, stored_by
from helpdesk.actions.requests import Contacts, keep
from helpdesk.actions.texts import clean
from helpdesk.models import Conversation
from helpdesk.queries import UNCLOSED
from routing.lifecycle import Verb


def accept(
    visitor_id: int, text: str, contacts: Contacts, *, client_id: UUID, due_at: datetime | None = None, now: datetime
) -> Stored:
    """Stop waiting. `text` is what the visitor wants to say with it; `due_at` the beginning of a slot for a call.

    Sending the same `client_id` again returns the first row. Raises Conflict (no_offer) where somebody has accepted
    meanwhile or nothing is offered, Invalid (text_empty, text_too_long, slot_gone), NotAllowed (forbidden).
    """
    text = clean(text)
    return beaten_or_not(visitor_id, client_id, lambda: _accept(visitor_id, text, contacts, client_id, due_at, now))


def _accept(
    visitor_id: int, text: str, contacts: Contacts, client_id: UUID, due_at: datetime | None, now: datetime
) -> Stored:
    with transaction.atomic():
        visitor, repeats = enter(visitor_id, client_id, now)
        if repeats and (stored := stored_by(visitor=visitor, client_id=client_id)):
            return stored
        conversation = lock_first(visitor.conversations.filter(UNCLOSED))
        if conversation is None or not conversation.offered:
            raise Conflict("no_offer", _why(conversation))
        callbacks.refuse_gone(due_at, conversation.contact_point_id, conversation.group_id, now)
        keep(visitor, contacts)
        change = Change(conversation, visitor, now)
        _become_request(change, due_at)
        message, event = say_as_visitor(change, text, visitor, client_id)
        change.save()
    return Stored(message, event, conversation)


def _become_request(change: Change, due_at: datetime | None) -> None:
    conversation, assignee = change.conversation, change.conversation.assignee
    change.move(Verb.END)
    # Whoever was given it has not accepted: the request is the whole group's.
    conversation.assignee, conversation.accepted = None, False
    conversation.status, conversation.kind = Conversation.Status.OPEN, Conversation.Kind.REQUEST
    conversation.due_at, change.moved = due_at, True
    due = due_at.isoformat() if due_at is not None else None
    change.record(
        "conversation.moved_to_request", due=due, offer=conversation.offered, assignee=assignee and assignee.name
    )


def _why(conversation: Conversation | None) -> str | Promise:
    if conversation is not None and conversation.accepted:
        return _("Somebody is here for you now: just write.")
    if conversation is not None and conversation.kind == Conversation.Kind.REQUEST:
        return _("Your request has been received already.")
    return _("This is not offered any more. Write, and we will answer.")
