"""The policies as they were read last, for as long as they must still be so: each wake of the queue asks for them.

They are made of what `helpdesk.board.versions` counts, of who is switched on, and of reinforcements that come and go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Min, Q

from helpdesk.models import BoardVersion, Reinforcement
from helpdesk.snapshots import policies
from helpdesk.snapshots.policies import Distribution
from routing.snapshot import OperatorState

REREAD_AFTER = timedelta(seconds=30)
"""Even under the same version: a bulk change may not have told."""


@dataclass(frozen=True, slots=True)
class Reading:
    version: int
    people: frozenset[int]
    since: datetime
    until: datetime
    distribution: Distribution


class Memory:
    """One for each process. Threads may share it: each of them sees a whole reading."""

    def __init__(self) -> None:
        self.last: Reading | None = None

    def read(self, version: int, operators: Iterable[OperatorState], now: datetime) -> Distribution:
        """What `policies.read` would say. `version` was asked before; `operators` are all who are switched on.

        With BOARD_SECONDS 0, as in tests, and within a transaction, whose changes may never be committed, nothing is
        remembered.
        """
        if settings.BOARD_SECONDS == 0 or connection.in_atomic_block:
            return policies.read(now)
        people, last = frozenset(operator.id for operator in operators), self.last
        if last and (last.version, last.people) == (version, people) and last.since <= now < last.until:
            return last.distribution
        until, distribution = _next_move(now), policies.read(now)
        self.last = Reading(version, people, now, until, distribution)
        return distribution


read = Memory().read


def version() -> int:
    """How often what the policies are made of has changed."""
    return BoardVersion.objects.values_list("number", flat=True).first() or 0


def _next_move(now: datetime) -> datetime:
    """When a reinforcement begins or ends, if that comes before everything is read anew anyway."""
    ahead = Reinforcement.objects.aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=now)), ends=Min("ends_at", filter=Q(ends_at__gt=now))
    )
    return min([now + REREAD_AFTER, *(moment for moment in ahead.values() if moment is not None)])
