"""A visitor's socket with a hand on it: frames can be kept back, and frames of our own slipped in."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute


class Wire:
    """Everything passes, except what the server says while `shut`; that follows, in order, with `release()`."""

    def __init__(self, page: Page, *, shut: bool = False) -> None:
        self.shut = shut
        self.kept: list[str | bytes] = []
        self.told: dict[str, Any] = {}
        page.route_web_socket("**/w/v1/socket", self._route)

    def release(self) -> None:
        self.shut = False
        for frame in self.kept:
            self.socket.send(frame)

    def tell(self, **frame: Any) -> None:
        """As if the server had said it."""
        self.socket.send(json.dumps(frame))

    def audience(self, mode: str = "choice", *, without: tuple[str, ...] = ()) -> None:
        """The groups of which the server has told last, but these."""
        groups = [group for group in self.told["groups"] if group["name"] not in without]
        self.tell(type="audience", mode=mode, groups=groups)

    def _route(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        socket.connect_to_server().on_message(self._hear)

    def _hear(self, message: str | bytes) -> None:
        frame = json.loads(message)
        if frame["type"] == "audience":
            self.told = frame
        if self.shut:
            self.kept.append(message)
        else:
            self.socket.send(message)
