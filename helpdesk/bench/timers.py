"""`timers`: how late hold steps are said when very many are due, and what sweeping costs. Docs: docs/BENCH.md."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import psycopg

from helpdesk.bench.measure import percentile
from helpdesk.bench.processes import manage
from helpdesk.bench.report import Report, Target
from helpdesk.bench.system import installation, system

MOST_LATE_SECONDS = 3.0
MOST_GROWTH = 1.5
"""How much dearer an idle sweep may be with `many` timers ahead than with `few`: the same, but for noise."""

LEAST_RATIO = 0.4
PATIENCE_SECONDS = 300.0
PERCENTILES = (50, 95, 99, 100)


@dataclass(frozen=True, slots=True)
class Plan:
    """`conversations` with a step each, over `seconds`. Idle sweeps before `few` and `many` timers of the future.

    `steps` are taken by one process alone, in turn with the floor.
    """

    conversations: int = 50_000
    seconds: float = 60.0
    few: int = 1_000
    many: int = 50_000
    steps: int = 3_000


def run(database_url: str, plan: Plan) -> Report:
    report = Report("timers", {name: getattr(plan, name) for name in plan.__slots__})
    measure = f"from helpdesk.bench import ticking; ticking.main({plan.few}, {plan.many}, {plan.steps})"
    with installation(database_url) as new:
        alone = _last_line(manage(new.environment, "shell", "--command", measure))
    late, report.faults = _played(database_url, plan)
    report.faults += alone["faults"]
    _figures(report, alone, late, plan)
    return report


def _played(database_url: str, plan: Plan) -> tuple[list[float], list[str]]:
    """By how many seconds each step came late, and what was missing or said twice."""
    # Generous: a busy machine takes its time to prepare, and a step that is due before that would count as late.
    lead = 20.0 + plan.conversations / 1_000
    prepare = f"from helpdesk.bench import holding; holding.main({plan.conversations}, {plan.seconds}, {lead})"
    with (
        system(database_url, processes=1, tasks=True) as under_test,
        psycopg.connect(under_test.database, autocommit=True) as connection,
    ):
        connection.execute(_WRITTEN_AT)
        first = datetime.fromisoformat(
            _last_line(manage(under_test.environment, "shell", "--command", prepare))["first"]
        )
        end = first.timestamp() + plan.seconds
        # Nobody asks before the end: counting costs the product its processor time.
        time.sleep(max(0.0, end - time.time()))
        while time.time() < end + PATIENCE_SECONDS and _one(connection, _TO_BE_SAID):
            time.sleep(0.5)
        time.sleep(2.0)  # What is said twice is said by the next sweep.
        late = [seconds for (seconds,) in connection.execute(_LATE).fetchall()]
        return late, _faults(connection, len(late), plan)


def _faults(connection: "psycopg.Connection[Any]", said: int, plan: Plan) -> list[str]:
    faults = []
    if said != plan.conversations:
        faults.append(f"{said} steps were said where {plan.conversations} were due")
    if twice := _one(connection, _TWICE):
        faults.append(f"{twice} conversations were told twice")
    if early := _one(connection, _EARLY):
        faults.append(f"{early} steps came before their time")
    return faults


def _figures(report: Report, alone: dict[str, Any], late: list[float], plan: Plan) -> None:
    for name, taken in alone["taken"].items():
        floor = taken["floor_seconds"] / taken["floored"]
        report.add(f"steps/s of one process, {name}", taken["steps"] / taken["seconds"], 1 / floor)
    for count, seconds in zip((plan.few, plan.many), alone["idle"], strict=True):
        report.add(f"idle sweep, {count} ahead, ms", 1000 * seconds, 1000 * floor)
    worst = {percent: percentile(late, percent) for percent in PERCENTILES} if late else {}
    for percent, seconds in worst.items():
        report.add(f"late, p{percent}, ms", 1000 * seconds, 1000 * floor)
    growth = alone["idle"][1] / alone["idle"][0]
    to_the_floor = {f"{name}, to the floor": report.ratios[name] for name in report.ratios if "steps/s" in name}
    report.targets = [
        Target("lateness, p99, s", worst.get(99, PATIENCE_SECONDS), MOST_LATE_SECONDS, at_most=True),
        Target(f"an idle sweep before {plan.many} to one before {plan.few}", growth, MOST_GROWTH, at_most=True),
        *(Target(name, ratio, LEAST_RATIO) for name, ratio in to_the_floor.items()),
    ]


def _last_line(printed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def _one(connection: "psycopg.Connection[Any]", statement: LiteralString) -> int:
    row = connection.execute(statement).fetchone()
    return row[0] if row else 0


# The events say which moment a sweep was told; when it really wrote is what visitors feel. Theirs is the database's
# clock, and this the moment of the insert, a few hundredths of a second before the commit.
_WRITTEN_AT = "ALTER TABLE helpdesk_event ADD bench_at timestamptz DEFAULT clock_timestamp()"

_SAID = """
    FROM helpdesk_event e JOIN helpdesk_conversation c ON c.id = e.conversation_id
    JOIN helpdesk_contactpoint p ON p.id = c.contact_point_id AND p.name = 'Timers'
    WHERE e.kind = 'message.held'
"""
_DUE = "c.waiting_since + interval '30 s'"
_TO_BE_SAID = "SELECT count(*) FROM helpdesk_conversation c WHERE next_due_at <= now() AND hold_done = 0"
_LATE = f"SELECT extract(epoch FROM e.bench_at - ({_DUE}))::float {_SAID}"
_EARLY = f"SELECT count(*) {_SAID} AND e.created_at < {_DUE}"
_TWICE = f"SELECT count(*) FROM (SELECT c.id {_SAID} GROUP BY c.id HAVING count(*) > 1) twice"
