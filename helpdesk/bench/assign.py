"""`assign`: how fast a worker gives a long queue out, beside the least that it could cost. Docs: docs/BENCH.md."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import redis
from django.conf import settings

from helpdesk.bench.processes import manage
from helpdesk.bench.report import Report, Target
from helpdesk.bench.system import Installation, installation

LEAST_RATIO = 0.3
MOST_GROWTH = 12.0
"""How much dearer a pass over ten times as many may be."""


SIZE = ("operators", "limit", "groups", "waiting", "fewer")


@dataclass(frozen=True, slots=True)
class Plan:
    """A pass over so many `waiting` and one over `fewer`; each of the operators has `limit` slots.

    Screens in so many `languages` are told, 2 at most.
    """

    waiting: int = 10_000
    fewer: int = 1_000
    operators: int = 200
    limit: int = 50
    groups: int = 12
    languages: int = 1


def run(database_url: str, plan: Plan) -> Report:
    report = Report("assign", {name: getattr(plan, name) for name in plan.__slots__})
    size = ", ".join(f"{name}={getattr(plan, name)}" for name in SIZE)
    measure = f"from helpdesk.bench import draining; draining.main({size})"
    with installation(database_url) as new, _screens(new, plan.languages) as told:
        said = manage(new.environment, "shell", "--command", measure)
    found = json.loads(said.splitlines()[-1])
    _figures(report, found, plan)
    report.faults = found["faults"]
    if plan.languages and len(told) < found["many"]["assigned"]:
        report.faults.append(f"screens were told {len(told)} times")
    return report


@contextmanager
def _screens(new: Installation, languages: int) -> Iterator[list[bytes]]:
    """Listen where the screens of operators who may see everything listen; what they were told is whole at the end.

    So rows are rendered and published as for open screens. What sockets and browsers do with them is not the worker's.
    """
    told: list[bytes] = []
    if not languages:
        yield told
        return
    over = threading.Event()
    prefix = new.environment["SWITCHBOARD_REDIS_PREFIX"]
    topics = [f"{prefix}__group__staff.all.{code}" for code, _ in settings.LANGUAGES[:languages]]
    with redis.from_url(settings.REDIS_URL) as client, client.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(*topics)
        reader = threading.Thread(target=_read, args=(listener, told, over))
        reader.start()
        try:
            yield told
        finally:
            over.set()
            reader.join()


def _read(listener: Any, told: list[bytes], over: threading.Event) -> None:
    while (message := listener.get_message(timeout=0.5)) is not None or not over.is_set():
        if message is not None:
            told.append(message["channel"])


def _figures(report: Report, found: dict[str, Any], plan: Plan) -> None:
    many, few = found["many"], found["few"]
    floor = many["floor_seconds"] / many["floored"]
    report.add("assignments/s", many["assigned"] / many["seconds"], 1 / floor)
    costs = {}
    for count, one in ((plan.waiting, many), (plan.fewer, few)):
        # In transactions of the floor made in between, because the two passes had other neighbours.
        least = one["assigned"] * one["floor_seconds"] / one["floored"]
        costs[count] = one["assigned"] * one["seconds"] / least
        report.add(f"a pass over {count}, s", one["seconds"], least)
    for count, seconds in zip((plan.waiting, plan.fewer), found["full"], strict=True):
        report.add(f"all full, {count} waiting, each, µs", 1e6 * seconds / count, 1e6 * floor)
    growth, full_growth = costs[plan.waiting] / costs[plan.fewer], found["full"][0] / found["full"][1]
    most = round(MOST_GROWTH / 10 * plan.waiting / plan.fewer, 1)
    report.targets = [
        Target("assignments/s, product to floor", report.ratios["assignments/s"], LEAST_RATIO),
        Target(f"a pass over {plan.waiting} to one over {plan.fewer}", growth, most, at_most=True),
        Target("the same while all are full", full_growth, most, at_most=True),
    ]
