"""The process that `assign` measures: passes over the queue as a worker makes them, with the floor in between."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from statistics import median
from typing import Any

from django.utils import timezone

from helpdesk import outbox
from helpdesk.actions import passes
from helpdesk.bench import audit, hall, plain
from helpdesk.models import Operator

SLICE = 100
"""So many assignments, then as many transactions of the floor: a noisy neighbour disturbs both."""

WARM_UP = 300
FULL_PASSES = 5


@dataclass(slots=True)
class Pass:
    """What one pass did, and what the same number of the floor's transactions took meanwhile. Seconds."""

    assigned: int = 0
    seconds: float = 0.0
    floored: int = 0
    floor_seconds: float = 0.0


class Turns:
    """Watches commits; after each slice the product's clock stops and the floor has its turn."""

    def __init__(self, rows: Iterator[tuple[int, int]]) -> None:
        self.rows = rows
        self.committed = 0
        self.floored = 0
        self.floor_seconds = 0.0

    def on_commit(self, *, commits: Sequence[outbox.Commit], **_: Any) -> None:
        slices = self.committed // SLICE
        self.committed += len(commits)
        if self.committed // SLICE > slices:
            self.floor(SLICE)

    def floor(self, count: int) -> None:
        began = time.perf_counter()
        for conversation, operator in islice(self.rows, count):
            plain.assign(conversation, operator, timezone.now())
        self.floored += count
        self.floor_seconds += time.perf_counter() - began


def main(operators: int, limit: int, groups: int, waiting: int, fewer: int) -> None:
    """Prints everything that was measured and found wrong, as JSON in the last line."""
    hall.furnish(operators, limit, groups)
    _pass_over(min(WARM_UP, fewer))
    few, faults = _pass_over(fewer), audit.faults()
    many = _pass_over(waiting)
    faults += audit.faults()
    full = _full(waiting, fewer)
    faults += audit.faults(ordered=False)
    print(json.dumps({"few": asdict(few), "many": asdict(many), "full": full, "faults": faults}))


def _pass_over(count: int) -> Pass:
    """Everybody is free, so many wait, and nothing else has ever happened."""
    hall.empty()
    hall.queue_up(count, timezone.now())
    plain.furnish()
    return _measured()


def _measured() -> Pass:
    turns = Turns(_rows())
    outbox.committed.connect(turns.on_commit, dispatch_uid="bench")
    try:
        began = time.perf_counter()
        assigned = passes.run()
        seconds = time.perf_counter() - began - turns.floor_seconds
    finally:
        outbox.committed.disconnect(dispatch_uid="bench")
    if not turns.floored:
        turns.floor(SLICE)
    return Pass(assigned, seconds, turns.floored, turns.floor_seconds)


def _full(waiting: int, fewer: int) -> list[float]:
    """Seconds of a pass while nobody has room: with so many waiting, and then with fewer of them.

    All of them have been told why they wait. Such a pass is made at each wake.
    """
    hall.queue_up(waiting, timezone.now())
    passes.run()
    hall.tell_all("full")
    found = []
    for count in (waiting, fewer):
        hall.give_up_but(count)
        found.append(median(_seconds_in_vain() for _ in range(FULL_PASSES)))
    return found


def _seconds_in_vain() -> float:
    began = time.perf_counter()
    assert passes.run() == 0
    return time.perf_counter() - began


def _rows() -> Iterator[tuple[int, int]]:
    """The floor's rows in the queue's order, each with somebody to give it to; again and again."""
    talks = list(plain.Talk.objects.order_by("queued_at", "id").values_list("pk", flat=True))
    operators = list(Operator.objects.values_list("pk", flat=True))
    return cycle(list(zip(talks, cycle(operators))))
