"""ORM -> routing.snapshot: the only translator."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from helpdesk.board.hours import schedules
from helpdesk.models import Conversation, GroupLoad, Operator, OperatorGroup, PresenceLease
from helpdesk.models.people import RECEIVING
from routing.assignment import assignable, below_limit
from routing.reasons import Staff
from routing.shifts import receives
from routing.snapshot import EVERYONE, OperatorState, Snapshot, Waiting

EVERYONES_LIMIT = 5
"""For operators in no enabled group who have no limit of their own."""


def take(now: datetime) -> Snapshot:
    """All operators and the whole queue. Four queries, whatever their number."""
    queue = Conversation.objects.filter(queued_at__isnull=False).order_by("queued_at", "id")
    rows = queue.values_list("id", "group_id", "queued_at")
    waiting = tuple(Waiting(pk, group, since) for pk, group, since in rows if since is not None)
    return Snapshot(now, tuple(_states(Operator.objects.filter(enabled=True), now)), waiting)


def operator_state(operator_id: int, now: datetime) -> OperatorState | None:
    """One operator as they are now; None when disabled. The caller holds the operator's row lock (law 4)."""
    states = list(_states(Operator.objects.filter(pk=operator_id, enabled=True), now))
    return states[0] if states else None


def staff(now: datetime) -> dict[int | None, Staff]:
    """How many of each enabled group can answer now, and whether it is full; the entry of None is everybody's."""
    states = [state for state in _states(Operator.objects.filter(enabled=True), now) if assignable(state)]
    full = set(GroupLoad.objects.filter(full=True).values_list("group", flat=True))
    present = Counter(group for state in states for group in state.groups)
    groups = OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True)
    return {EVERYONE: Staff(len(states)), **{pk: Staff(present[pk], pk in full) for pk in groups}}


def slots(now: datetime) -> dict[int, tuple[int, int]]:
    """Of each enabled group: (how many are assignable, how many of them have a free slot)."""
    states = [state for state in _states(Operator.objects.filter(enabled=True), now) if assignable(state)]
    found: dict[int, tuple[int, int]] = {}
    for pk in OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True):
        members = [state for state in states if pk in state.groups]
        found[pk] = len(members), sum(below_limit(state) for state in members)
    return found


def _states(operators: QuerySet[Operator], now: datetime) -> Iterable[OperatorState]:
    lease = PresenceLease.objects.filter(operator=OuterRef("pk"), expires_at__gt=now)
    rows = list(
        operators.annotate(
            present=Exists(lease), group_limit=Max("groups__default_limit", filter=Q(groups__enabled=True))
        )
    )
    ids = [row.pk for row in rows]
    loads = dict(
        Conversation.objects.filter(assignee__in=ids, active=True)
        .order_by()
        .values_list("assignee")
        .annotate(load=Count("pk"))
    )
    groups: dict[int, set[int]] = {}
    for operator, group in Operator.groups.through.objects.filter(operator__in=ids).values_list(
        "operator_id", "operatorgroup_id"
    ):
        groups.setdefault(operator, set()).add(group)
    hours = schedules() if any(row.schedule_id for row in rows) else {}
    for row in rows:
        yield OperatorState(
            id=row.pk,
            groups=frozenset(groups.get(row.pk, ())),
            receives=receives(row.status in RECEIVING, row.status_set_at, hours.get(row.schedule_id or 0), now),
            present=row.present,
            load=loads.get(row.pk, 0),
            limit=row.limit if row.limit is not None else (row.group_limit or EVERYONES_LIMIT),
            last_assigned_at=row.last_assigned_at,
        )
