"""Making a planned assignment true, if it still can be (law 4)."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from helpdesk import snapshots
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.whole import load
from helpdesk.models import Operator, Portion, Turn
from routing import filters
from routing.decisions import Assign
from routing.lifecycle import Verb
from routing.policies import Acceptance, Policy
from routing.snapshot import OperatorState
from routing.traces import as_data

DISTRIBUTION = System("distribution")


class Lost(Exception):
    """The world has moved on since the plan was made."""


def claim(proposal: Assign, operator: Operator | None = None, *, version: int | None = None, now: datetime) -> bool:
    """Nobody has it yet, the operator has room, and it is their turn: then it is theirs.

    False when that is not so any more; the conversation then stays in the queue for the next plan. `operator` saves a
    query. `version` is the board's version that the plan was made on: under another one it is made anew.
    """
    try:
        with transaction.atomic():
            _claim(proposal, operator, version, now)
    except Lost:
        return False
    return True


def _claim(proposal: Assign, operator: Operator | None, version: int | None, now: datetime) -> None:
    trace = proposal.trace
    _lock(proposal, version)
    state = snapshots.operator_state(proposal.operator, now)
    planned = next(o for o in trace.people if o.id == proposal.operator)
    if state is None or state.groups != planned.groups:
        raise Lost
    _refuse_without_room(proposal, state, now)
    if proposal.rotates:
        _turn(proposal)
    change = Change(load(proposal.conversation), DISTRIBUTION, now)
    change.move(Verb.ASSIGN, assignee=operator or Operator.objects.get(pk=proposal.operator))
    change.accept_within = trace.policy.terms.accept_seconds
    Operator.objects.filter(pk=proposal.operator).update(last_assigned_at=now)
    change.record("conversation.assigned", to=_name(change), operator=proposal.operator, trace=as_data(trace))
    if trace.policy.terms.accept is Acceptance.AT_ONCE and change.move(Verb.ACCEPT):
        change.record("conversation.accepted")
    change.save()


def _lock(proposal: Assign, version: int | None) -> None:
    """The conversation and the operator in one statement that waits for neither: whoever holds them is at work there."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [proposal.conversation, proposal.trace.waiting.group, proposal.operator])
        found = cursor.fetchone()
    if found is None or (version is not None and found[0] != version):
        raise Lost


_LOCK = """
SELECT coalesce((SELECT number FROM helpdesk_boardversion LIMIT 1), 0)
FROM helpdesk_conversation c, helpdesk_operator o
WHERE c.id = %s AND c.queued_at IS NOT NULL AND c.group_id IS NOT DISTINCT FROM %s::bigint AND o.id = %s
FOR NO KEY UPDATE OF c, o SKIP LOCKED
"""


def _refuse_without_room(proposal: Assign, state: OperatorState, now: datetime) -> None:
    policy, waiting = proposal.trace.policy, proposal.trace.waiting
    room = filters.Room(now, waiting.point, policy, lambda _: _take_of_portion(policy, state.id, now))
    if filters.why_not_assignable(state, policy.terms.presence) or room.why_not(state):
        raise Lost


def _take_of_portion(policy: Policy, operator: int, now: datetime) -> int:
    """How much of the portion was used before this one, which is written down (SPEC 3.5)."""
    row, _ = Portion.objects.get_or_create(policy_id=policy.portions, operator_id=operator)
    since = now - timedelta(minutes=policy.terms.portion_minutes)
    recent = [at for at in row.given if at > since]
    row.given = [*recent, now]
    row.save(update_fields=["given"])
    return len(recent)


def _turn(proposal: Assign) -> None:
    """Move the pointer on; it must stand where the plan found it, or somebody would be skipped (SPEC 3.4)."""
    policy, group, before = proposal.trace.policy.rotation, proposal.trace.waiting.group, proposal.trace.turn
    if before is None:
        made = Turn.objects.bulk_create(
            [Turn(policy_id=policy, group_id=group, operator=proposal.operator)], ignore_conflicts=True
        )
        moved = Turn.objects.filter(policy=policy, group=group, operator=proposal.operator).exists() and bool(made)
    else:
        rows = Turn.objects.filter(policy=policy, group=group, operator=before)
        moved = bool(rows.update(operator=proposal.operator))
    if not moved:
        raise Lost


def _name(change: Change) -> str:
    assignee = change.conversation.assignee
    return assignee.name if assignee else ""
