"""How Celery comes back to a broker that was away."""

from typing import Any

from celery.app import amqp
from kombu import Connection

RETRY_SECONDS = {"interval_start": 0.2, "interval_step": 0.2, "interval_max": 1.0}
"""Celery itself waits 2, 4, 6 … seconds, and a worker that comes back late leaves visitors waiting."""


class PromptConnection(Connection):
    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        return super().ensure_connection(*args, **(RETRY_SECONDS | kwargs))


class AMQP(amqp.AMQP):
    Connection = PromptConnection
