"""Asking for pages as fast as one core can: a client that costs a fraction of what the server does.

HTTP/1.1 with connections that stay open, and no more of it than Daphne speaks.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """`wanted` is the body that must come back."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()
    wanted: bytes = b""

    def encoded(self, host: str) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {host}", *(f"{name}: {text}" for name, text in self.headers)]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass(slots=True)
class Round:
    """`wrong` are the answers that were not what was wanted, shortened. Latencies are seconds."""

    answers: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds


class Line:
    """One open connection; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, encoded: bytes) -> tuple[int, bytes]:
        """Status and body."""
        self.writer.write(encoded)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(head[9:12]), await self.reader.readexactly(length)


class Caller:
    """`async with Caller(url, lines=8) as caller`: so many connections, each asking as soon as it is answered."""

    def __init__(self, url: str, lines: int) -> None:
        self.host = urlsplit(url).netloc
        self.count = lines
        self.lines: list[Line] = []
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        name, _, port = self.host.partition(":")
        for _ in range(self.count):
            line = Line(*await asyncio.open_connection(name, int(port)))
            self._open.callback(line.writer.close)
            self.lines.append(line)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def flat_out(self, requests: Sequence[Request], seconds: float) -> Round:
        """Every line goes through the requests, beginning at a place of its own, until the time is over."""
        encoded = [(request.encoded(self.host), request.wanted) for request in requests]
        found, began = Round(), time.monotonic()
        until = began + seconds

        async def talk(line: Line, at: int) -> None:
            for message, wanted in _around(encoded, at):
                asked_at = time.monotonic()
                if asked_at >= until:
                    return
                status, body = await line.ask(message)
                found.latencies.append(time.monotonic() - asked_at)
                if (status, body) != (200, wanted):
                    found.wrong.append(f"{status} {body[:200]!r}")

        starts = (number * len(encoded) // self.count for number in range(self.count))
        await asyncio.gather(*map(talk, self.lines, starts))
        found.answers, found.seconds = len(found.latencies), time.monotonic() - began
        return found


def _around(encoded: Sequence[tuple[bytes, bytes]], at: int) -> Iterator[tuple[bytes, bytes]]:
    while True:
        yield encoded[at % len(encoded)]
        at += 1
