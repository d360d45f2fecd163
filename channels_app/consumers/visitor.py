"""The visitor's socket (docs/PROTOCOL.md)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from channels_app import auth, frames, guests, limits, payloads, topics
from channels_app.consumers.base import NOT_NOW, Handler, Socket
from channels_app.consumers.outlook import Outlook
from channels_app.database import in_thread
from channels_app.errors import Refusal
from channels_app.knock import Knock
from helpdesk.actions import arrivals
from helpdesk.bans import Banned
from helpdesk.models import Visitor

HELLO_SECONDS = 10

CHECK_AFTER = timedelta(seconds=20)
"""Whether the visitor is still let in is asked again with a frame after so long, should a push have been lost."""


class VisitorSocket(Socket):
    visitor: Visitor | None = None
    checked_at: datetime
    _alarm: asyncio.Task[None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.outlook = Outlook(self._tell_while_open)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Not in `disconnect`, which a socket that is cut off by the server never reaches.
            self.outlook.close()

    async def connect(self) -> None:
        self.knock = Knock.of_scope(self.scope)
        self.language = self.knock.language
        await self.accept()
        self._expect_hello()

    async def disconnect(self, code: int) -> None:
        self._hello_came()
        await super().disconnect(code)

    def handler_of(self, kind: str) -> Handler:
        if self.visitor is None:
            if kind != "hello":
                raise Refusal("hello_first")
            return self._hello
        handlers = {
            "message": self._message,
            "request": self._request,
            "end": self._end,
            "page": self._page,
            "ping": self._ping,
        }
        if kind not in handlers:
            raise Refusal("bad_frame")
        return partial(self._let_in, self.visitor, handlers[kind])

    def about(self, frame: Mapping[str, Any]) -> dict[str, Any]:
        sent_as = frame.get("client_id")
        return {"client_id": sent_as[:36]} if isinstance(sent_as, str) else {}

    async def visitor_events(self, push: dict[str, Any]) -> None:
        """Something was committed that this visitor may see."""
        if self.visitor is not None:
            await self.tell(push["told"])

    async def visitor_check(self, push: dict[str, Any]) -> None:
        """A ban or a change of a contact point; `whom` says whose, as far as it can."""
        if self.visitor is None:
            return
        match push["whom"]:
            case {"network": network}:
                meant = Banned([(network, None)]).has(self.knock.address, timezone.now())
            case {"contact_point": pk}:
                meant = pk == self.visitor.contact_point_id
            case _:
                meant = True
        if meant:
            await self._check(self.visitor)

    async def _hello(self, frame: dict[str, Any]) -> None:
        key, token = frames.line(frame, "key", None), frames.line(frame, "token", None)
        page, zone, cursor = frames.line(frame, "page"), frames.line(frame, "zone"), frames.cursor(frame)
        self._hello_came()
        try:
            visitor = await in_thread(_arrive, self.knock, key, token, page, zone)
            # Before reading: whatever is committed in between is pushed as well, and known by its seq.
            await self.listen_to({topics.visitor(visitor.pk), topics.VISITORS})
            welcome = await in_thread(payloads.welcome, visitor, cursor)
        except NOT_NOW:
            self._expect_hello()
            raise
        self.visitor, self.language, self.checked_at = visitor, visitor.language, timezone.now()
        await self.tell(welcome)
        self.outlook.open(page or visitor.page, self.knock.address, visitor.contact_point_id)
        await self.outlook.look()

    async def _let_in(
        self, visitor: Visitor, handler: Callable[[Visitor, dict[str, Any]], Awaitable[None]], frame: dict[str, Any]
    ) -> None:
        if timezone.now() - self.checked_at > CHECK_AFTER:
            await self._check(visitor)
        await handler(visitor, frame)

    async def _message(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        limits.spend("messages", str(visitor.pk))
        await self.tell(await in_thread(guests.write, visitor, frame, timezone.now()))

    async def _request(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        await self.tell(await in_thread(guests.request, visitor, frame, timezone.now()))

    async def _end(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        await self.tell(await in_thread(guests.end, visitor, timezone.now()))

    async def _page(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        self.outlook.page = frames.line(frame, "page", None)
        await in_thread(guests.move, visitor, frame, timezone.now())
        await self.outlook.look()

    async def _ping(self, visitor: Visitor, frame: dict[str, Any]) -> None:
        if missed := await in_thread(payloads.welcome_if_behind, visitor, frames.cursor(frame)):
            await self.tell(missed)
        await self.tell({"type": "pong"})
        # Should a change not have been noticed, it is now.
        await self.outlook.look()

    async def _check(self, visitor: Visitor) -> None:
        """Raises Refusal, which closes the socket, when the visitor is not let in any more."""
        claims = auth.Claims(visitor.pk, visitor.contact_point_id)
        await in_thread(guests.readmit, claims, self.knock, timezone.now())
        self.checked_at = timezone.now()

    async def _tell_while_open(self, payload: Mapping[str, Any]) -> None:
        if not self.closing:
            await self.tell(payload)

    def _expect_hello(self) -> None:
        self._alarm = asyncio.create_task(self._give_up())

    def _hello_came(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    async def _give_up(self) -> None:
        await asyncio.sleep(HELLO_SECONDS)
        await self.refuse(Refusal("hello_first"), {})


def _arrive(knock: Knock, key: str, token: str, page: str, zone: str) -> Visitor:
    now = timezone.now()
    visitor = guests.admit(knock, token, now, key=key)
    arrivals.lives_in(visitor, zone)
    if page:
        guests.move(visitor, {"page": page}, now)
    return visitor
