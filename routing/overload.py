"""Hide when full, show again after a free slot has lasted (SPEC 2.11): no flicker while slots come and go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

CALM_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Overload:
    """`free_since`: while full, since when there has been a free slot without a break; None when there is none."""

    full: bool = False
    free_since: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """When to ask again, should nothing happen before; None when only an event can change it."""
        return self.free_since + CALM_AFTER if self.free_since else None


CALM = Overload()


def step(state: Overload, present: int, free: int, now: datetime) -> Overload:
    """The state after a look at the group: `present` assignable operators hold `free` slots between them.

    With nobody present the group is absent, not full: whoever comes first finds it calm. Equal to `state` when
    nothing changes.
    """
    if present == 0:
        return CALM
    if free <= 0:
        return Overload(full=True)
    if not state.full:
        return CALM
    since = min(state.free_since or now, now)
    return CALM if now - since >= CALM_AFTER else Overload(full=True, free_since=since)
