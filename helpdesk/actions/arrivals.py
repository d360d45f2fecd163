"""A visitor comes in: who they are, whether they may, and into which conversation their words go."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from helpdesk.actions import choices, slots
from helpdesk.actions.change import Change
from helpdesk.actions.errors import NotAllowed
from helpdesk.actions.locks import lock_first
from helpdesk.actions.whole import load
from helpdesk.bans import in_force
from helpdesk.models import ContactPoint, Conversation, Message, Operator, OperatorGroup, Visitor
from helpdesk.queries import UNCLOSED
from helpdesk.snapshots.policies import terms_of
from routing.filters import Room, assignable
from routing.lifecycle import BORN, Verb
from routing.policies import Policy, Terms
from routing.zones import is_zone


def begin(
    contact_point: ContactPoint,
    *,
    page: str,
    referrer: str,
    user_agent: str,
    ip: str | None,
    language: str,
    now: datetime,
) -> Visitor:
    """A browser that has not been here before, or has forgotten that it was."""
    return Visitor.objects.create(
        contact_point=contact_point,
        page=page[:2000],
        referrer=referrer[:2000],
        user_agent=user_agent[:300],
        ip=ip,
        language=language,
        created_at=now,
        seen_at=now,
    )


def moved(visitor_id: int, *, page: str, title: str, now: datetime) -> None:
    """The visitor has gone to another page. Operators see it when they look; it is no event."""
    Visitor.objects.filter(pk=visitor_id).update(page=page[:2000], page_title=title[:200], seen_at=now)


def reached_from(visitor: Visitor, ip: str) -> None:
    """The visitor speaks from another address than before."""
    visitor.ip = ip
    visitor.save(update_fields=["ip"])


def lives_in(visitor: Visitor, zone: str) -> None:
    """What the visitor's browser says its time zone is, by its IANA name; it may say anything."""
    if zone != visitor.zone and is_zone(zone):
        visitor.zone = zone
        visitor.save(update_fields=["zone"])


def going_on(visitor_id: int, now: datetime) -> Change | None:
    """The visitor's unclosed conversation, locked, and woken up if it had ended; None when there is none.

    The way of nearly every message, hence plain statements. Raises NotAllowed (forbidden).
    """
    with connection.cursor() as cursor:
        cursor.execute(_GOING_ON, [now, visitor_id])
        found = cursor.fetchone()
    if found is None:
        return None
    conversation, let_in = found
    if not let_in:
        raise NotAllowed("forbidden", _("The chat is not available."))
    whole = load(conversation)
    return _woken(Change(whole, whole.visitor, now))


# What `bans.in_force` says of a visitor, and the lock, in one statement.
_GOING_ON = """
SELECT c.id, p.enabled AND NOT EXISTS (
    SELECT FROM helpdesk_ban b WHERE b.visitor_id = c.visitor_id AND (b.expires_at IS NULL OR b.expires_at > %s)
)
FROM helpdesk_conversation c JOIN helpdesk_contactpoint p ON p.id = c.contact_point_id
WHERE c.visitor_id = %s AND c.status <> 'closed'
FOR NO KEY UPDATE OF c
"""


def enter(visitor_id: int, client_id: UUID, now: datetime) -> tuple[Visitor, bool]:
    """Lock the visitor, so that two first messages make one conversation. Raises NotAllowed (forbidden).

    Also says whether a message with this `client_id` seems to be stored already.
    """
    sent = Message.objects.filter(visitor=OuterRef("pk"), client_id=client_id)
    visitor = (
        Visitor.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contact_point")
        .annotate(banned=Exists(in_force(now).filter(visitor=OuterRef("pk"))), repeats=Exists(sent))
        .get(pk=visitor_id)
    )
    if visitor.banned or not visitor.contact_point.enabled:
        raise NotAllowed("forbidden", _("The chat is not available."))
    return visitor, visitor.repeats


def conversation_for(visitor: Visitor, group_id: int | None, page: str, now: datetime) -> Change:
    """The visitor's unclosed conversation, woken up if it had ended, or a new one. The caller saves the change."""
    conversation = lock_first(visitor.conversations.filter(UNCLOSED))
    if conversation is None:
        return start(visitor, choices.for_chat(visitor, group_id, page or visitor.page, now), page, now)
    return _woken(Change(conversation, visitor, now))


def _woken(change: Change) -> Change:
    """The visitor has written: an ended conversation is live again."""
    was_active = change.conversation.active
    change.move(Verb.RECEIVE)
    if not was_active:
        terms = terms_of(change.conversation.contact_point_id)
        _find_the_assignee_again(change, terms)
        change.record("conversation.reactivated")
        if change.conversation.assignee_id is not None:
            change.is_given(terms)
    return change


def start(
    visitor: Visitor,
    group: OperatorGroup | None,
    page: str,
    now: datetime,
    *,
    kind: str = Conversation.Kind.CHAT,
    by: Operator | None = None,
    due_at: datetime | None = None,
) -> Change:
    """A new conversation, linked to the visitor's last one; a request is not live (SPEC 4.7). The caller saves it.

    `by`: the operator who begins it, where it is not the visitor. `due_at`: when a call is promised.
    """
    conversation = Conversation(
        kind=kind,
        contact_point=visitor.contact_point,
        visitor=visitor,
        previous=visitor.conversations.order_by("-id").first(),
        group=group,
        status=BORN.status,
        active=kind == Conversation.Kind.CHAT,
        start_page=page[:2000],
        due_at=due_at,
        created_at=now,
    )
    conversation.save()
    change = Change(conversation, by or visitor, now, new=True)
    started = "conversation.started" if conversation.active else "conversation.requested"
    due: dict[str, Any] = {"due": due_at.isoformat()} if due_at is not None else {}
    change.record(started, group=group.name if group else None, **due)
    return change


def _find_the_assignee_again(change: Change, terms: Terms) -> None:
    """Whoever comes back gets the same person, if that person is there and has a free slot; else the queue.

    The machine must not exceed a limit and must not leave anybody with an absent operator (SPEC 2.8, 10.1).
    """
    conversation, point = change.conversation, change.conversation.contact_point
    if conversation.assignee_id is None:
        return
    state = slots.lock(conversation.assignee_id, change.now)
    # Portions and pauses are for what is given anew; this one was theirs before.
    policy = Policy(replace(terms, portion=0, pause=0), weight=point.weight)
    room = Room(change.now, point.pk, policy, lambda _: 0)
    if state is None or not assignable(state, terms.presence) or room.why_not(state):
        conversation.assignee = None
