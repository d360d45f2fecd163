"""An uploaded file between its preview and its confirmation.

In Redis, so that every web process finds it and nothing stays behind on a disk.
"""

from typing import Any
from uuid import uuid4

import redis
from django.conf import settings
from import_export.tmp_storages import BaseStorage

KEPT_SECONDS = 3600


class UploadStorage(BaseStorage):
    """`read` raises FileNotFoundError when the file is gone: confirmed already, or forgotten after an hour."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.redis = redis.Redis.from_url(settings.REDIS_URL)

    def save(self, data: bytes) -> None:
        self.name = uuid4().hex
        self.redis.set(self._key(), data, ex=KEPT_SECONDS)

    def read(self) -> bytes | str:
        data: Any = self.redis.get(self._key())
        if data is None:
            raise FileNotFoundError(self.name)
        return data.decode(self.encoding) if self.encoding else data

    def remove(self) -> None:
        self.redis.delete(self._key())

    def _key(self) -> str:
        layers: Any = settings.CHANNEL_LAYERS
        return f"{layers['default']['CONFIG']['prefix']}:upload:{self.name}"
