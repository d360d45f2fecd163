"""Two ways to put a crowd under load: as fast as it can, and at a steady rate."""

import asyncio
import math
import time
from dataclasses import dataclass, field
from itertools import count

from helpdesk.bench.crowd import Crowd, mark_of

GRACE_SECONDS = 15.0


@dataclass(slots=True)
class Sample:
    """What one round brought. Latencies are seconds.

    `missed` counts marks that never came to their listener's socket. Pushes are hints, and screens catch up at the next
    pulse, so nothing is lost by it; but each counts as a latency of GRACE_SECONDS.
    """

    per_second: float = 0.0
    to_ack: list[float] = field(default_factory=list)
    to_listener: list[float] = field(default_factory=list)
    missed: int = 0


class Load:
    """Rounds on one crowd; marks are never used twice."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.numbers = [count() for _ in range(crowd.writers)]

    async def flat_out(self, seconds: float) -> Sample:
        """Everybody writes again as soon as the last message is acknowledged.

        `per_second` counts until the last mark was heard, so that what piles up behind the acknowledgement counts too.
        """
        began = time.monotonic()
        until = began + seconds
        moments: dict[str, tuple[float, float]] = {}

        async def writer(number: int) -> None:
            while time.monotonic() < until:
                mark = self._next(number)
                moments[mark] = await self.crowd.write(number, mark)

        await asyncio.gather(*(writer(number) for number in range(self.crowd.writers)))
        sample = await self._gather(moments)
        sample.per_second = len(moments) / (max(self._ends(moments)) - began)
        return sample

    async def steady(self, seconds: float, rate: float) -> Sample:
        """`rate` messages a second in all, evenly spaced, one writer after the other, whatever the answers do."""
        began = time.monotonic()
        moments: dict[str, tuple[float, float]] = {}

        async def one(number: int) -> None:
            mark = self._next(number)
            moments[mark] = await self.crowd.write(number, mark)

        async with asyncio.TaskGroup() as tasks:
            for turn in range(round(seconds * rate)):
                await asyncio.sleep(max(0.0, began + turn / rate - time.monotonic()))
                tasks.create_task(one(turn % self.crowd.writers))
        sent = [sent for sent, _ in moments.values()]
        sample = await self._gather(moments)
        sample.per_second = (len(sent) - 1) / (max(sent) - min(sent))
        return sample

    async def _gather(self, moments: dict[str, tuple[float, float]]) -> Sample:
        heard = self.crowd.heard
        await self.crowd.wait_until(lambda: all(mark in heard for mark in moments), GRACE_SECONDS)
        return Sample(
            to_ack=[acked - sent for sent, acked in moments.values()],
            to_listener=[heard.get(mark, sent + GRACE_SECONDS) - sent for mark, (sent, _) in moments.items()],
            missed=sum(mark not in heard for mark in moments),
        )

    def _ends(self, moments: dict[str, tuple[float, float]]) -> list[float]:
        return [max(acked, self.crowd.heard.get(mark, 0.0)) for mark, (_, acked) in moments.items()]

    def _next(self, writer: int) -> str:
        return mark_of(writer, next(self.numbers[writer]), self.crowd.writers)


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that at least so many percent (1 to 100) do not exceed. `values` must not be empty."""
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]
