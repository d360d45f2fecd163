"""The life of a conversation: end, close, reopen, categorise, mark read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.actions.actor import Actor
from helpdesk.actions.change import changing
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.models import Category, Conversation, Operator
from helpdesk.queries import UNCLOSED
from routing.lifecycle import Verb


def end(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """The live session is over and the slot is free; the visitor's next word wakes it up again (SPEC 4.2)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.end_conversation") as change:
        if change.move(Verb.END):
            change.record("conversation.ended")
    return change.conversation


def close(actor: Actor, conversation_id: int, *, now: datetime) -> Conversation:
    """Over: into the archive. The visitor's next word begins a new conversation. Raises Conflict (closed)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.close_conversation") as change:
        change.move(Verb.CLOSE)
        change.conversation.closed_at = now
        change.conversation.unanswered_since = None
        change.record("conversation.closed")
    return change.conversation


def reopen(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """Out of the archive, not live. Raises Conflict (newer_exists, not_closed)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.reopen_conversation") as change:
        conversation = change.conversation
        change.move(Verb.REOPEN)
        newer = (
            Conversation.objects.filter(UNCLOSED, visitor=conversation.visitor_id).exclude(pk=conversation.pk).first()
        )
        if newer is not None:
            raise Conflict(
                "newer_exists", _("The visitor is already writing in a newer conversation, #%(id)s.") % {"id": newer.pk}
            )
        conversation.closed_at = None
        change.record("conversation.reopened")
    return conversation


def categorise(actor: Operator, conversation_id: int, category_id: int | None, *, now: datetime) -> Conversation:
    """Set or clear the category (SPEC 4.9). Raises Invalid (no_category)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.categorise_conversation") as change:
        category = Category.objects.filter(pk=category_id, archived=False).first() if category_id else None
        if category_id and category is None:
            raise Invalid("no_category", _("There is no such category any more. Choose another one."))
        if change.conversation.category_id != (category.pk if category else None):
            change.conversation.category = category
            change.record("conversation.categorised", category=category.name if category else None)
    return change.conversation


def mark_read(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """By hand, where no answer is needed (SPEC 4.5)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.read_conversation") as change:
        if change.conversation.unanswered_since is not None:
            change.conversation.unanswered_since = None
            change.record("conversation.read")
    return change.conversation
