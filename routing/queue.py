"""The one order in which waiting conversations are served, whatever woke the queue (SPEC 3.7)."""

from collections.abc import Iterable
from datetime import datetime

from routing.snapshot import Order, Waiting

SECONDS = 60


def in_order(waiting: Iterable[Waiting], order: Order, now: datetime) -> list[Waiting]:
    """The greatest priority first, then by rank of the contact point, then time in the queue, then id."""
    unlisted = max(order.ranks.values(), default=-1) + 1

    def key(one: Waiting) -> tuple[int, int, datetime, int]:
        rank = order.ranks.get(one.point, unlisted)
        if order.ageing and rank:
            # Never before the first rank: there the longest wait decides, and whoever has aged has waited longest.
            waited = (now - one.since).total_seconds()
            rank = max(0, rank - int(waited // (SECONDS * order.ageing)))
        return -one.priority, rank, one.since, one.id

    return sorted(waiting, key=key)
