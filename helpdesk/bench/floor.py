"""The floor: what this machine can do at all. The product's application with a bare WebSocket and an empty view beside.

One frame in, one row inserted and committed, one acknowledgement out, one group message to the listeners. No rights, no
lifecycle, no rendering. Only a bench starts this application; the product's own never has this address.
"""

import asyncio
import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import get_default_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
product = get_default_application()

# After the product's application has set Django up.
from django.conf import settings  # noqa: E402
from django.db import close_old_connections, models  # noqa: E402

settings.ROOT_URLCONF = "helpdesk.bench.urls"

PREFIX = "/bench/floor/"
GROUP = "bench.floor"

# As many as the product's doors have: a floor with one thread would wait for the disk where the product doesn't.
_threads = ThreadPoolExecutor(8, thread_name_prefix="floor")


class Floor(AsyncWebsocketConsumer):
    """`…/writer` sends, `…/listener` is told."""

    async def connect(self) -> None:
        if self.scope["path"].endswith("/listener"):
            await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        frame = json.loads(text_data or "")
        await asyncio.get_running_loop().run_in_executor(_threads, _insert, frame["client_id"], frame["text"])
        await self.send(json.dumps({"type": "ack", "client_id": frame["client_id"]}))
        await self.channel_layer.group_send(GROUP, {"type": "floor.told", "text": frame["text"]})

    async def floor_told(self, push: dict[str, Any]) -> None:
        await self.send(json.dumps({"type": "told", "text": push["text"]}))


class Row(models.Model):
    client_id = models.UUIDField(unique=True)
    text = models.TextField()

    class Meta:
        app_label = "helpdesk"
        managed = False
        db_table = "bench_floor"

    def __str__(self) -> str:
        return self.text


def _insert(client_id: str, text: str) -> None:
    close_old_connections()
    try:
        Row(client_id=client_id, text=text).save(force_insert=True)
    finally:
        close_old_connections()


_floor = Floor.as_asgi()


async def application(scope: Any, receive: Any, send: Any) -> None:
    inner = _floor if scope["type"] == "websocket" and scope["path"].startswith(PREFIX) else product
    await inner(scope, receive, send)
