"""Product and floor in one process, in turn: a noisy neighbour disturbs both."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any, Self

from django.utils import timezone

from helpdesk import outbox
from helpdesk.bench import plain
from helpdesk.models import Operator

SLICE = 100
"""So many commits of the product, then as many transactions of the floor."""


class Turns:
    """Watches commits; after each slice the product's clock stops and the floor has its turn. Seconds."""

    def __init__(self) -> None:
        self.rows = _rows()
        self.committed = 0
        self.floored = 0
        self.floor_seconds = 0.0

    def on_commit(self, *, commits: Sequence[outbox.Commit], **_: Any) -> None:
        slices = self.committed // SLICE
        self.committed += len(commits)
        if self.committed // SLICE > slices:
            self.floor()

    def floor(self) -> None:
        began = time.perf_counter()
        for conversation, operator in islice(self.rows, SLICE):
            plain.assign(conversation, operator, timezone.now())
        self.floored += SLICE
        self.floor_seconds += time.perf_counter() - began

    @contextmanager
    def watching(self) -> Iterator[Self]:
        outbox.committed.connect(self.on_commit, dispatch_uid="bench")
        try:
            yield self
        finally:
            outbox.committed.disconnect(dispatch_uid="bench")

    def product_seconds(self, work: Callable[[], Any]) -> float:
        """What `work` took without the floor's turns."""
        began, floored = time.perf_counter(), self.floor_seconds
        work()
        return time.perf_counter() - began - (self.floor_seconds - floored)


def _rows() -> Iterator[tuple[int, int]]:
    """The floor's rows in the queue's order, each with somebody to give it to; again and again."""
    talks = list(plain.Talk.objects.order_by("queued_at", "id").values_list("pk", flat=True))
    operators = list(Operator.objects.values_list("pk", flat=True))
    return cycle(list(zip(talks, cycle(operators))))
