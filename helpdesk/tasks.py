"""Celery: load, decide, act; short."""

import logging

from celery import shared_task
from django.utils import timezone

from helpdesk.actions import absences, holds, overload, passes, presence, traces
from helpdesk.models import Conversation

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 500


@shared_task
def sweep_queue() -> None:
    """Assign whoever waits and can be assigned. Sent when something changes, and swept anyway."""
    passes.run()


@shared_task
def sweep_holds() -> None:
    """Say every hold step that is due."""
    now = timezone.now()
    due = Conversation.objects.filter(hold_due_at__lte=now).order_by("hold_due_at")
    for pk in list(due.values_list("pk", flat=True)[:SWEPT_AT_ONCE]):
        try:
            holds.run_step(pk, now=now)
        except Exception:  # whatever is wrong with this row, the others must have their turn
            log.exception("hold step of conversation %s failed", pk)
            holds.push_on(pk, now=now)


@shared_task
def sweep_acceptances() -> None:
    """Take back what was not accepted in time."""
    now = timezone.now()
    due = Conversation.objects.filter(accept_due_at__lte=now).order_by("accept_due_at")
    for pk in list(due.values_list("pk", flat=True)[:SWEPT_AT_ONCE]):
        try:
            absences.give_back(pk, now=now)
        except Exception:  # whatever is wrong with this row, the others must have their turn
            log.exception("acceptance of conversation %s failed", pk)
            absences.push_on(pk, now=now)


@shared_task
def sweep_absences() -> None:
    """Take from operators who are gone what the policies don't leave with them."""
    now = timezone.now()
    for pk in absences.left_alone(now)[:SWEPT_AT_ONCE]:
        try:
            absences.reassign(pk, now=now)
        except Exception:  # as above; nothing is due here, the next sweep looks again
            log.exception("reassigning conversation %s failed", pk)


@shared_task
def sweep_overloads() -> None:
    """Hide the groups that are full, show those that have had a free slot for a while."""
    overload.review(now=timezone.now())


@shared_task
def forget_leases() -> None:
    presence.forget_expired(now=timezone.now())


@shared_task
def forget_traces() -> None:
    """Reasons are kept as long as the general policy says."""
    traces.forget(now=timezone.now())
