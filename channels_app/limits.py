"""How often is too often.

Counted in memory, per process: with several web processes a client gets at most so many times more, which these
limits can bear, and counting costs no trip to Redis. Moving windows: a fixed one's edge lets twice as many through.
"""

import math
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings

from channels_app.errors import Refusal


@dataclass(frozen=True, slots=True)
class Limit:
    times: int
    seconds: float


def _limits(*pairs: tuple[int, float]) -> tuple[Limit, ...]:
    return tuple(Limit(times * settings.RATE_LIMITS_SCALE, seconds) for times, seconds in pairs)


LIMITS = {
    # A fast typist in bursts, and a long talk; a script stands out at either.
    "messages": _limits((10, 10), (60, 300)),
    # Each is somebody's work for later; whoever corrects a form sends a few.
    "requests": _limits((5, 600)),
    # Each is an event in the timeline; a chat can be woken and ended again.
    "ends": _limits((10, 60)),
    # Whatever a socket sends: pings, pages and messages of a healthy client are far below.
    "frames": _limits((60, 10)),
    # The same for visitors whose socket is blocked: they ask every 3 seconds.
    "calls": _limits((60, 10)),
    # Becoming somebody writes a row, so it is dearer; an office behind one address stays below.
    "sessions": _limits((30, 600)),
    # Asked when a form opens, and again when a time is gone; the answer is long.
    "slots": _limits((30, 60)),
    # Every page of every customer's site asks this.
    "boots": _limits((120, 60)),
}

_LONGEST_SECONDS = max(limit.seconds for limits in LIMITS.values() for limit in limits)


class Counts:
    """Moments at which each one did each kind of thing, as far back as the limits look.

    Ordered by last use, so that forgetting those who have left costs nothing worth speaking of.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._moments: dict[tuple[str, str], deque[float]] = {}

    def __len__(self) -> int:
        return len(self._moments)

    def hit(self, kind: str, who: str, now: float) -> float:
        """Count one and return 0; where there were too many already, count nothing and return the seconds to wait."""
        with self._lock:
            self._forget_before(now - _LONGEST_SECONDS)
            moments = self._moments.pop((kind, who), None) or deque(maxlen=max(limit.times for limit in LIMITS[kind]))
            self._moments[kind, who] = moments
            wait = _wait(moments, LIMITS[kind], now)
            if not wait:
                moments.append(now)
            return wait

    def forget(self) -> None:
        self._moments.clear()

    def _forget_before(self, moment: float) -> None:
        while self._moments:
            key, moments = next(iter(self._moments.items()))
            if moments and moments[-1] > moment:
                return
            del self._moments[key]


def _wait(moments: deque[float], limits: Iterable[Limit], now: float) -> float:
    full = (limit for limit in limits if len(moments) >= limit.times)
    return max((max(0.0, moments[-limit.times] + limit.seconds - now) for limit in full), default=0.0)


_counts = Counts()


def spend(kind: str, who: str) -> None:
    """Count one; raises Refusal (too_many, `after` in seconds) where there were too many already."""
    wait = _counts.hit(kind, who, time.monotonic())
    if wait:
        raise Refusal("too_many", after=math.ceil(wait))


def forget() -> None:
    """Start counting anew."""
    _counts.forget()
