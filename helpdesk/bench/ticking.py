"""The process that `timers` measures from within: idle sweeps, and steps beside the floor, with no other worker."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk import outbox, tasks
from helpdesk.bench import holding, plain
from helpdesk.models import Event, Operator

SLICE = 100
"""So many steps, then as many transactions of the floor: a noisy neighbour disturbs both."""

IDLE_SWEEPS = 40
IDLE_ROUNDS = 5
FAR = 3600.0


class Turns:
    """Watches commits; after each slice the product's clock stops and the floor has its turn."""

    def __init__(self) -> None:
        self.rows = _rows()
        self.committed = 0
        self.floored = 0
        self.floor_seconds = 0.0

    def on_commit(self, *, commits: Sequence[outbox.Commit], **_: Any) -> None:
        slices = self.committed // SLICE
        self.committed += len(commits)
        if self.committed // SLICE > slices:
            began = time.perf_counter()
            for conversation, operator in islice(self.rows, SLICE):
                plain.assign(conversation, operator, timezone.now())
            self.floored += SLICE
            self.floor_seconds += time.perf_counter() - began


def main(few: int, many: int, steps: int) -> None:
    """Prints everything that was measured and found wrong, as JSON in the last line. Seconds."""
    far = timezone.now() + timedelta(seconds=FAR)
    idle = []
    holding.hold(few, far, FAR)
    idle.append(_idle())
    holding.hold(many - few, far, FAR)
    idle.append(_idle())
    scans = _scans()
    holding.hold(steps, timezone.now() - timedelta(seconds=1), 0.5)
    plain.furnish()
    turns = Turns()
    outbox.committed.connect(turns.on_commit, dispatch_uid="bench")
    began = time.perf_counter()
    while turns.committed < steps:
        tasks.sweep_due()
    seconds = time.perf_counter() - began - turns.floor_seconds
    outbox.committed.disconnect(dispatch_uid="bench")
    said = Event.objects.filter(kind="message.held").count()
    faults = [] if said == steps else [f"{said} steps were taken where {steps} were due"]
    if "next_due" not in scans:
        faults.append(f"the sweep does not look into its index: {scans}")
    figures = {"seconds": seconds, "steps": steps, "floored": turns.floored, "floor_seconds": turns.floor_seconds}
    print(json.dumps({"idle": idle, **figures, "faults": faults}))


def _idle() -> float:
    """Seconds of a sweep that finds nothing; the fastest of the rounds, because neighbours only ever slow it down."""
    return min(median(_seconds_in_vain() for _ in range(IDLE_SWEEPS)) for _ in range(IDLE_ROUNDS))


def _seconds_in_vain() -> float:
    began = time.perf_counter()
    tasks.sweep_due()
    return time.perf_counter() - began


def _scans() -> str:
    """How PostgreSQL finds what is due."""
    with CaptureQueriesContext(connection) as asked:
        tasks.sweep_due()
    [statement] = [query["sql"] for query in asked if "next_due_at" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _rows() -> Iterator[tuple[int, int]]:
    """The floor's rows, each with somebody to give it to; again and again."""
    talks = list(plain.Talk.objects.order_by("id").values_list("pk", flat=True))
    operators = list(Operator.objects.values_list("pk", flat=True))
    return cycle(list(zip(talks, cycle(operators))))
