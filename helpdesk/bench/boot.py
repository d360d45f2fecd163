"""`boot`: how many page views a second one web process answers, beside an empty view. Docs: docs/BENCH.md."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from helpdesk.bench.caller import Caller, Request, Round
from helpdesk.bench.departments import View, views
from helpdesk.bench.measure import percentile
from helpdesk.bench.report import Report, Target
from helpdesk.bench.system import system
from helpdesk.bench.urls import EMPTY

WARM_UP_SECONDS = 1.0
SPACE_SECONDS = 0.3
PERCENTILES = (50, 99)
LEAST_RATIO = 0.5
MOST_FAULTS = 5

HEADERS = (
    ("Origin", "https://www.cheshka.example"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("Accept", "*/*"),
    ("Accept-Language", "ru-RU,ru;q=0.8,en-US;q=0.5,en;q=0.3"),
    ("Accept-Encoding", "gzip, deflate, br"),
)
"""What a browser sends."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`groups` with `rules` page patterns each; `lines` connections that ask without a pause, `rounds` of `seconds`."""

    groups: int = 50
    rules: int = 20
    lines: int = 8
    rounds: int = 10
    seconds: float = 1.5


def run(database_url: str, plan: Plan) -> Report:
    furnish = f"from helpdesk.bench.departments import furnish; furnish({plan.groups}, {plan.rules})"
    with system(database_url, processes=1, furnish=furnish) as under_test:
        return asyncio.run(_measure(under_test.urls[0], plan))


async def _measure(url: str, plan: Plan) -> Report:
    report = Report("boot", {name: getattr(plan, name) for name in plan.__slots__})
    async with Caller(url, plan.lines) as caller:
        boots, report.faults = await _asked_once(caller, list(views(plan.groups)))
        if report.faults:
            return report
        # With the same headers and as many addresses, so that only the view differs.
        empties = [Request(EMPTY, boot.headers) for boot in boots]
        sides = {"product": boots, "floor": empties}
        for requests in sides.values():
            await caller.flat_out(requests, WARM_UP_SECONDS)
        found = await _rounds(caller, sides, plan)
    _figures(report, found)
    report.targets = [Target("requests/s, boot to an empty view", report.ratios["requests/s"], LEAST_RATIO)]
    report.faults = [wrong for rounds in found.values() for one in rounds for wrong in one.wrong][:MOST_FAULTS]
    return report


async def _asked_once(caller: Caller, seen: Sequence[View]) -> tuple[list[Request], list[str]]:
    """The requests with the answers that are wanted of them, and what is wrong with these."""
    requests, faults = [], []
    for view in seen:
        headers = (*HEADERS, ("X-Forwarded-For", view.address))
        status, body = await caller.lines[0].ask(Request(view.path, headers).encoded(caller.host))
        names = tuple(group["name"] for group in json.loads(body).get("groups", ())) if status == 200 else None
        if names != view.names:
            faults.append(f"{view.path} from {view.address}: {names}, wanted {view.names}")
        requests.append(Request(view.path, headers, body))
    return requests, faults[:MOST_FAULTS]


async def _rounds(caller: Caller, sides: dict[str, list[Request]], plan: Plan) -> dict[str, list[Round]]:
    """Floor and product in turn, so that a noisy neighbour disturbs both alike."""
    found: dict[str, list[Round]] = {side: [] for side in sides}
    for _ in range(plan.rounds):
        for side, requests in sides.items():
            await asyncio.sleep(SPACE_SECONDS)
            found[side].append(await caller.flat_out(requests, plan.seconds))
    return found


def _figures(report: Report, found: dict[str, list[Round]]) -> None:
    rates = [[one.per_second for one in found[side]] for side in ("product", "floor")]
    report.add("requests/s", median(rates[0]), median(rates[1]))
    # Pair by pair, because the two of a pair had the same neighbours.
    report.ratios["requests/s"] = round(median(ours / floors for ours, floors in zip(*rates, strict=True)), 3)
    for percent in PERCENTILES:
        pooled = [[ms for one in found[side] for ms in one.latencies] for side in ("product", "floor")]
        report.add(f"answer, p{percent}, ms", *(1000 * percentile(latencies, percent) for latencies in pooled))
