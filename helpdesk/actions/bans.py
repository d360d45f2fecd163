"""Turning somebody out (SPEC 7.9)."""

from datetime import datetime

from helpdesk.actions.change import changing
from helpdesk.models import Ban, Conversation, Operator
from routing.lifecycle import Status, Verb


def ban(
    actor: Operator, conversation_id: int, *, reason: str = "", expires_at: datetime | None = None, now: datetime
) -> Ban:
    """Ban the visitor's browser and close the conversation. Lifting is deleting the row, in the admin."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.ban_conversation") as change:
        conversation: Conversation = change.conversation
        # Renewed, not only found: an earlier ban may have expired.
        row, _ = Ban.objects.update_or_create(
            visitor=conversation.visitor,
            defaults={
                "created_by": actor.user,
                "created_at": now,
                "reason": reason[:200],
                "expires_at": expires_at,
            },
        )
        change.record("visitor.banned", reason=reason[:200])
        if conversation.status != Status.CLOSED:
            change.move(Verb.CLOSE)
            conversation.closed_at, conversation.unanswered_since = now, None
            change.record("conversation.closed")
    return row
