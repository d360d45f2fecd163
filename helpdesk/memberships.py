"""Who is in which group just now: for good, or helping out for a time (SPEC 3.13)."""

from datetime import datetime

from django.db import connection

# Whoever helps out in a group is a member of it like any other; so is everybody of a group that is lent.
SQL = """
SELECT m.operator_id, m.operatorgroup_id AS group_id FROM helpdesk_operatorgroup_members m
UNION ALL
SELECT r.operator_id, r.to_group_id FROM helpdesk_reinforcement r
WHERE r.operator_id IS NOT NULL AND r.to_group_id IS NOT NULL AND r.starts_at <= %(now)s AND r.ends_at > %(now)s
UNION ALL
SELECT m.operator_id, r.to_group_id
FROM helpdesk_reinforcement r JOIN helpdesk_operatorgroup_members m ON m.operatorgroup_id = r.group_id
WHERE r.to_group_id IS NOT NULL AND r.starts_at <= %(now)s AND r.ends_at > %(now)s
"""


def groups_of(operator_id: int, now: datetime) -> frozenset[int]:
    """The ids of one operator's groups. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ONE, {"now": now, "operator": operator_id})
        return frozenset(pk for (pk,) in cursor.fetchall())


def members(now: datetime) -> dict[int, set[int]]:
    """The operators of every group that has any. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"now": now})
        rows = cursor.fetchall()
    found: dict[int, set[int]] = {}
    for operator, group in rows:
        found.setdefault(group, set()).add(operator)
    return found


_OF_ONE = f"SELECT m.group_id FROM ({SQL}) m WHERE m.operator_id = %(operator)s"
