"""`relay`: how fast, and how soon, a visitor's words reach the operator. Docs: docs/BENCH.md."""

import asyncio
import os
from collections import Counter
from dataclasses import dataclass
from statistics import median

import psycopg

from helpdesk.bench.crowd import FloorCrowd, ProductCrowd
from helpdesk.bench.measure import Load, Sample, percentile
from helpdesk.bench.report import Report, Target
from helpdesk.bench.system import System, system

WARM_UP_SECONDS = 2.0
SPACE_SECONDS = 0.5
"""Between two rounds: one side's last work must not fall into the other's time."""

PERCENTILES = (50, 95, 99)
LEAST_RATIO = 0.4
MOST_MS_TO_OPERATOR = 50.0


@dataclass(frozen=True, slots=True)
class Plan:
    """`processes` are web processes: one for each of this machine's cores, as one would run the product.

    `rounds` of each kind and side, `seconds` long; `rate` is the steady rate, messages a second.
    """

    processes: int = os.cpu_count() or 1
    visitors: int = 50
    operators: int = 5
    rounds: int = 8
    seconds: float = 3.0
    rate: float = 50.0


def run(database_url: str, plan: Plan) -> Report:
    with system(database_url, plan.processes) as under_test:
        return asyncio.run(_measure(under_test, plan))


async def _measure(under_test: System, plan: Plan) -> Report:
    size = (under_test.urls, plan.visitors, plan.operators)
    product, floor = ProductCrowd(*size), FloorCrowd(*size)
    report = Report("relay", {name: getattr(plan, name) for name in plan.__slots__})
    try:
        for crowd in (product, floor):
            await crowd.enter()
        sides = {"product": Load(product), "floor": Load(floor)}
        for load in sides.values():
            await load.flat_out(WARM_UP_SECONDS)
        fast, steady = await _rounds(sides, plan)
    finally:
        for crowd in (product, floor):
            await crowd.leave()
    _figures(report, fast, steady)
    _targets(report)
    report.faults = _faults(product) + _stored(under_test, product, floor)
    return report


Samples = dict[str, list[Sample]]


async def _rounds(sides: dict[str, Load], plan: Plan) -> tuple[Samples, Samples]:
    """Floor and product in turn, so that a noisy neighbour disturbs both alike."""
    fast: Samples = {side: [] for side in sides}
    steady: Samples = {side: [] for side in sides}
    for _ in range(plan.rounds):
        for side, load in sides.items():
            await asyncio.sleep(SPACE_SECONDS)
            fast[side].append(await load.flat_out(plan.seconds))
    for _ in range(plan.rounds):
        for side, load in sides.items():
            await asyncio.sleep(SPACE_SECONDS)
            steady[side].append(await load.steady(plan.seconds, plan.rate))
    return fast, steady


def _figures(report: Report, fast: Samples, steady: Samples) -> None:
    rates = [[s.per_second for s in fast[side]] for side in ("product", "floor")]
    report.add("messages/s", median(rates[0]), median(rates[1]))
    # Pair by pair, because the two of a pair had the same neighbours.
    report.ratios["messages/s"] = round(median(ours / floors for ours, floors in zip(*rates, strict=True)), 3)
    for name, latencies in (("to ack", "to_ack"), ("to operator", "to_listener")):
        pooled = {side: [ms for s in samples for ms in getattr(s, latencies)] for side, samples in steady.items()}
        for percent in PERCENTILES:
            both = [1000 * percentile(pooled[side], percent) for side in ("product", "floor")]
            report.add(f"{name} at {report.settings['rate']:g}/s, p{percent}, ms", *both)
    report.add(
        "achieved steady rate, /s", *(median(s.per_second for s in steady[side]) for side in ("product", "floor"))
    )


def _targets(report: Report) -> None:
    p99 = report.figures[f"to operator at {report.settings['rate']:g}/s, p99, ms"]["product"]
    report.targets = [
        Target("messages/s, product to floor", report.ratios["messages/s"], LEAST_RATIO),
        Target("p99 to the operator's socket, ms", p99, MOST_MS_TO_OPERATOR, at_most=True),
    ]


def _faults(product: ProductCrowd) -> list[str]:
    """What the clients missed. The visitors' own threads are without gaps by rule 2 of the protocol."""
    found = []
    for number, visitor in enumerate(product.visitors):
        written = product.written[number]
        if [_mark(said.text) for said in visitor.thread.acked[1:]] != written:
            found.append(f"visitor {number}: not everything was acknowledged, or out of order")
        own = [event for _, event in visitor.thread.shown if event.get("author") == "visitor"]
        if [_mark(event["text"]) for event in own[1:]] != written:
            found.append(f"visitor {number}: what is shown is not what was written")
    return found


def _mark(text: str) -> str:
    return text.partition(" ")[0]


def _stored(under_test: System, product: ProductCrowd, floor: FloorCrowd) -> list[str]:
    """The database has every message once, and each conversation's in the order in which they were written."""
    with psycopg.connect(under_test.database) as connection:
        rows = connection.execute(
            "SELECT m.conversation_id, split_part(m.text, ' ', 1) FROM helpdesk_message m"
            " JOIN helpdesk_event e ON e.message_id = m.id WHERE m.text LIKE 'mark-%' ORDER BY m.conversation_id, e.seq"
        ).fetchall()
        floored = connection.execute("SELECT split_part(text, ' ', 1) FROM bench_floor").fetchall()
    stored: dict[int, list[str]] = {}
    for conversation, mark in rows:
        stored.setdefault(conversation, []).append(mark)
    wanted = {visitor.thread.conversation: product.written[n] for n, visitor in enumerate(product.visitors)}
    found = [
        f"conversation {number}: stored is not what was written"
        for number in wanted
        if number is None or stored.get(number, []) != wanted[number]
    ]
    if Counter(mark for (mark,) in floored) != Counter(mark for marks in floor.written for mark in marks):
        found.append("the floor has lost or doubled messages")
    return found
