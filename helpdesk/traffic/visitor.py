"""A visitor's client: one session, one socket that comes back, HTTP where there is no socket."""

import asyncio
import json
import random
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from helpdesk.traffic.delays import before_try
from helpdesk.traffic.thread import Said, Thread

PING_SECONDS = 25.0
PONG_SECONDS = 10.0
LONGEST_DELAY = 30.0
FAILURES_BEFORE_HTTP = 3
HTTP_SECONDS = 60.0
POLL_SECONDS = 3.0
RETRY_AFTER = 5.0

UNREACHABLE = (OSError, WebSocketException, httpx.HTTPError, TimeoutError)


class TurnedAwayError(Exception):
    """The server will have nothing to do with this visitor: forbidden, or the token is bad for good."""


class Visitor:
    """`await arrive()`, then keep `run()` going as a task; `say` returns at once, `said.done` tells when it is safe.

    Messages go out one at a time and in order; each waits for its acknowledgement before the next is sent.
    """

    def __init__(self, url: str, key: str, http: httpx.AsyncClient, *, page: str = "", language: str = "en") -> None:
        self.url, self.key, self.http = url, key, http
        self.page = page or f"{url}/demo/"
        self.headers = {"Accept-Language": language}
        self.thread = Thread()
        self.token = ""
        self.mode = ""
        self.groups: list[dict[str, Any]] = []
        self.reconnects = 0
        self.http_rounds = 0
        self._welcomed = False
        self._whole = True
        self._wake = asyncio.Event()
        self._answer: asyncio.Future[float] | None = None
        self._in_flight: Said | None = None

    async def arrive(self) -> None:
        """Become somebody. Raises httpx.HTTPError, and TurnedAwayError where nobody answers on this page just now."""
        query = {"key": self.key, "page": self.page}
        boot = (await self._http("GET", "boot", params=query)).json()
        if not boot["show"]:
            raise TurnedAwayError("boot: show is false")
        self._look_around(boot)
        answer = await self._http("POST", "session", json={**query, "referrer": ""})
        self.token = answer.json()["token"]

    def say(self, text: str, group: int | None = None) -> Said:
        said = self.thread.say(text, group)
        self._wake.set()
        return said

    def ask(self, text: str, group: int | None = None, **contacts: str) -> Said:
        """Leave a request; of the contacts `name`, `email` and `phone` one of the last two is needed."""
        said = self.thread.say(text, group, **contacts)
        self._wake.set()
        return said

    async def run(self) -> None:
        """Until cancelled. Raises TurnedAwayError."""
        failures = 0
        while True:
            try:
                await self._over_socket()
            except UNREACHABLE:
                failures = 1 if self._welcomed else failures + 1
            self.reconnects += 1
            if failures >= FAILURES_BEFORE_HTTP and await self._over_http():
                failures = FAILURES_BEFORE_HTTP
            else:
                await asyncio.sleep(before_try(failures, LONGEST_DELAY))

    async def _over_socket(self) -> None:
        """One connection from `hello` to its end. Raises one of UNREACHABLE."""
        self._welcomed = False
        address = f"ws{self.url.removeprefix('http')}/w/v1/socket"
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.page))
        async with connect(
            address,
            origin=Origin(origin),
            additional_headers=self.headers,
            compression=None,
            ping_interval=None,
            proxy=None,
        ) as socket:
            await self._hello(socket)
            sender = asyncio.create_task(self._send(socket))
            try:
                await self._listen(socket)
            finally:
                sender.cancel()
                with suppress(asyncio.CancelledError, *UNREACHABLE):
                    await sender

    async def _hello(self, socket: ClientConnection) -> None:
        hello = {"type": "hello", "key": self.key, "token": self.token, "page": self.page}
        while True:
            await _tell(socket, {**hello, "cursor": self.thread.cursor})
            async with asyncio.timeout(PONG_SECONDS):
                frame = json.loads(await socket.recv())
            if frame["type"] == "welcome":
                self._welcomed = True
                await self._take(socket, frame)
                return
            await self._refused(frame)
            await asyncio.sleep(frame.get("after", RETRY_AFTER))

    async def _listen(self, socket: ClientConnection) -> None:
        """Pings when it has been quiet; a ping without an answer ends the connection (rule 4)."""
        asked = False
        while True:
            try:
                async with asyncio.timeout(PONG_SECONDS if asked else PING_SECONDS):
                    text = await socket.recv()
            except TimeoutError:
                if asked:
                    raise
                asked = True
                await self._ping(socket)
            else:
                asked = False
                await self._take(socket, json.loads(text))

    async def _send(self, socket: ClientConnection) -> None:
        """What is pending, in order, one at a time."""
        while True:
            said = await self._next()
            self._in_flight, self._answer = said, asyncio.get_running_loop().create_future()
            said.tries += 1
            said.sent_at = said.sent_at or time.monotonic()
            await _tell(socket, self._message(said))
            # Zero once it is acknowledged or refused for good, else the seconds after which to send it again.
            await asyncio.sleep(await self._answer)

    async def _next(self) -> Said:
        while not self.thread.pending:
            self._wake.clear()
            await self._wake.wait()
        return self.thread.pending[0]

    async def _take(self, socket: ClientConnection, frame: Mapping[str, Any]) -> None:
        if frame["type"] == "error":
            await self._refused(frame)
        elif frame["type"] == "audience":
            self._look_around(frame)
        elif frame["type"] != "pong":
            await self._heard(frame)
            if not self._whole or frame.get("more"):
                await self._ping(socket)

    def _look_around(self, audience: Mapping[str, Any]) -> None:
        self.mode, self.groups = audience["mode"], audience["groups"]

    async def _heard(self, frame: Mapping[str, Any]) -> None:
        self._whole = self.thread.take(frame)
        if self._in_flight and self._in_flight.done.is_set():
            self._settle(0.0)
        async with self.thread.changed:
            self.thread.changed.notify_all()

    async def _refused(self, error: Mapping[str, Any]) -> None:
        """An `error` frame, or the same object as an HTTP answer. Raises TurnedAwayError."""
        code, said = error["code"], self._in_flight
        if code in {"forbidden", "bad_token"}:
            raise TurnedAwayError(code)
        if said is None or error.get("client_id", said.client_id) != said.client_id:
            return
        if code == "choose_group":
            said.group = random.choice(error["groups"])["id"]
            self._settle(0.0)
        elif error["retry"]:
            self._settle(float(error.get("after", RETRY_AFTER)))
        else:
            self.thread.refuse(said, code)
            self._settle(0.0)

    def _settle(self, again_after: float) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_result(again_after)

    async def _ping(self, socket: ClientConnection) -> None:
        await _tell(socket, {"type": "ping", "cursor": self.thread.cursor})

    def _message(self, said: Said) -> dict[str, Any]:
        return {
            "type": "request" if said.contacts else "message",
            "client_id": said.client_id,
            "text": said.text,
            "group": said.group,
            "page": self.page,
            **said.contacts,
        }

    async def _over_http(self) -> bool:
        """Write and ask over HTTP for a while; False when HTTP does not answer either."""
        until = time.monotonic() + HTTP_SECONDS
        while time.monotonic() < until:
            try:
                await self._post_pending()
                after = {"conversation": self.thread.conversation or "", "after": self.thread.seq, "page": self.page}
                told = (await self._http("GET", "events", params=after)).json()
                self._look_around(told["audience"])
                await self._heard(told)
            except httpx.HTTPStatusError as error:
                if not error.response.headers["Content-Type"].startswith("application/json"):
                    return False
                await self._refused(error.response.json())
            except httpx.HTTPError:
                return False
            self.http_rounds += 1
            await self._pause()
        return True

    async def _pause(self) -> None:
        """Until the next poll; what is said meanwhile goes out at once, unless something before it was refused."""
        if self.thread.pending:
            await asyncio.sleep(POLL_SECONDS)
            return
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await self._wake.wait()

    async def _post_pending(self) -> None:
        while self.thread.pending:
            self._in_flight = said = self.thread.pending[0]
            said.tries += 1
            said.sent_at = said.sent_at or time.monotonic()
            body = self._message(said)
            await self._heard((await self._http("POST", f"{body.pop('type')}s", json=body)).json())

    async def _http(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Raises httpx.HTTPStatusError for what the server refuses."""
        headers = self.headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        response = await self.http.request(method, f"{self.url}/w/v1/{path}", headers=headers, **request)
        response.raise_for_status()
        return response


async def _tell(socket: ClientConnection, frame: Mapping[str, Any]) -> None:
    await socket.send(json.dumps(frame, ensure_ascii=False))
