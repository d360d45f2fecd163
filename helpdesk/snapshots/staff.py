"""How many of each group can answer, and how many of them have room."""

from datetime import datetime

from helpdesk.models import GroupLoad, OperatorGroup
from helpdesk.snapshots import policies
from helpdesk.snapshots.operators import states
from routing.filters import assignable, below_limit
from routing.staffing import StaffOfGroups, staffs


def staff(now: datetime) -> dict[int, StaffOfGroups]:
    """For each channel, how many of each enabled group can answer what comes from there; see `routing.staffing`."""
    return staffs(states(now), policies.read(now).policies, _enabled(), full())


def full() -> frozenset[int]:
    """The groups that count as full (`routing.overload`)."""
    return frozenset(GroupLoad.objects.filter(full=True).values_list("group", flat=True))


def slots(now: datetime) -> dict[int, tuple[int, int]]:
    """Of each enabled group: (how many are assignable, how many of them have a free slot).

    A group is full or it isn't, whatever the channel, so the general policy says what counts as being there.
    """
    mode = policies.general().presence
    there = [state for state in states(now) if assignable(state, mode)]
    found: dict[int, tuple[int, int]] = {}
    for pk in _enabled():
        members = [state for state in there if pk in state.groups]
        found[pk] = len(members), sum(below_limit(state) for state in members)
    return found


def _enabled() -> list[int]:
    return list(OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True))
