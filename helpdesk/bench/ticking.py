"""The process that `timers` measures from within: idle sweeps, and steps beside the floor, with no other worker."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk import tasks
from helpdesk.bench import holding, plain
from helpdesk.bench.turns import Turns
from helpdesk.kept import KEPT_SECONDS
from helpdesk.models import Automation, Event, Operator

IDLE_SWEEPS = 40
IDLE_ROUNDS = 5
FAR = 3600.0


@dataclass
class Taken:
    """So many steps in so many seconds of the product's clock, and the floor's transactions meanwhile."""

    steps: int
    seconds: float
    floored: int
    floor_seconds: float


RULES: Mapping[str, list[dict[str, Any]]] = {
    "without rules": [],
    "a rule asked": [{"do": "add_tag", "tag": "urgent"}],
    "a rule that gives to people": [{"do": "assign", "operator": 0}],
}
"""What the supervisor's rule would do; it is asked at each step, and what it waits for is never said."""


def main(few: int, many: int, steps: int) -> None:
    """Prints everything that was measured and found wrong, as JSON in the last line. Seconds."""
    far = timezone.now() + timedelta(seconds=FAR)
    idle = []
    holding.hold(few, far, FAR)
    idle.append(_idle())
    holding.hold(many - few, far, FAR)
    idle.append(_idle())
    scans = _scans()
    plain.furnish()
    taken = {name: asdict(_take(steps, actions)) for name, actions in RULES.items()}
    said, due = Event.objects.filter(kind="message.held").count(), steps * len(taken)
    faults = [] if said == due else [f"{said} steps were taken where {due} were due"]
    if "next_due" not in scans:
        faults.append(f"the sweep does not look into its index: {scans}")
    print(json.dumps({"idle": idle, "taken": taken, "faults": faults}))


def _take(steps: int, actions: list[dict[str, Any]]) -> Taken:
    """So many steps that are due, with a rule in force that does this, or none."""
    Automation.objects.all().delete()
    if actions:
        urgent = {"all": [{"subject": "text", "op": "contains", "value": "urgent"}]}
        named = [{**action, **_somebody(action)} for action in actions]
        Automation.objects.create(name="Urgent", kind="changed", conditions=urgent, actions=named)
    holding.hold(steps, timezone.now() - timedelta(seconds=1), 0.5)
    time.sleep(KEPT_SECONDS)
    turns = Turns()

    def work() -> None:
        while turns.committed < steps:
            tasks.sweep_due()

    with turns.watching():
        seconds = turns.product_seconds(work)
    return Taken(steps, seconds, turns.floored, turns.floor_seconds)


def _somebody(action: dict[str, Any]) -> dict[str, Any]:
    return {"operator": Operator.objects.values_list("pk", flat=True)[0]} if "operator" in action else {}


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
