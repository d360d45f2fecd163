"""Everything that distribution decides on, at one moment."""

from datetime import datetime, timedelta

from django.db import connection

from helpdesk.models import BoardVersion, Conversation, Portion, Turn
from helpdesk.snapshots import policies
from helpdesk.snapshots.operators import states
from helpdesk.snapshots.policies import Distribution
from routing.snapshot import Snapshot, Waiting

PASSED_OVER = timedelta(minutes=5)
"""Whoever let a conversation lapse, or gave it away, is not given it again for so long."""


def take(now: datetime) -> Snapshot:
    """All operators, all policies and the whole queue; the number of queries does not depend on theirs."""
    # Read first: whatever changes while the rest is read belongs to a later version, and claims will refuse.
    version = BoardVersion.objects.values_list("number", flat=True).first() or 0
    distribution = policies.read(now)
    return Snapshot(
        now=now,
        operators=states(now),
        waiting=_waiting(distribution, now),
        policies=distribution.policies,
        order=distribution.order,
        turns={(policy, group): operator for policy, group, operator in Turn.objects.values_list(*_TURN)},
        portions=_portions() if distribution.has_portions else {},
        version=version,
    )


_TURN = ("policy_id", "group_id", "operator")


def _waiting(distribution: Distribution, now: datetime) -> tuple[Waiting, ...]:
    talked = _talked(now - timedelta(days=distribution.most_days)) if distribution.most_days else {}
    rows = Conversation.objects.filter(queued_at__isnull=False).order_by("queued_at", "id")
    return tuple(
        Waiting(
            id=pk,
            group=group,
            since=since,
            point=point,
            manager=manager,
            talked=talked.get(pk),
            passed_by=passed_by if passed_at is not None and now - passed_at < PASSED_OVER else None,
            noted=noted,
            priority=priority,
        )
        for pk, group, since, point, manager, passed_by, passed_at, noted, priority in rows.values_list(
            "id",
            "group_id",
            "queued_at",
            "contact_point_id",
            "visitor__contact__personal_manager_id",
            "passed_by_id",
            "passed_at",
            "noted",
            "priority",
        )
        if since is not None
    )


def _portions() -> dict[tuple[int, int], tuple[datetime, ...]]:
    rows = Portion.objects.values_list("policy_id", "operator_id", "given")
    return {(policy, operator): tuple(given) for policy, operator, given in rows}


def _talked(since: datetime) -> dict[int, tuple[int, datetime]]:
    """Of each waiting conversation: who talked to this visitor, or to this client, last, and when."""
    with connection.cursor() as cursor:
        cursor.execute(_TALKED, {"since": since})
        return {pk: (operator, at) for pk, operator, at in cursor.fetchall()}


# Each side of the union walks an index; a join with OR would read every conversation.
_TALKED = """
SELECT w.id, t.answered_by_id, t.answered_at
FROM helpdesk_conversation w JOIN helpdesk_visitor v ON v.id = w.visitor_id
CROSS JOIN LATERAL (
    SELECT x.answered_by_id, x.answered_at FROM (
        (
            SELECT c.answered_by_id, c.answered_at FROM helpdesk_conversation c
            WHERE c.visitor_id = v.id AND c.answered_at > %(since)s AND c.answered_by_id IS NOT NULL
            ORDER BY c.answered_at DESC LIMIT 1
        )
        UNION ALL
        (
            SELECT c.answered_by_id, c.answered_at
            FROM helpdesk_visitor u JOIN helpdesk_conversation c ON c.visitor_id = u.id
            WHERE u.contact_id = v.contact_id AND c.answered_at > %(since)s AND c.answered_by_id IS NOT NULL
            ORDER BY c.answered_at DESC LIMIT 1
        )
    ) x ORDER BY x.answered_at DESC LIMIT 1
) t
WHERE w.queued_at IS NOT NULL
"""
