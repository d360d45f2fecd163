"""Waking distribution: however many things happen at once, one pass is asked for. A hint, never the guarantee."""

from functools import cache

from django.conf import settings
from redis import Redis

KEY = f"{settings.REDIS_PREFIX}:queue-bell"
RINGS_SECONDS = 30
"""A bell that nobody has answered by then was lost with its worker."""


@cache
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def ring() -> bool:
    """True for the first who rings: that one sends for a worker. Raises redis.RedisError."""
    return bool(_redis().set(KEY, 1, nx=True, ex=RINGS_SECONDS))


def answer() -> None:
    """Before the pass looks around: whatever happens from now on must ring anew. Raises redis.RedisError."""
    _redis().delete(KEY)


def is_rung() -> bool:
    """Raises redis.RedisError."""
    return bool(_redis().exists(KEY))
