"""Celery: load, decide, act; short."""

import logging

from celery import shared_task
from django.utils import timezone

from helpdesk.actions import distribution, groups, holds, overload, presence
from helpdesk.models import Conversation

log = logging.getLogger(__name__)

HOLDS_A_SWEEP = 500


@shared_task
def sweep_queue() -> None:
    """Assign whoever waits and can be assigned. Sent when something changes, and swept anyway."""
    now = timezone.now()
    groups.rescue(now=now)
    distribution.drain(now=now)


@shared_task
def sweep_holds() -> None:
    """Say every hold step that is due."""
    now = timezone.now()
    due = Conversation.objects.filter(hold_due_at__lte=now).order_by("hold_due_at")
    for pk in list(due.values_list("pk", flat=True)[:HOLDS_A_SWEEP]):
        try:
            holds.run_step(pk, now=now)
        except Exception:  # whatever is wrong with this row, the others must have their turn
            log.exception("hold step of conversation %s failed", pk)
            holds.push_on(pk, now=now)


@shared_task
def sweep_overloads() -> None:
    """Hide the groups that are full, show those that have had a free slot for a while."""
    overload.review(now=timezone.now())


@shared_task
def forget_leases() -> None:
    presence.forget_expired(now=timezone.now())
