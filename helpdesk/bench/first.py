"""`first`: how soon a visitor's first message is on an operator's screen, and given to them. Docs: docs/BENCH.md."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import httpx
import psycopg

from helpdesk.bench.crowd import READY_SECONDS, FloorCrowd, mark_of
from helpdesk.bench.measure import GRACE_SECONDS, percentile
from helpdesk.bench.report import Report, Target
from helpdesk.bench.system import System, system
from helpdesk.demo import cast
from helpdesk.traffic.operator import Operator
from helpdesk.traffic.rows import row
from helpdesk.traffic.visitor import Visitor

WARM_UP = 10
PERCENTILES = (50, 95, 99)
MOST_MS = 150.0


@dataclass(frozen=True, slots=True)
class Plan:
    """So many new `visitors` write one after another, with `gap` idle seconds before each of them."""

    visitors: int = 300
    operators: int = 5
    gap: float = 0.25


class Screen(Operator):
    """`came` is when a conversation was first seen here, `given` when it was first seen as this operator's own."""

    def __init__(self, url: str, username: str, name: str, news: asyncio.Event) -> None:
        super().__init__(url, username, cast.PASSWORD)
        self.name, self.news = name, news
        self.came: dict[int, float] = {}
        self.given: dict[int, float] = {}

    async def hear(self, text: str | bytes) -> None:
        now = time.monotonic()
        frame = json.loads(text)
        if frame["type"] == "row" and frame["html"] is not None:
            self.came.setdefault(frame["id"], now)
            if row(frame["html"]).who == self.name:
                self.given.setdefault(frame["id"], now)
                self.news.set()
        elif frame["type"] == "pulse":
            await super().hear(text)

    async def fetch(self) -> None:
        """No list is on this screen."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds from the moment when the first message left the visitor."""

    conversation: int
    to_screen: float
    to_assignee: float
    floor: float


def run(database_url: str, plan: Plan) -> Report:
    report = Report("first", {name: getattr(plan, name) for name in plan.__slots__})
    with system(database_url, processes=1, tasks=True) as under_test:
        samples = asyncio.run(_measure(under_test, plan, report.faults))
        report.faults += _given_twice(under_test, [sample.conversation for sample in samples])
    _figures(report, samples)
    return report


async def _measure(under_test: System, plan: Plan, faults: list[str]) -> list[Sample]:
    url, news = under_test.urls[0], asyncio.Event()
    floor = FloorCrowd([url], 1, 1)
    async with AsyncExitStack() as open_:
        screens = [await _sit_down(open_, url, *who, news) for who in _people(under_test, plan.operators)]
        http = await open_.enter_async_context(httpx.AsyncClient(timeout=READY_SECONDS))
        open_.push_async_callback(floor.leave)
        await floor.enter()
        samples = []
        for number in range(WARM_UP + plan.visitors):
            await asyncio.sleep(plan.gap)
            took = await _floored(floor, number)
            sample = await _first_words(url, http, screens, news, plan.gap, took)
            if sample is None:
                faults.append(f"visitor {number}: nobody was given the conversation in {GRACE_SECONDS:g} s")
                break
            samples.append(sample)
    return samples[WARM_UP:]


async def _first_words(
    url: str, http: httpx.AsyncClient, screens: list[Screen], news: asyncio.Event, gap: float, floor: float
) -> Sample | None:
    """One new visitor, from nothing to the closed conversation; None when nobody was given it."""
    visitor = Visitor(url, cast.PUBLIC_KEY, http)
    await visitor.arrive()
    task = asyncio.create_task(visitor.run())
    try:
        # By then the socket is open, and nothing else goes on.
        await asyncio.sleep(gap)
        said = visitor.say("Hello, is the blue one in stock?", visitor.groups[0]["id"])
        async with asyncio.timeout(GRACE_SECONDS):
            await said.done.wait()
            while not (mine := [screen for screen in screens if said.conversation in screen.given]):
                news.clear()
                await news.wait()
    except TimeoutError:
        return None
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert said.conversation is not None
    (await mine[0].do("close", said.conversation)).raise_for_status()
    came, given = mine[0].came[said.conversation], mine[0].given[said.conversation]
    return Sample(said.conversation, came - said.sent_at, given - said.sent_at, floor)


async def _floored(floor: FloorCrowd, number: int) -> float:
    """What a message costs at least: in, stored, out to one listener."""
    mark = mark_of(0, number, 1)
    sent_at, _ = await floor.write(0, mark)
    await floor.wait_until(lambda: mark in floor.heard, GRACE_SECONDS)
    return floor.heard[mark] - sent_at


async def _sit_down(open_: AsyncExitStack, url: str, username: str, name: str, news: asyncio.Event) -> Screen:
    screen = Screen(url, username, name, news)
    open_.push_async_callback(screen.close)
    await screen.log_in()
    task = asyncio.create_task(screen.run())
    open_.callback(task.cancel)
    async with asyncio.timeout(READY_SECONDS):
        await screen.present.wait()
    return screen


def _people(under_test: System, count: int) -> list[tuple[str, str]]:
    """Log-ins and names of so many operators."""
    with psycopg.connect(under_test.database) as connection:
        found = connection.execute(
            "SELECT u.username, o.name FROM helpdesk_operator o JOIN helpdesk_user u ON u.id = o.user_id"
            " ORDER BY o.id LIMIT %s",
            [count],
        )
        return [(username, name) for username, name in found.fetchall()]


def _given_twice(under_test: System, conversations: list[int]) -> list[str]:
    with psycopg.connect(under_test.database) as connection:
        found = connection.execute(
            "SELECT conversation_id FROM helpdesk_event WHERE kind = 'conversation.assigned'"
            " AND conversation_id = ANY(%s) GROUP BY conversation_id HAVING count(*) > 1",
            [conversations],
        )
        return [f"conversation {pk} was given twice" for (pk,) in found.fetchall()]


def _figures(report: Report, samples: list[Sample]) -> None:
    floors = [1000 * sample.floor for sample in samples]
    figures = {
        "on a screen": [1000 * sample.to_screen for sample in samples],
        "given, on the assignee's screen": [1000 * sample.to_assignee for sample in samples],
    }
    for name, took in figures.items():
        for percent in PERCENTILES:
            report.add(f"{name}, p{percent}, ms", percentile(took, percent), percentile(floors, percent))
    worst = report.figures["given, on the assignee's screen, p99, ms"]["product"]
    report.targets = [Target("p99 to the assignee's screen, ms", worst, MOST_MS, at_most=True)]
