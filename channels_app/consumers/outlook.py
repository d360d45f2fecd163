"""Whom a new conversation would reach: told to one open socket, and again whenever it is somebody else."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from django.utils import timezone

from channels_app import payloads
from channels_app.consumers.base import NOT_NOW
from channels_app.database import in_thread
from helpdesk.board import current

log = logging.getLogger(__name__)

SPREAD_SECONDS = 0.2
"""Thousands of sockets look at the same change; not all in the same moment. One look serves several changes."""


class Outlook:
    """`tell` sends a frame. Nothing happens before `open` and after `close`."""

    def __init__(self, tell: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
        self.page = ""
        self.address: str | None = None
        self.point = 0
        self._tell = tell
        self._told: Mapping[str, Any] | None = None
        self._soon: asyncio.Task[None] | None = None
        self._listener: current.Listener | None = None

    def open(self, page: str, address: str | None, point: int) -> None:
        self.page, self.address, self.point = page, address, point
        listener = partial(asyncio.get_running_loop().call_soon_threadsafe, self._look_soon)
        current.listen(listener)
        self._listener = listener

    def close(self) -> None:
        if self._listener is not None:
            current.forget(self._listener)
            self._listener = None
        if self._soon is not None:
            self._soon.cancel()

    async def look(self) -> None:
        """Tell it if it is not what was told last; where it can't be known just now, the next look will."""
        now = timezone.now()
        try:
            known = current.fresh()
            if known is None:
                known = await in_thread(current.known, now)
        except NOT_NOW as error:
            log.info("no audience now: %s", error)
            return
        told = payloads.audience(known, self.page, self.address, now, self.point)
        if told != self._told:
            self._told = told
            await self._tell({"type": "audience", **told})

    def _look_soon(self) -> None:
        if self._listener is not None and self._soon is None:
            self._soon = asyncio.create_task(self._look_later())

    async def _look_later(self) -> None:
        await asyncio.sleep(random.uniform(0, SPREAD_SECONDS))
        self._soon = None
        try:
            await self.look()
        except Exception:  # nobody waits for this task, so it must say itself what went wrong
            log.exception("the audience was not told")
