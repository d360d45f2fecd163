"""Locking conversations for change."""

from django.db.models import QuerySet

from helpdesk.models import Conversation

RELATED = ("visitor__contact", "group", "assignee", "contact_point")
"""What every action looks at."""


def lock_first(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> Conversation | None:
    """The only, or the first, of these rows, locked; None when there is none (any more)."""
    return next(iter(lock_all(conversations.order_by("pk")[:1], skip_locked=skip_locked)), None)


def lock_all(conversations: QuerySet[Conversation], *, skip_locked: bool = False) -> list[Conversation]:
    """These rows locked for change, with what is related to them."""
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
