"""What rules want to be called: a row in the transaction of the rule, sent after its commit (`helpdesk.webhooks`)."""

import json
from typing import Any

from helpdesk.actions.change import Change
from helpdesk.models import Conversation, Event, WebhookCall


def want(change: Change, webhook: int, *, rule: str, event: Event | None) -> WebhookCall:
    """Write down what is to be sent; what it tells is the conversation as the rule has left it by then."""
    call = WebhookCall(webhook_id=webhook, conversation=change.conversation, rule=rule)
    call.created_at = call.due_at = change.now
    call.body = json.dumps(_told(change.conversation, event, call), ensure_ascii=False)
    call.save()
    return call


def _told(c: Conversation, event: Event | None, call: WebhookCall) -> dict[str, Any]:
    return {
        "id": str(call.id),
        "rule": str(call.rule),
        "at": call.created_at.isoformat(),
        "event": {"kind": event.kind, "text": event.message.text if event.message else ""} if event else None,
        "conversation": {
            "id": c.pk,
            "kind": c.kind,
            "channel": c.contact_point.name,
            "status": c.status,
            "active": c.active,
            "accepted": c.accepted,
            "assignee": c.assignee.name if c.assignee else None,
            "group": c.group.name if c.group else None,
            "stage": c.stage.name if c.stage else None,
            "category": c.category.name if c.category else None,
            "tags": c.tags,
            "priority": c.priority,
            "page": c.start_page,
        },
        "visitor": {"id": c.visitor_id, "name": str(c.visitor), "email": c.visitor.email, "phone": c.visitor.phone},
    }
