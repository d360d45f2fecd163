"""One pass over the queue: plan on a snapshot, then claim one by one."""

from datetime import datetime

from helpdesk import snapshots
from helpdesk.actions.assignments import claim
from helpdesk.models import Conversation
from routing.assignment import plan
from routing.decisions import Assign

ROUNDS = 5
"""How often a pass plans anew after losing claims to other workers; the sweep goes on where it stopped."""


def drain(*, now: datetime) -> int:
    """Assign whatever can be assigned now; how many."""
    assigned = 0
    for _ in range(ROUNDS):
        if not Conversation.objects.filter(queued_at__isnull=False).exists():
            break
        proposals = [d for d in plan(snapshots.take(now)) if isinstance(d, Assign)]
        won = sum(claim(proposal, now=now) for proposal in proposals)
        assigned += won
        if won == len(proposals):
            break
    return assigned
