"""Operators as the assigner sees them: one plain statement, for all of them or, under a lock, for one.

The hottest read of distribution: each claim asks it once more for its operator, so the ORM doesn't put it together.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from helpdesk import memberships
from helpdesk.board.hours import schedules
from routing.hours import Schedule
from routing.shifts import receives
from routing.snapshot import OperatorState


class _Row(NamedTuple):
    id: int
    limit: int
    last_assigned_at: datetime | None
    present: bool
    groups: list[int]
    held: list[list[int]] | None
    receives: bool
    status_set_at: datetime | None
    schedule: int | None


def states(now: datetime) -> tuple[OperatorState, ...]:
    """Every operator who is switched on, by id."""
    return tuple(_read(now, _EACH))


def operator_state(operator_id: int, now: datetime) -> OperatorState | None:
    """One operator as they are now; None when disabled. The caller holds the operator's row lock (law 4)."""
    return next(_read(now, _ONE, operator=operator_id), None)


def _read(now: datetime, statement: str, **asked: Any) -> Iterator[OperatorState]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": now, **asked})
        rows = [_Row(*row) for row in cursor.fetchall()]
    hours = schedules() if any(row.schedule for row in rows) else {}
    for row in rows:
        yield _state(row, hours, now)


def _state(row: _Row, hours: dict[int, Schedule], now: datetime) -> OperatorState:
    held: dict[int, int] = {point: slots for point, slots in row.held or ()}  # noqa: C416 - pairs come as lists
    may = receives(row.receives, row.status_set_at, hours.get(row.schedule or 0), now)
    return OperatorState(
        id=row.id,
        groups=frozenset(row.groups),
        receives=may,
        present=row.present,
        load=sum(held.values()),
        limit=row.limit,
        last_assigned_at=row.last_assigned_at,
        held=held,
        off_hours=row.receives and not may,
    )


_STATES = f"""
SELECT o.id,
    coalesce(
        o."limit",
        (
            SELECT max(g.default_limit)
            FROM helpdesk_operatorgroup_members m JOIN helpdesk_operatorgroup g ON g.id = m.operatorgroup_id
            WHERE m.operator_id = o.id AND g.enabled
        ),
        (SELECT p.default_limit FROM helpdesk_distributionpolicy p WHERE p.contact_point_id IS NULL),
        5
    ),
    o.last_assigned_at,
    EXISTS (SELECT FROM helpdesk_presencelease l WHERE l.operator_id = o.id AND l.expires_at > %(now)s),
    ARRAY (SELECT m.group_id FROM ({memberships.SQL}) m WHERE m.operator_id = o.id),
    (
        SELECT array_agg(ARRAY[t.point, t.slots]) FROM (
            SELECT c.contact_point_id AS point, count(*) * p.weight AS slots
            FROM helpdesk_conversation c JOIN helpdesk_contactpoint p ON p.id = c.contact_point_id
            WHERE c.assignee_id = o.id AND c.active
            GROUP BY c.contact_point_id, p.weight
        ) t
    ),
    s.receives, o.status_set_at, o.schedule_id
FROM helpdesk_operator o JOIN helpdesk_operatorstatus s ON s.code = o.status
WHERE o.enabled"""

_EACH = f"{_STATES} ORDER BY o.id"
_ONE = f"{_STATES} AND o.id = %(operator)s"
