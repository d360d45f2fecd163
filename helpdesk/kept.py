"""What every message asks for and supervisors seldom change: kept by each process for a second."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

KEPT_SECONDS = 1.0

T = TypeVar("T")


class Kept(Generic[T]):
    """The answer of `read`, at most a second old. With BOARD_SECONDS 0, as in tests, it is read each time."""

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self._answer: T | None = None
        self._read_at = float("-inf")
        self._lock = Lock()

    def get(self) -> T:
        with self._lock:
            if self._answer is None or not settings.BOARD_SECONDS or time.monotonic() - self._read_at > KEPT_SECONDS:
                self._answer, self._read_at = self.read(), time.monotonic()
            return self._answer
