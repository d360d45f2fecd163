"""An operator's client: a log-in, a socket that tells what moves, and verbs by POST, as the inbox's page does it."""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from helpdesk.traffic.delays import before_try
from helpdesk.traffic.rows import Row, row, rows

PULSE_SECONDS = 15.0
PULSE_ANSWER_SECONDS = 10.0
LONGEST_DELAY = 15.0
NOT_LET_IN = 4403
MOST_ROWS = 2000

LANGUAGE = {"Accept-Language": "en"}
"""Rows are read in English, whatever the machine speaks."""

UNREACHABLE = (OSError, WebSocketException, httpx.HTTPError, TimeoutError)

_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class LogInError(Exception):
    """Wrong name or password, or logged out since."""


class Operator:
    """`await log_in()`, then keep `run()` going as a task. `my` is what the tab My shows: {id: Row}."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url, self.username, self.password = url, username, password
        self.http = httpx.AsyncClient(base_url=url, timeout=30, headers={"Origin": url, **LANGUAGE})
        self.tab = str(uuid4())
        self.my: dict[int, Row] = {}
        self.counts: dict[str, int] = {}
        self.reconnects = 0
        self.present = asyncio.Event()
        self.changed = asyncio.Condition()
        self._answered = asyncio.Event()

    async def log_in(self) -> None:
        """Raises LogInError, httpx.HTTPError."""
        form = _FORM_TOKEN.search((await self.http.get("/login/")).text)
        if form is None:
            raise LogInError("there is no form at /login/")
        data = {"username": self.username, "password": self.password, "csrfmiddlewaretoken": form[1]}
        if (await self.http.post("/login/", data=data)).status_code != httpx.codes.FOUND:
            raise LogInError(f"{self.username} is not let in")

    async def do(self, verb: str, conversation: int, **fields: Any) -> httpx.Response:
        """POST a verb: reply, take, accept, end, close … The answer may be a refusal (400, 403, 404, 409)."""
        headers = {"X-CSRFToken": self.http.cookies["csrftoken"], "HX-Request": "true"}
        return await self.http.post(f"/inbox/{conversation}/{verb}/", data=fields, headers=headers)

    async def reply(self, conversation: int, text: str) -> httpx.Response:
        return await self.do("reply", conversation, text=text, client_id=str(uuid4()))

    async def run(self) -> None:
        """Until cancelled. Raises LogInError when the log-in does not count any more."""
        failures = 0
        while True:
            self.present.clear()
            try:
                await self._over_socket()
            except UNREACHABLE as error:
                if getattr(getattr(error, "rcvd", None), "code", None) == NOT_LET_IN:
                    raise LogInError(f"{self.username} is not let in any more") from error
                failures = 1 if self.present.is_set() else failures + 1
            self.reconnects += 1
            await asyncio.sleep(before_try(failures, LONGEST_DELAY))

    async def close(self) -> None:
        await self.http.aclose()

    async def _over_socket(self) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        async with connect(
            f"ws{self.url.removeprefix('http')}/ws/inbox/",
            origin=Origin(self.url),
            additional_headers={"Cookie": cookies, **LANGUAGE},
            compression=None,
            ping_interval=None,
            proxy=None,
        ) as socket:
            await self._tell(socket, "hello")
            pulse = asyncio.create_task(self._pulse(socket))
            try:
                async for text in socket:
                    await self.hear(text)
                raise ConnectionError("the server has closed the socket")
            finally:
                pulse.cancel()

    async def _pulse(self, socket: ClientConnection) -> None:
        """Renew the lease; a pulse without an answer ends the connection."""
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            self._answered.clear()
            await self._tell(socket, "pulse")
            try:
                async with asyncio.timeout(PULSE_ANSWER_SECONDS):
                    await self._answered.wait()
            except TimeoutError:
                await socket.close()
                return

    async def _tell(self, socket: ClientConnection, kind: str) -> None:
        await socket.send(json.dumps({"type": kind, "tab": self.tab}))

    async def hear(self, text: str | bytes) -> None:
        """One frame, as it came."""
        frame = json.loads(text)
        if frame["type"] == "pulse":
            self.counts = frame["counts"]
            self._answered.set()
            if not self.present.is_set() or len(self.my) != self.counts["my"]:
                await self.fetch()
            self.present.set()
        elif frame["type"] == "row":
            self._move(frame)
        elif frame["type"] == "reload":
            await self.fetch()
        async with self.changed:
            self.changed.notify_all()

    def _move(self, frame: Mapping[str, Any]) -> None:
        shown = self.my.get(frame["id"])
        if shown and shown.seq >= frame["seq"]:
            return
        if frame["tab"] == "my":
            self.my[frame["id"]] = row(frame["html"])
        else:
            self.my.pop(frame["id"], None)

    async def fetch(self) -> None:
        """The list as it is: what changed between a page and its subscription would be missing."""
        answer = await self.http.get("/inbox/", params={"tab": "my", "rows": MOST_ROWS}, headers={"HX-Request": "true"})
        answer.raise_for_status()
        self.my = {found.id: found for found in rows(answer.text)}
