"""How many of each group can answer, and how many of them have room."""

from collections import Counter
from datetime import datetime

from helpdesk.models import GroupLoad, OperatorGroup
from helpdesk.snapshots.operators import states
from helpdesk.snapshots.policies import general
from routing.filters import assignable, below_limit
from routing.reasons import Staff
from routing.snapshot import EVERYONE


def staff(now: datetime) -> dict[int | None, Staff]:
    """How many of each enabled group can answer now, and whether it is full; the entry of None is everybody's."""
    mode = general().presence
    there = [state for state in states(now) if assignable(state, mode)]
    full = set(GroupLoad.objects.filter(full=True).values_list("group", flat=True))
    present = Counter(group for state in there for group in state.groups)
    groups = OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True)
    return {EVERYONE: Staff(len(there)), **{pk: Staff(present[pk], pk in full) for pk in groups}}


def slots(now: datetime) -> dict[int, tuple[int, int]]:
    """Of each enabled group: (how many are assignable, how many of them have a free slot)."""
    mode = general().presence
    there = [state for state in states(now) if assignable(state, mode)]
    found: dict[int, tuple[int, int]] = {}
    for pk in OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True):
        members = [state for state in there if pk in state.groups]
        found[pk] = len(members), sum(below_limit(state) for state in members)
    return found
