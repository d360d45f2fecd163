"""Clients of the doors for tests: a visitor's socket, an operator's socket, and the widget's HTTP calls."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self
from uuid import uuid4

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import AsyncClient, Client

from channels_app import auth, publisher
from channels_app.database import in_thread
from channels_app.urls import websockets
from helpdesk import outbox
from helpdesk.models import Operator, Visitor

ORIGIN = "https://cheshka.example"
PATIENCE = 3
SILENCE = 0.25
"""Long enough for a push to cross Redis many times over."""


class Socket(WebsocketCommunicator):
    """`async with` connects and says goodbye."""

    def __init__(self, path: str, address: str, headers: dict[str, str]) -> None:
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        super().__init__(websockets, path, headers=pairs)
        self.scope["client"] = (address, 50000)

    async def __aenter__(self) -> Self:
        self.let_in, self.code = await self.connect(timeout=PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect(timeout=PATIENCE)

    async def say(self, type_: str, **fields: Any) -> None:
        await self.send_json_to({"type": type_, **fields})

    async def hear(self, type_: str) -> dict[str, Any]:
        """The next frame, which must be of this type."""
        frame = json.loads(await self.receive_from(timeout=PATIENCE))
        assert frame["type"] == type_, frame
        return frame

    async def hear_until(self, type_: str) -> dict[str, Any]:
        """The next frame of this type, passing over others."""
        while True:
            frame = json.loads(await self.receive_from(timeout=PATIENCE))
            if frame["type"] == type_:
                return frame

    async def hear_close(self) -> int:
        output = await self.receive_output(timeout=PATIENCE)
        assert output["type"] == "websocket.close", output
        return output["code"]

    async def hears_nothing(self) -> bool:
        """Unlike `receive_nothing`, says what it was."""
        await asyncio.sleep(SILENCE)
        said = None if self.output_queue.empty() else self.output_queue.get_nowait()
        assert said is None, said
        return True


class VisitorClient(Socket):
    """`audience` is what was told after the welcome."""

    audience: dict[str, Any]

    def __init__(
        self, visitor: Visitor, *, key: str = "cheshka", address: str = "192.0.2.1", origin: str = ORIGIN
    ) -> None:
        super().__init__("/w/v1/socket", address, {"origin": origin})
        self.key, self.token = key, auth.token_for(visitor)

    async def hello(self, conversation: int | None = None, seq: int = 0, **fields: Any) -> None:
        cursor = {"conversation": conversation, "seq": seq}
        await self.say("hello", **{"key": self.key, "token": self.token, "page": ORIGIN, "cursor": cursor} | fields)

    async def welcomed(self, *cursor: int | None, **fields: Any) -> dict[str, Any]:
        """Say hello, and hear all that follows from it; the `welcome`."""
        await self.hello(*cursor, **fields)
        welcome = await self.hear("welcome")
        self.audience = await self.hear("audience")
        return welcome

    async def write(self, text: Any, group: int | None = None, **fields: Any) -> str:
        """Returns the client_id."""
        client_id = str(uuid4())
        await self.say("message", **{"client_id": client_id, "text": text, "group": group, "page": ORIGIN} | fields)
        return client_id

    async def ask(self, text: Any, group: int | None = None, **fields: Any) -> str:
        """Leave a request; returns the client_id."""
        client_id = str(uuid4())
        contacts = {"name": "Zoya", "email": "zoya@example.com", "phone": ""}
        frame = {"client_id": client_id, "text": text, "group": group, "page": ORIGIN, **contacts}
        await self.say("request", **frame | fields)
        return client_id


class OperatorClient(Socket):
    """`logged_in` makes one with a session of its own."""

    @classmethod
    async def logged_in(cls, operator: Operator, **headers: str) -> Self:
        cookie = await in_thread(_session_of, operator)
        headers = {"origin": "http://localhost:8000", "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"} | headers
        client = cls("/ws/inbox/", "192.0.2.50", headers)
        client.session, client.tab = cookie, str(uuid4())
        return client

    async def settled(self) -> dict[str, int]:
        """Say hello; the counts."""
        await self.say("hello", tab=self.tab)
        return (await self.hear("pulse"))["counts"]

    async def pulse(self) -> None:
        await self.say("pulse", tab=self.tab)

    async def log_out(self) -> None:
        await in_thread(SessionStore(self.session).delete)


def _session_of(operator: Operator) -> str:
    client = Client()
    client.force_login(operator.user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class _ClientAt(AsyncClient):
    """Django's client, at an address of its own."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def _base_scope(self, **request: Any) -> dict[str, Any]:
        return super()._base_scope(client=[self.address, 50000], **request)


class Http:
    """The widget's calls."""

    def __init__(self, token: str | None = None, *, origin: str | None = ORIGIN, address: str = "192.0.2.1") -> None:
        self.client = _ClientAt(address)
        self.token, self.origin = token, origin

    async def get(self, path: str, **query: Any) -> Any:
        return await self.client.get(f"/w/v1/{path}", query, headers=self._headers())

    async def post(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return await self.client.post(f"/w/v1/{path}", data, content_type="application/json", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        headers = {"Origin": self.origin, "Authorization": f"Bearer {self.token}" if self.token else None}
        return {name: value for name, value in headers.items() if value}


def unpushed(action: Callable[[], Any]) -> None:
    """Do it while nobody publishes, as if Redis had lost the pushes."""
    outbox.committed.disconnect(dispatch_uid="publisher")
    try:
        action()
    finally:
        outbox.committed.connect(publisher.on_commit, dispatch_uid="publisher")
