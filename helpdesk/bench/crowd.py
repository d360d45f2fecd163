"""Those who write and those who listen, in the product and on the floor, with the same face for the bench."""

import asyncio
import json
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect

from helpdesk.demo import cast, logins
from helpdesk.traffic.operator import Operator
from helpdesk.traffic.visitor import Visitor

READY_SECONDS = 60.0

_MARK = re.compile(r"mark-\d{8}")


class Crowd(ABC):
    """`writers` clients who write, `listeners` who are told, spread over the web processes.

    Writer w is served by listener w % listeners; `heard[mark]` is the moment (monotonic seconds) when the mark came to
    that listener's socket.
    """

    def __init__(self, urls: list[str], writers: int, listeners: int) -> None:
        self.urls, self.writers, self.listeners = urls, writers, listeners
        self.heard: dict[str, float] = {}
        self.written: list[list[str]] = [[] for _ in range(writers)]
        self.tasks: list[asyncio.Task[None]] = []
        self.open = AsyncExitStack()
        self.news = asyncio.Event()

    @abstractmethod
    async def enter(self) -> None:
        """Connect everybody and bring them to where they only write and listen."""

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.open.aclose()

    def url(self, number: int) -> str:
        return self.urls[number % len(self.urls)]

    async def write(self, writer: int, mark: str) -> tuple[float, float]:
        """Send `mark` and wait for its acknowledgement: the two moments."""
        self.written[writer].append(mark)
        return await self._write(writer, f"{mark} How much is the blue one, and is it in stock?")

    @abstractmethod
    async def _write(self, writer: int, text: str) -> tuple[float, float]: ...

    async def wait_until(self, done: Callable[[], bool], seconds: float) -> None:
        """Looked at whenever something is heard, and given up after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not done():
                    self.news.clear()
                    await self.news.wait()

    def hear(self, listener: int, text: str | bytes) -> None:
        self.news.set()
        for mark in _MARK.findall(text if isinstance(text, str) else text.decode()):
            if writer_of(mark, self.writers) % self.listeners == listener:
                self.heard.setdefault(mark, time.monotonic())


def mark_of(writer: int, number: int, writers: int) -> str:
    return f"mark-{number * writers + writer:08}"


def writer_of(mark: str, writers: int) -> int:
    return int(mark[5:]) % writers


class FloorCrowd(Crowd):
    async def enter(self) -> None:
        self.sockets: list[ClientConnection] = []
        self.waiting: dict[str, asyncio.Future[float]] = {}
        for number in range(self.listeners):
            self.tasks.append(asyncio.create_task(self._listen(number, await self._connect(number, "listener"))))
        for number in range(self.writers):
            self.sockets.append(await self._connect(number, "writer"))
            self.tasks.append(asyncio.create_task(self._acks(self.sockets[-1])))

    async def _connect(self, number: int, role: str) -> ClientConnection:
        address = f"ws{self.url(number).removeprefix('http')}/bench/floor/{role}"
        return await self.open.enter_async_context(connect(address, compression=None, ping_interval=None, proxy=None))

    async def _listen(self, number: int, socket: ClientConnection) -> None:
        async for text in socket:
            self.hear(number, text)

    async def _acks(self, socket: ClientConnection) -> None:
        async for text in socket:
            self.waiting.pop(json.loads(text)["client_id"]).set_result(time.monotonic())

    async def _write(self, writer: int, text: str) -> tuple[float, float]:
        client_id = str(uuid4())
        self.waiting[client_id] = answer = asyncio.get_running_loop().create_future()
        frame = {"type": "message", "client_id": client_id, "text": text, "group": None, "page": self.urls[0]}
        sent_at = time.monotonic()
        await self.sockets[writer].send(json.dumps(frame))
        return sent_at, await answer


class _Listener(Operator):
    """Hears without following every row: the bench measures the server, not its own reading."""

    def __init__(self, crowd: "ProductCrowd", number: int, url: str, username: str) -> None:
        super().__init__(url, username, cast.PASSWORD)
        self.crowd, self.number = crowd, number

    async def hear(self, text: str | bytes) -> None:
        self.crowd.hear(self.number, text)
        if not self.present.is_set() or '"type": "pulse"' in str(text[:20]):
            await super().hear(text)

    async def fetch(self) -> None:
        """No list is on this screen."""


class ProductCrowd(Crowd):
    """Visitors whose conversations operators have taken up: what is measured is the talk, not its beginning."""

    async def enter(self) -> None:
        names = [username for role, username, _ in logins() if role == "operator"]
        self.operators = [_Listener(self, n, self.url(n), names[n]) for n in range(self.listeners)]
        http = await self.open.enter_async_context(httpx.AsyncClient(timeout=READY_SECONDS))
        for operator in self.operators:
            self.open.push_async_callback(operator.close)
            await operator.log_in()
            self.tasks.append(asyncio.create_task(operator.run()))
            async with asyncio.timeout(READY_SECONDS):
                await operator.present.wait()
        self.visitors = [Visitor(self.url(n), cast.PUBLIC_KEY, http) for n in range(self.writers)]
        for number, visitor in enumerate(self.visitors):
            await visitor.arrive()
            self.tasks.append(asyncio.create_task(visitor.run()))
            await self._begin(number, visitor)

    async def _begin(self, number: int, visitor: Visitor) -> None:
        group = visitor.groups[number % len(visitor.groups)]["id"]
        said = visitor.say("Hello", group)
        async with asyncio.timeout(READY_SECONDS):
            await said.done.wait()
        assert said.conversation is not None
        operator = self.operators[number % self.listeners]
        (await operator.do("take", said.conversation)).raise_for_status()

    async def _write(self, writer: int, text: str) -> tuple[float, float]:
        # From the moment it is said: what waits for an earlier message's acknowledgement waits on the clock.
        said_at = time.monotonic()
        said = self.visitors[writer].say(text)
        await said.done.wait()
        return said_at, said.acked_at
