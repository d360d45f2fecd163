"""One pass over the queue: plan on a snapshot, claim one by one, and note why the others wait."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from helpdesk import snapshots
from helpdesk.actions import autoreplies
from helpdesk.actions.change import Change
from helpdesk.actions.claims import DISTRIBUTION, claim
from helpdesk.actions.locks import lock_all
from helpdesk.models import Conversation, Operator
from routing.assignment import plan
from routing.decisions import Assign, Wait
from routing.snapshot import Rotation, Snapshot
from routing.traces import as_data

ROUNDS = 5
"""How often a pass plans anew after losing claims to other workers; the sweep goes on where it stopped."""

NOTED_AT_ONCE = 100
"""So many are told why they wait in one transaction, and twice as many in one pass: assigning goes before telling."""


def drain(*, now: datetime) -> int:
    """Assign whatever can be assigned now; how many."""
    assigned = 0
    for _ in range(ROUNDS):
        if not Conversation.objects.filter(queued_at__isnull=False).exists():
            break
        lost, won, waits = _round(snapshots.take(now), now)
        assigned += won
        if not lost:
            note(waits, now=now)
            break
    return assigned


def _round(snapshot: Snapshot, now: datetime) -> tuple[int, int, list[Wait]]:
    """How many claims were lost and won, and what waits for another reason than was noted."""
    people: dict[int, Operator | None] = {}
    stopped: set[Rotation] = set()
    lost = won = 0
    waits: list[Wait] = []
    for decision in plan(snapshot):
        if isinstance(decision, Wait):
            if decision.trace.why != decision.trace.waiting.noted and len(waits) < 2 * NOTED_AT_ONCE:
                waits.append(decision)
        elif (rotation := _rotation(decision)) not in stopped and _claim(decision, people, snapshot.version, now):
            won += 1
        else:
            lost += 1
            if rotation is not None:
                # What was planned after it took it for given: whose turn it is now is a new question.
                stopped.add(rotation)
    return lost, won, waits


def _rotation(decision: Assign) -> Rotation | None:
    """In which somebody's turn it is; None where the algorithm goes by other things."""
    trace = decision.trace
    return (trace.policy.rotation, trace.waiting.group) if decision.rotates else None


def _claim(decision: Assign, people: dict[int, Operator | None], version: int, now: datetime) -> bool:
    """`people` are those who were given something in this pass before: each is read once."""
    if decision.operator not in people:
        people[decision.operator] = Operator.objects.filter(pk=decision.operator).first()
    operator = people[decision.operator]
    return operator is not None and claim(decision, operator, version=version, now=now)


def note(waits: Iterable[Wait], *, now: datetime) -> None:
    """Say in the timeline why each of these waits, where that has changed (SPEC 3.8)."""
    waits = list(waits)
    for start in range(0, len(waits), NOTED_AT_ONCE):
        by_id = {wait.conversation: wait for wait in waits[start : start + NOTED_AT_ONCE]}
        with transaction.atomic():
            rows = Conversation.objects.filter(pk__in=by_id, queued_at__isnull=False).order_by("pk")
            for conversation in lock_all(rows, skip_locked=True):
                trace = by_id[conversation.pk].trace
                if conversation.noted == trace.why or conversation.group_id != trace.waiting.group:
                    continue
                change = Change(conversation, DISTRIBUTION, now)
                conversation.noted = trace.why
                change.record("conversation.waits", why=trace.why, trace=as_data(trace))
                autoreplies.expect(change)
                change.save()
