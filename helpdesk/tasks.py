"""Celery: load, decide, act; short."""

import logging
import time

from celery import shared_task
from django.utils import timezone

from helpdesk import webhooks
from helpdesk.actions import absences, due, overload, passes, presence, timed_rules, traces

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 500
DUE_SECONDS = 1.5
"""A sweep goes on for so long while something is due. Longer than a tick, so that a backlog gets a second worker."""

CALLED_AT_ONCE = 20


@shared_task
def sweep_queue() -> None:
    """Assign whoever waits and can be assigned. Sent when something changes, and swept anyway."""
    passes.run()


@shared_task
def sweep_due() -> None:
    """Whatever is due: acceptances, hold steps and all other timers of conversations."""
    until = time.monotonic() + DUE_SECONDS
    while due.sweep(timezone.now()) and time.monotonic() < until:
        pass


@shared_task
def sweep_absences() -> None:
    """Take from operators who are gone what the policies don't leave with them."""
    now = timezone.now()
    for pk in absences.left_alone(now)[:SWEPT_AT_ONCE]:
        try:
            absences.reassign(pk, now=now)
        except Exception:  # the others must have their turn; the next sweep looks at this one again
            log.exception("reassigning conversation %s failed", pk)


@shared_task
def sweep_overloads() -> None:
    """Hide the groups that are full, show those that have had a free slot for a while."""
    overload.review(now=timezone.now())


@shared_task
def sweep_webhooks() -> None:
    """Call what rules want called, one after the other."""
    for _ in range(CALLED_AT_ONCE):
        call = webhooks.claim(timezone.now())
        if call is None:
            return
        webhooks.make(call, now=timezone.now())


@shared_task
def forget_leases() -> None:
    presence.forget_expired(now=timezone.now())


@shared_task
def forget_traces() -> None:
    """Reasons are kept as long as the general policy says."""
    traces.forget(now=timezone.now())


@shared_task
def forget_rules() -> None:
    """What rules have done once, and what they had called."""
    timed_rules.forget(now=timezone.now())
    webhooks.forget(now=timezone.now())
