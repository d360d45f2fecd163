"""Nobody is left with an operator who is gone, or who doesn't take up what was given (SPEC 3.10, 3.12)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.locks import lock_first
from helpdesk.models import Conversation, PresenceLease
from helpdesk.snapshots import policies
from routing.lifecycle import Verb
from routing.policies import PresenceMode, Reassign, Terms

GONE = System("absence")
LAPSED = System("acceptance")

GRACE = timedelta(seconds=60)
"""After the last lease has run out, against reloads and short losses of the network; none after a log-out."""


def left_alone(now: datetime) -> list[int]:
    """The conversations whose assignee is gone and whose visitor has the last word, longest first.

    What the channel's policy leaves with the assignee is not among them.
    """
    rows = _left_alone(now).order_by("unanswered_since", "pk")
    terms = {pk: policy.terms for pk, policy in policies.read(now).policies.items()}
    found = rows.values_list("pk", "contact_point_id", "accepted", "answered_at")
    return [pk for pk, point, accepted, answered in found if _goes(terms.get(point, Terms()), accepted, answered)]


def reassign(conversation_id: int, *, now: datetime) -> bool:
    """Back to the queue, at the place where the visitor's waiting puts it; False when that is not needed any more."""
    with transaction.atomic():
        conversation = lock_first(_left_alone(now).filter(pk=conversation_id), skip_locked=True)
        if conversation is None or conversation.assignee is None:
            return False
        terms = policies.terms_of(conversation.contact_point_id)
        if not _goes(terms, conversation.accepted, conversation.answered_at):
            return False
        name, since = conversation.assignee.name, conversation.unanswered_since
        change = Change(conversation, GONE, now)
        change.move(Verb.RELEASE)
        conversation.queued_at = since
        _release(change, name)
        change.save()
    return True


def lapse(change: Change) -> None:
    """The assignee has not accepted in time: back to the queue, and not to the same one again at once."""
    conversation, assignee = change.conversation, change.conversation.assignee
    if assignee is None or conversation.accepted:
        conversation.accept_due_at = None
        return
    change.move(Verb.RELEASE)
    change.passed_by(assignee)
    conversation.queued_at = conversation.unanswered_since or change.now
    _release(change, assignee.name)


def _release(change: Change, name: str) -> None:
    whose: dict[str, Any] = {"from": name}
    change.record("conversation.released", **whose)


def _left_alone(now: datetime) -> QuerySet[Conversation]:
    here = PresenceLease.objects.filter(operator=OuterRef("assignee"), expires_at__gt=now - GRACE)
    held = Conversation.objects.filter(active=True, assignee__isnull=False, unanswered_since__isnull=False)
    # A colleague may hand it to somebody who is away (SPEC 3.9): that one has as long to come as anybody has.
    just_handed = Q(handed_at__isnull=False, handed_at__gt=now - GRACE)
    return held.exclude(Exists(here)).exclude(just_handed)


def _goes(terms: Terms, accepted: bool, answered_at: datetime | None) -> bool:
    # Where presence does not count, nobody is ever gone.
    if terms.presence is PresenceMode.STATUS or terms.reassign is Reassign.OFF:
        return False
    return terms.reassign is Reassign.LAST_WORD or not accepted or answered_at is None
