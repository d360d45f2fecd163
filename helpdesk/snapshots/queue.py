"""Everything that distribution decides on, at one moment."""

from datetime import datetime, timedelta

from django.db import connection

from helpdesk.models import DistributionPolicy, Portion, Turn
from helpdesk.snapshots import policies, remembered
from helpdesk.snapshots.operators import states
from helpdesk.snapshots.policies import Distribution
from routing.policies import Terms
from routing.snapshot import Rotation, Snapshot, Waiting


def take(now: datetime, tried: DistributionPolicy | None = None) -> Snapshot:
    """All operators, all policies and the whole queue; the number of queries does not depend on theirs.

    `tried` is a policy as `policies.read` takes it.
    """
    # Read first: whatever changes while the rest is read belongs to a later version, and claims will refuse.
    version = remembered.version()
    operators = states(now)
    distribution = remembered.read(version, operators, now) if tried is None else policies.read(now, tried)
    return Snapshot(
        now=now,
        operators=operators,
        waiting=_waiting(distribution, now),
        policies=distribution.policies,
        order=distribution.order,
        turns=_turns() if distribution.has_turns else {},
        portions=_portions() if distribution.has_portions else {},
        version=version,
    )


def _waiting(distribution: Distribution, now: datetime) -> tuple[Waiting, ...]:
    """The whole queue; with who talked to each visitor, or to this client, last, and when."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"talked_since": now - timedelta(days=distribution.most_days)})
        rows = cursor.fetchall()
    return tuple(
        Waiting(
            id=pk,
            group=group,
            since=since,
            point=point,
            manager=manager,
            talked=(operator, at) if operator is not None else None,
            passed_by=passed_by if is_passed_over(passed_at, distribution.policies[point].terms, now) else None,
            noted=noted,
            priority=priority,
        )
        for pk, group, since, point, manager, passed_by, passed_at, noted, priority, operator, at in rows
    )


def is_passed_over(passed_at: datetime | None, terms: Terms, now: datetime) -> bool:
    """Whether it is too early to give it again to whoever passed it on at that moment."""
    return passed_at is not None and now - passed_at < timedelta(minutes=terms.pass_minutes)


def _turns() -> dict[Rotation, int]:
    rows = Turn.objects.values_list("policy_id", "group_id", "operator")
    return {(policy, group): operator for policy, group, operator in rows}


def _portions() -> dict[tuple[int, int], tuple[datetime, ...]]:
    rows = Portion.objects.values_list("policy_id", "operator_id", "given")
    return {(policy, operator): tuple(given) for policy, operator, given in rows}


# Each side of the union walks an index; a join with OR would read every conversation.
_WAITING = """
SELECT w.id, w.group_id, w.queued_at, w.contact_point_id, k.personal_manager_id, w.passed_by_id, w.passed_at, w.noted,
    w.priority, t.answered_by_id, t.answered_at
FROM helpdesk_conversation w JOIN helpdesk_visitor v ON v.id = w.visitor_id
LEFT JOIN helpdesk_contact k ON k.id = v.contact_id
LEFT JOIN LATERAL (
    SELECT x.answered_by_id, x.answered_at FROM (
        (
            SELECT c.answered_by_id, c.answered_at FROM helpdesk_conversation c
            WHERE c.visitor_id = v.id AND c.answered_at > %(talked_since)s AND c.answered_by_id IS NOT NULL
            ORDER BY c.answered_at DESC LIMIT 1
        )
        UNION ALL
        (
            SELECT c.answered_by_id, c.answered_at
            FROM helpdesk_visitor u JOIN helpdesk_conversation c ON c.visitor_id = u.id
            WHERE u.contact_id = v.contact_id AND c.answered_at > %(talked_since)s AND c.answered_by_id IS NOT NULL
            ORDER BY c.answered_at DESC LIMIT 1
        )
    ) x ORDER BY x.answered_at DESC LIMIT 1
) t ON true
WHERE w.queued_at IS NOT NULL
ORDER BY w.queued_at, w.id
"""
