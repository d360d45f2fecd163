"""Making a planned assignment true, if it still can be (law 4)."""

from dataclasses import replace
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
from routing.policies import Policy
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
    last_assigned_at = _lock(proposal, version, now)
    state = snapshots.operator_state(proposal.operator, now)
    planned = next(o for o in trace.people if o.id == proposal.operator)
    if state is None or state.groups != planned.groups:
        raise Lost
    _refuse_without_room(proposal, replace(state, last_assigned_at=last_assigned_at), now)
    if proposal.rotates:
        _turn(proposal)
    change = Change(load(proposal.conversation), DISTRIBUTION, now)
    change.move(Verb.ASSIGN, assignee=operator or Operator.objects.get(pk=proposal.operator))
    change.record("conversation.assigned", to=_name(change), operator=proposal.operator, trace=as_data(trace))
    change.is_given(trace.policy.terms)
    change.save()


def _lock(proposal: Assign, version: int | None, now: datetime) -> datetime | None:
    """Lock the conversation and the operator, waiting for neither: whoever holds them is at work there.

    Also notes the assignment in the operator's row, in the same statement because this is the hottest path, and returns
    when the one before was. Whoever loses the claim afterwards takes the note back with everything else.
    """
    with connection.cursor() as cursor:
        passed_before = now - timedelta(minutes=proposal.trace.policy.terms.pass_minutes)
        wanted = [proposal.conversation, proposal.trace.waiting.group, proposal.operator, passed_before]
        cursor.execute(_LOCK, [*wanted, now])
        found = cursor.fetchone()
    if found is None or (version is not None and found[1] != version):
        raise Lost
    before: datetime | None = found[0]
    return before


_LOCK = """
WITH held AS (
    SELECT o.id, o.last_assigned_at FROM helpdesk_conversation c, helpdesk_operator o
    WHERE c.id = %s AND c.queued_at IS NOT NULL AND c.group_id IS NOT DISTINCT FROM %s::bigint AND o.id = %s
    AND (c.passed_by_id IS DISTINCT FROM o.id OR c.passed_at <= %s)
    FOR NO KEY UPDATE OF c, o SKIP LOCKED
)
UPDATE helpdesk_operator o SET last_assigned_at = %s FROM held WHERE o.id = held.id
RETURNING held.last_assigned_at, coalesce((SELECT number FROM helpdesk_boardversion LIMIT 1), 0)
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
        # Not by the ORM, which doesn't say whether the row was ours: two plans may both begin with the same operator.
        with connection.cursor() as cursor:
            cursor.execute(_FIRST_TURN, [policy, group, proposal.operator])
            moved = bool(cursor.rowcount)
    else:
        rows = Turn.objects.filter(policy=policy, group=group, operator=before)
        moved = bool(rows.update(operator=proposal.operator))
    if not moved:
        raise Lost


_FIRST_TURN = "INSERT INTO helpdesk_turn (policy_id, group_id, operator) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


def _name(change: Change) -> str:
    assignee = change.conversation.assignee
    return assignee.name if assignee else ""
