"""The process that `assign` measures: passes over the queue as a worker makes them, with the floor in between."""

import json
import time
from dataclasses import asdict, dataclass
from statistics import median

from django.utils import timezone

from helpdesk.actions import passes
from helpdesk.bench import audit, hall, plain
from helpdesk.bench.turns import Turns

WARM_UP = 300
FULL_PASSES = 5


@dataclass(slots=True)
class Pass:
    """What one pass did, and what the same number of the floor's transactions took meanwhile. Seconds."""

    assigned: int = 0
    seconds: float = 0.0
    floored: int = 0
    floor_seconds: float = 0.0


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
    turns, assigned = Turns(), 0

    def work() -> None:
        nonlocal assigned
        assigned = passes.run()

    with turns.watching():
        seconds = turns.product_seconds(work)
    if not turns.floored:
        turns.floor()
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
