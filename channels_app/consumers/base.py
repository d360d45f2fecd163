"""What every socket does alike: reading frames, counting them, refusing, and staying open through our own failures."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import InterfaceError, OperationalError
from redis.exceptions import RedisError

from channels_app import frames, limits
from channels_app.errors import Refusal

log = logging.getLogger(__name__)

NOT_NOW = (OperationalError, InterfaceError, RedisError, OSError)
"""PostgreSQL or Redis is away; the client tries again."""


TRY_AGAIN_LATER = 1013
"""A closing code registered with IANA."""

Handler = Callable[[dict[str, Any]], Awaitable[None]]


class Socket(AsyncWebsocketConsumer):
    """JSON frames in, JSON frames out. One socket's frames and pushes are handled one after the other."""

    language = "en"

    def __init__(self) -> None:
        super().__init__()
        self.topics: set[str] = set()
        self.closing = False

    def handler_of(self, kind: str) -> Handler:
        """What handles frames of this type now. Raises Refusal."""
        raise NotImplementedError

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """A socket that can't be had now is refused or closed as "try again later", with a line in the log."""
        try:
            await super().__call__(scope, receive, send)
        except NOT_NOW as error:
            log.warning("no socket now: %s", error)
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does it, without its trip to a thread for each message: only `in_thread` touches the database."""
        handler = getattr(self, get_handler_name(message))
        if message["type"].startswith("websocket."):
            await handler(message)
        elif not self.closing:
            await self._push(handler, message)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.closing:
            return
        frame: dict[str, Any] = {}
        try:
            limits.spend("frames", self.channel_name)
            frame = frames.parse(text_data)
            await self.handler_of(frames.line(frame, "type", None))(frame)
        except Refusal as refusal:
            await self.refuse(refusal, frame)
        except NOT_NOW as error:
            log.warning("not now: %s", error)
            await self.refuse(Refusal("unavailable"), frame)
        except Exception:  # a bug met by one frame must not take away the socket with all its pushes
            log.exception("a frame of type %s failed", frame.get("type"))
            await self.refuse(Refusal("unavailable"), frame)

    async def refuse(self, refusal: Refusal, frame: Mapping[str, Any]) -> None:
        """Tell why; and close where the protocol says so. `frame` is what was refused."""
        await self.tell({"type": "error", **self.about(frame), **refusal.told(self.language)})
        if refusal.kind.closes is not None:
            await self.shut(refusal.kind.closes)

    def about(self, frame: Mapping[str, Any]) -> dict[str, Any]:
        """What of the refused frame goes back, so that the client knows which it was."""
        return {}

    async def tell(self, payload: Mapping[str, Any]) -> None:
        await self.send(text_data=json.dumps(payload, ensure_ascii=False))

    async def shut(self, code: int) -> None:
        """Close, and hear nothing that is still on its way."""
        self.closing = True
        await self.close(code)

    async def listen_to(self, topics: set[str]) -> None:
        """Exactly these from now on."""
        for topic in topics - self.topics:
            await self.channel_layer.group_add(topic, self.channel_name)
            self.topics.add(topic)
        for topic in self.topics - topics:
            await self.channel_layer.group_discard(topic, self.channel_name)
            self.topics.discard(topic)

    async def disconnect(self, code: int) -> None:
        self.closing = True
        try:
            await self.listen_to(set())
        except NOT_NOW as error:
            log.info("left without signing off: %s", error)

    async def _push(self, handler: Handler, message: dict[str, Any]) -> None:
        """A push that can't be handled is a hint lost; the socket's next frame catches up."""
        try:
            await handler(message)
        except Refusal as refusal:
            await self.refuse(refusal, {})
        except Exception:  # as above: nobody waits for an answer here
            log.exception("push %s failed", message["type"])
