"""Calling a senior into a conversation: sees, writes, takes no slot, can leave (SPEC 3.11)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.actions.change import changing
from helpdesk.actions.errors import Invalid
from helpdesk.models import Conversation, Operator


def call(actor: Operator, conversation_id: int, operator_id: int, *, now: datetime) -> Conversation:
    """Raises Invalid (no_senior) when there is no such senior any more."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.call_conversation") as change:
        senior = Operator.objects.filter(pk=operator_id, enabled=True, senior=True).first()
        if senior is None:
            raise Invalid("no_senior", _("This colleague cannot be called any more. Choose another one."))
        if senior.pk not in change.conversation.seniors:
            change.conversation.seniors = [*change.conversation.seniors, senior.pk]
            change.record("conversation.senior_called", to=senior.name, operator=senior.pk)
    return change.conversation


def leave(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """The senior has helped. Whoever was not called changes nothing."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.call_conversation") as change:
        if actor.pk in change.conversation.seniors:
            change.conversation.seniors = [pk for pk in change.conversation.seniors if pk != actor.pk]
            change.record("conversation.senior_left", operator=actor.pk)
    return change.conversation
