"""Who could be given one conversation at this moment, for the reply that says that nobody can (SPEC 5.6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from helpdesk.models import Conversation, Portion
from helpdesk.snapshots import policies
from helpdesk.snapshots.operators import states
from helpdesk.snapshots.queue import is_passed_over
from routing import filters
from routing.autoreplies import Staffing
from routing.hours import Schedule
from routing.policies import Policy


def staffing_of(conversation: Conversation, schedules: Sequence[Schedule], now: datetime) -> Staffing:
    """As distribution would find it. Ten queries, whatever there is."""
    point = conversation.contact_point_id
    policy = policies.read(now).policies[point]
    operators = states(now)
    outside = filters.pool(operators, policy, conversation.group_id)
    there = [o for o in operators if o.id not in outside and filters.assignable(o, policy.terms.presence)]
    used = _used(policy, now)
    room = filters.Room(now, point, policy, lambda operator: used.get(operator, 0))
    passed = conversation.passed_by_id if is_passed_over(conversation.passed_at, policy.terms, now) else None
    free = [o for o in there if o.id != passed and room.why_not(o) is None]
    return Staffing(all(schedule.is_open(now) for schedule in schedules), len(there), len(free))


def _used(policy: Policy, now: datetime) -> dict[int, int]:
    """How much of each operator's portion is used."""
    if not policy.terms.portion:
        return {}
    since = now - timedelta(minutes=policy.terms.portion_minutes)
    rows = Portion.objects.filter(policy=policy.portions).values_list("operator_id", "given")
    return {operator: sum(at > since for at in given) for operator, given in rows}
