"""Hiding groups that are full, and showing them again (SPEC 2.11)."""

from datetime import datetime

from django.db import transaction

from helpdesk import snapshots
from helpdesk.models import GroupLoad, OperatorGroup
from routing.board import WhenFull
from routing.overload import CALM, Overload, step


def review(*, now: datetime) -> int:
    """Look at every group that hides or offers a form when full; how many have turned full or calm."""
    groups = OperatorGroup.objects.filter(enabled=True).exclude(when_full=WhenFull.QUEUE)
    pks = list(groups.values_list("pk", flat=True))
    if not pks:
        return 0
    slots, turned = snapshots.slots(now), 0
    with transaction.atomic():
        rows = {row.group_id: row for row in GroupLoad.objects.select_for_update().filter(group__in=pks)}
        for pk in pks:
            row = rows.get(pk) or GroupLoad(group_id=pk)
            old = Overload(row.full, row.free_since) if row.full else CALM
            new = step(old, *slots.get(pk, (0, 0)), now)
            if new != old:
                row.full, row.free_since = new.full, new.free_since
                row.save()
                turned += new.full != old.full
    return turned
