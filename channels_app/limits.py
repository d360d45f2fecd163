"""How often is too often.

Counted in memory, per process: with several web processes a client gets at most so many times more, which these
limits can bear, and counting costs no trip to Redis. Moving windows: a fixed one's edge lets twice as many through.
"""

import math
import time

from django.conf import settings
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from channels_app.errors import Refusal


def _limits(text: str) -> list[RateLimitItem]:
    return [type(item)(item.amount * settings.RATE_LIMITS_SCALE, item.multiples) for item in parse_many(text)]


LIMITS: dict[str, list[RateLimitItem]] = {
    kind: _limits(text)
    for kind, text in {
        # A fast typist in bursts, and a long talk; a script stands out at either.
        "messages": "10 per 10 seconds; 60 per 5 minutes",
        # Whatever a socket sends: pings, pages and messages of a healthy client are far below.
        "frames": "60 per 10 seconds",
        # The same for visitors whose socket is blocked: they ask every 3 seconds.
        "calls": "60 per 10 seconds",
        # Becoming somebody writes a row, so it is dearer; an office behind one address stays below.
        "sessions": "30 per 10 minutes",
        # Every page of every customer's site asks this.
        "boots": "120 per minute",
    }.items()
}

_limiter = MovingWindowRateLimiter(MemoryStorage())


def spend(kind: str, who: str) -> None:
    """Count one; raises Refusal (too_many, `after` in seconds) where there were too many already."""
    for limit in LIMITS[kind]:
        if not _limiter.hit(limit, kind, who):
            free_at = _limiter.get_window_stats(limit, kind, who).reset_time
            raise Refusal("too_many", after=max(1, math.ceil(free_at - time.time())))


def forget() -> None:
    """Start counting anew."""
    _limiter.storage.reset()
