"""What is pushed to operators' sockets. Each socket then decides what its reader may see (`consumers/operator.py`)."""

from typing import Any

from django.utils import translation

from helpdesk.models import Event
from helpdesk.outbox import Commit
from helpdesk.views.notices import notices
from helpdesk.views.rendering import items_html, order_of, row_html
from routing.placement import Facts

RELOAD = {"type": "staff.reload"}
"""To one operator: what you may see has changed."""


def row(commit: Commit, language: str) -> dict[str, Any]:
    """The whole row as it is now, with the facts that placement needs before and after.

    `notices` are [operator, text]: each of them is told to that operator and to nobody else.
    """
    conversation = commit.conversation
    with translation.override(language):
        told = [[operator, text] for operator, text in notices(commit)]
    return {
        "type": "staff.row",
        "id": conversation.pk,
        "seq": conversation.seq,
        "before": pack(commit.before) if commit.before is not None else None,
        "after": pack(commit.after),
        "order": order_of(conversation),
        "html": str(row_html(conversation, language)),
        "notices": told,
    }


def thread(commit: Commit, language: str) -> dict[str, Any]:
    """The items that the commit added. They come without gaps: `from` … `seq`."""
    conversation = commit.conversation
    return {
        "type": "staff.thread",
        "id": conversation.pk,
        "after": pack(commit.after),
        "from": commit.events[0].seq,
        "seq": commit.events[-1].seq,
        "html": str(items_html(commit.events, conversation, language)),
    }


def alert(commit: Commit, event: Event) -> dict[str, Any]:
    """To the operators whom a rule wants told; each socket looks whether its reader may see the conversation."""
    return {
        "type": "staff.alert",
        "id": commit.conversation.pk,
        "after": pack(commit.after),
        "visitor": str(commit.conversation.visitor),
        "text": event.data["text"],
    }


def pack(facts: Facts) -> list[Any]:
    return [facts.assignee, facts.group, facts.status, facts.active, facts.accepted, facts.seniors, facts.in_menu]


def unpack(packed: list[Any]) -> Facts:
    assignee, group, status, active, accepted, seniors, in_menu = packed
    return Facts(assignee, group, status, active, accepted, tuple(seniors), in_menu)
