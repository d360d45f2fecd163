"""People who come, write, wait, are answered and leave, at a believable pace."""

import asyncio
import random
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from helpdesk.traffic.operator import Operator
from helpdesk.traffic.rows import Row
from helpdesk.traffic.scripts import (
    FAREWELL,
    OPERATOR,
    UNSCRIPTED,
    VISITING_CARD,
    VISITOR,
    Script,
    choose,
    department_of,
    names_of,
)
from helpdesk.traffic.tally import Tally
from helpdesk.traffic.visitor import TurnedAwayError, Visitor

PATIENCE_SECONDS = 180.0
"""After so long without an answer a visitor leaves."""

RETURNING = 0.3
"""How many of the visitors have been here before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` is visitors arriving in a minute, `visitors` how many may talk at once, `pace` multiplies every pause."""

    url: str
    key: str
    logins: list[tuple[str, str]]
    visitors: int
    rate: float
    pace: float
    language: str


class Simulation:
    """`await run()` until cancelled; `tally` can be read at any time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tally = Tally()
        self.scripts: dict[int, Script] = {}
        self.gone: list[Visitor] = []
        self.limits = httpx.Limits(max_connections=50)

    async def run(self) -> None:
        """Raises LogInError, TurnedAwayError, httpx.HTTPError where the system cannot be talked to at all."""
        async with httpx.AsyncClient(timeout=30, limits=self.limits) as http, asyncio.TaskGroup() as tasks:
            for username, password in self.plan.logins:
                tasks.create_task(self._operator(username, password))
            await self._visitors(http, tasks)

    async def _visitors(self, http: httpx.AsyncClient, tasks: asyncio.TaskGroup) -> None:
        while True:
            if self.tally.talking < self.plan.visitors:
                self.tally.talking += 1
                tasks.create_task(self._visitor(http))
            await asyncio.sleep(random.expovariate(self.plan.rate / 60))

    async def _visitor(self, http: httpx.AsyncClient) -> None:
        try:
            visitor = await self._arrive(http)
            if visitor is not None:
                self.tally.visitors += 1
                await self._visit(visitor)
        except* (httpx.TransportError, TurnedAwayError):
            # The system restarts, or an operator has turned this one out; the next visitor will find it open.
            self.tally.given_up += 1
        finally:
            self.tally.talking -= 1

    async def _arrive(self, http: httpx.AsyncClient) -> Visitor | None:
        """Somebody new, or one who has been here. None when the door counts too many newcomers from our address."""
        if self.gone and random.random() < RETURNING:
            return self.gone.pop(random.randrange(len(self.gone)))
        visitor = Visitor(self.plan.url, self.plan.key, http, language=self.plan.language)
        try:
            await visitor.arrive()
        except httpx.HTTPStatusError as error:
            if error.response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                raise
            return self.gone.pop(0) if self.gone else None
        return visitor

    async def _visit(self, visitor: Visitor) -> None:
        script = choose(self.plan.language)
        visitor.page = f"{self.plan.url}/demo/{script.department}/"
        before = visitor.reconnects
        try:
            await _beside(visitor.run(), self._talk(visitor, script))
        finally:
            self.tally.reconnects += visitor.reconnects - before
        self.gone.append(visitor)

    async def _talk(self, visitor: Visitor, script: Script) -> None:
        group = next((g["id"] for g in visitor.groups if department_of(g["name"]) == script.department), None)
        began = time.monotonic()
        start = answers = _answers(visitor)
        while lines := script.next_lines(VISITOR):
            for text in lines:
                await self._pause(1.5, text)
                if not await self._say(visitor, text, group, script):
                    return
            if script.over:
                break
            if not await self._answer(visitor, answers):
                self.tally.given_up += 1
                return
            if answers == start:
                self.tally.waits.append(time.monotonic() - began)
            answers = _answers(visitor)
        await self._pause(8)

    async def _say(self, visitor: Visitor, text: str, group: int | None, script: Script) -> bool:
        """False where nobody is there to talk to: then a request is left, if it can be."""
        said = visitor.say(text, group)
        self.tally.said += 1
        await said.done.wait()
        self.tally.acked += not said.refused
        if said.conversation is not None:
            self.scripts[said.conversation] = script
        if said.refused == "request_form":
            await self._ask(visitor, text, group)
        else:
            self.tally.refused += bool(said.refused)
        return said.refused not in {"request_form", "nobody"}

    async def _ask(self, visitor: Visitor, text: str, group: int | None) -> None:
        name, email = VISITING_CARD[self.plan.language]
        await self._pause(3, email)
        said = visitor.ask(text, group, name=name, email=email)
        await said.done.wait()
        self.tally.asked += not said.refused
        self.tally.refused += bool(said.refused)

    async def _answer(self, visitor: Visitor, before: int) -> bool:
        """Wait for more answers than there were; False when patience has run out."""
        thread = visitor.thread
        try:
            async with asyncio.timeout(PATIENCE_SECONDS * self.plan.pace), thread.changed:
                await thread.changed.wait_for(lambda: _answers(visitor) > before)
        except TimeoutError:
            return False
        return True

    async def _operator(self, username: str, password: str) -> None:
        operator = Operator(self.plan.url, username, password)
        try:
            await operator.log_in()
            await _beside(operator.run(), self._work(operator))
        finally:
            self.tally.reconnects += operator.reconnects
            await operator.close()

    async def _work(self, operator: Operator) -> None:
        await operator.present.wait()
        self.tally.present += 1
        names = names_of(operator.username)
        while True:
            # What a colleague has been given stays the colleague's; what nobody has is anybody's.
            mine = [row for row in operator.my.values() if row.who in names or not row.who]
            waiting = [row for row in mine if row.unanswered or self._is_finished(row)]
            if waiting:
                await self._serve(operator, min(waiting, key=lambda row: not row.who))
            else:
                await _any_change(operator)
            await self._pause(1)

    async def _serve(self, operator: Operator, row: Row) -> None:
        """Answer what waits, or finish what has been said. A colleague may be faster; that is life."""
        try:
            if row.unanswered:
                await self._reply(operator, row)
            else:
                await self._pause(4)
                self._count(await operator.do(random.choices(["close", "end"], [4, 1])[0], row.id), "ended")
                self.scripts.pop(row.id, None)
        except httpx.TransportError:
            await self._pause(5)

    async def _reply(self, operator: Operator, row: Row) -> None:
        if not row.accepted:
            await self._pause(1)
            taken = await operator.do("take", row.id)
            if taken.is_error:
                self.tally.conflicts += 1
                return
        for text in self._answer_to(row):
            await self._pause(2, text)
            self._count(await operator.reply(row.id, text), "answered")

    def _answer_to(self, row: Row) -> list[str]:
        script = self.scripts.get(row.id)
        if script is None:
            return [random.choice(UNSCRIPTED[self.plan.language])]
        return script.next_lines(OPERATOR) or [FAREWELL[self.plan.language]]

    def _is_finished(self, row: Row) -> bool:
        script = self.scripts.get(row.id)
        return script is not None and script.over and row.accepted

    def _count(self, answer: httpx.Response, what: str) -> None:
        setattr(self.tally, what, getattr(self.tally, what) + (not answer.is_error))
        self.tally.conflicts += answer.is_error

    async def _pause(self, seconds: float, text: str = "") -> None:
        """To think, and to type the text; nobody is a metronome."""
        await asyncio.sleep(self.plan.pace * (seconds + len(text) / 25) * random.uniform(0.6, 1.6))


def _answers(visitor: Visitor) -> int:
    return sum(event.get("author") == "operator" for _, event in visitor.thread.shown)


async def _any_change(operator: Operator) -> None:
    """On this operator's screen; now and then they look up anyway."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5), operator.changed:
            await operator.changed.wait()


async def _beside(forever: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None]) -> None:
    """Do `work` while the connection lives; whatever either raises ends both."""
    async with asyncio.TaskGroup() as tasks:
        connection = tasks.create_task(forever)
        await tasks.create_task(work)
        connection.cancel()
