"""The life of a conversation: end, close, reopen, stage, categorise, mark read; the end that silence brings."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from helpdesk.actions.actor import Actor, System
from helpdesk.actions.change import Change, changing
from helpdesk.actions.errors import Conflict, Invalid
from helpdesk.models import Category, Conversation, Operator, Stage
from helpdesk.queries import UNCLOSED, offered_stages
from helpdesk.snapshots.service import service_of
from routing import autoend
from routing.autoend import Silence
from routing.lifecycle import Status, Verb

SILENCE = System("silence")


def end(actor: Actor, conversation_id: int, *, status: str | None = None, now: datetime) -> Conversation:
    """The live session is over and the slot is free; the visitor's next word wakes it up again (SPEC 4.2).

    `status` is open or pending; None leaves it as it is. Who wants it closed calls `close`. Raises Invalid (no_status).
    """
    if status not in (None, Status.OPEN, Status.PENDING):
        raise Invalid("no_status", _("There is no such status."))
    with changing(actor, conversation_id, now=now, permission="helpdesk.end_conversation") as change:
        leave_live(change, status)
    return change.conversation


def leave_live(change: Change, status: str | None = None, **why: Any) -> None:
    """End it within somebody's change, with this status."""
    ended = changed = change.move(Verb.END)
    if status is not None and change.conversation.status != status:
        change.conversation.status, changed = status, True
    if changed:
        told = ended and change.was_live
        change.record("conversation.ended", status=change.conversation.status, told=told, **why)


def close(actor: Actor, conversation_id: int, *, now: datetime) -> Conversation:
    """Over: into the archive. The visitor's next word begins a new conversation.

    Raises Conflict (closed), Invalid (category_required).
    """
    with changing(actor, conversation_id, now=now, permission="helpdesk.close_conversation") as change:
        _close(change)
    return change.conversation


def _close(change: Change) -> None:
    conversation = change.conversation
    change.move(Verb.CLOSE)
    # Only people can be asked for one; what the machine closes is closed without.
    asked = isinstance(change.actor, Operator) and conversation.category_id is None
    if asked and service_of(conversation.contact_point_id).category_required:
        raise Invalid("category_required", _("Choose a category first: it is required to close here."))
    conversation.closed_at, conversation.unanswered_since = change.now, None
    change.record("conversation.closed")


def set_stage(actor: Operator, conversation_id: int, stage_id: int | None, *, now: datetime) -> Conversation:
    """The stage, and the status it stands for (SPEC 4.6). Raises Invalid (no_stage, category_required)."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.stage_conversation") as change:
        conversation = change.conversation
        stage = offered_stages(conversation.contact_point_id).filter(pk=stage_id).first() if stage_id else None
        if stage_id and stage is None:
            raise Invalid("no_stage", _("There is no such stage any more. Choose another one."))
        if conversation.stage_id != (stage.pk if stage else None):
            conversation.stage = stage
            change.record("conversation.staged", stage=stage.name if stage else None)
            if stage is not None and stage.status != conversation.status:
                _follow(change, stage)
    return change.conversation


def _follow(change: Change, stage: Stage) -> None:
    """To the status that a stage stands for."""
    conversation = change.conversation
    if stage.status == Status.CLOSED:
        _close(change)
    elif conversation.status == Status.CLOSED:
        raise Invalid("closed", _("This conversation is closed. Reopen it first."))
    else:
        conversation.status = stage.status


def postpone(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """Put off the end that silence would bring (SPEC 4.3). Raises Conflict (not_ending) when none is due."""
    with changing(actor, conversation_id, now=now, permission="helpdesk.postpone_conversation") as change:
        c = change.conversation
        silence = Silence(c.active, c.assignee_id is not None, c.visitor_at, c.answered_at, c.postponed_to)
        until = autoend.postponed(silence, service_of(c.contact_point_id).auto_end, now)
        if until is None:
            raise Conflict("not_ending", _("This conversation does not end by itself."))
        c.postponed_to = until
        change.record("conversation.postponed", until=until.isoformat())
    return change.conversation


def fall_silent(change: Change) -> None:
    """Both sides have been silent for long: it ends, and the status says whose turn it was (SPEC 4.3)."""
    c = change.conversation
    silence = Silence(c.active, c.assignee_id is not None, c.visitor_at, c.answered_at, c.postponed_to)
    status = autoend.ends_in(silence, service_of(c.contact_point_id).auto_end, change.now)
    if status is not None:
        leave_live(change, status)


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
