"""Fifty visitors who never stop writing, and eight operators who never leave, for tests that kill things under them."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from helpdesk.demo import cast, logins
from helpdesk.traffic.operator import Operator
from helpdesk.traffic.thread import Said
from helpdesk.traffic.visitor import Visitor

PATIENCE = 60.0
"""Seconds that anything may take on a busy machine before the test gives up."""

POLL = 0.1

MOST_PENDING = 3
"""A visitor whose words do not get through pauses: nobody types on for ever."""


class Writer:
    """Visitor number `number`: everything they said, in order."""

    def __init__(self, number: int, visitor: Visitor) -> None:
        self.number, self.visitor = number, visitor
        self.said: list[Said] = []

    async def write(self, pause: float, quiet: asyncio.Event) -> None:
        """A message every now and then, `pause` seconds apart on the average, until `quiet` is set."""
        group = self.visitor.groups[self.number % len(self.visitor.groups)]["id"]
        while not quiet.is_set():
            if len(self.visitor.thread.pending) < MOST_PENDING:
                self.said.append(self.visitor.say(f"visitor {self.number}, message {len(self.said)}", group))
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)


class Town:
    """`writers` and `operators`, each with a connection that lives on by itself."""

    def __init__(self, url: str, visitors: int) -> None:
        self.url, self.size = url, visitors
        self.quiet = asyncio.Event()
        self.writers: list[Writer] = []
        self.operators: list[Operator] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def populate(self, http: httpx.AsyncClient) -> None:
        for role, username, password in logins():
            if role == "operator":
                await self._seat(Operator(self.url, username, password))
        for number in range(self.size):
            visitor = Visitor(self.url, cast.PUBLIC_KEY, http)
            await visitor.arrive()
            self._tasks.append(asyncio.create_task(visitor.run()))
            self.writers.append(Writer(number, visitor))

    def begin(self, pause: float, over: float) -> None:
        """Visitors start one after the other over so many seconds, so that conversations begin all the time."""
        for writer in self.writers:
            self._tasks.append(asyncio.create_task(self._later(writer, pause, over * writer.number / self.size)))

    async def fall_silent(self) -> None:
        """Nobody says anything new; wait until everything said has been acknowledged."""
        self.quiet.set()
        async with asyncio.timeout(PATIENCE):
            for said in self.said:
                await said.done.wait()

    @property
    def said(self) -> list[Said]:
        return [said for writer in self.writers for said in writer.said]

    async def until_something_is_in_the_air(self) -> int:
        """Sent, and not acknowledged at the moment when this returns: how many messages."""
        deadline = time.monotonic() + PATIENCE
        while not (flying := sum(said.sent_at > 0 and not said.done.is_set() for said in self.said)):
            assert time.monotonic() < deadline, "nobody writes"
            await asyncio.sleep(0)
        return flying

    async def until_said(self, count: int) -> None:
        """Until so many more messages have been acknowledged."""
        wanted = self._acked() + count
        await eventually(PATIENCE, f"{count} more messages acknowledged", lambda: self._acked() >= wanted)

    async def until_everybody_has_said(self, count: int) -> None:
        """Until each visitor has had so many messages acknowledged."""
        await eventually(
            PATIENCE,
            f"{count} messages of each visitor acknowledged",
            lambda: all(len(writer.visitor.thread.acked) >= count for writer in self.writers),
        )

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        outcomes = await asyncio.gather(*self._tasks, return_exceptions=True)
        for operator in self.operators:
            await operator.close()
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    def _acked(self) -> int:
        return sum(said.acked_at > 0 for said in self.said)

    async def _seat(self, operator: Operator) -> None:
        await operator.log_in()
        self._tasks.append(asyncio.create_task(operator.run()))
        async with asyncio.timeout(PATIENCE):
            await operator.present.wait()
        self.operators.append(operator)

    async def _later(self, writer: Writer, pause: float, delay: float) -> None:
        await asyncio.sleep(delay)
        await writer.write(pause, self.quiet)


@asynccontextmanager
async def town(url: str, visitors: int) -> AsyncIterator[Town]:
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        inhabited = Town(url, visitors)
        try:
            await inhabited.populate(http)
            yield inhabited
        finally:
            await inhabited.leave()


async def eventually(seconds: float, what: str, done: Callable[[], bool]) -> None:
    """Poll `done()` until it is true. Fails, naming `what`, after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(POLL)
