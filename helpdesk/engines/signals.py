"""Wait for a child to end or a signal to come, whichever is first, without threads and without polling."""

import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Self

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heeded() -> list[signal.Signals]:
    """The signals that are ours to pass on. Under `nohup` a hang-up is nobody's; an ignored Ctrl-C is only a shell's
    way of starting things in the background."""
    return [number for number in FORWARDED if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN]


@contextmanager
def held() -> Iterator[None]:
    """Signals that come meanwhile are heard at the end, so that no child is started without our knowing its number.

    They interrupt the main thread and no other, so elsewhere there is nothing to hold.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in heeded()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for one in came:
        signal.raise_signal(one)


class Signals:
    """Inside the `with` block the signals that would end us are collected instead. For the main thread only."""

    def __enter__(self) -> Self:
        self._caught: list[int] = []
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._wakeup_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self._before = {number: signal.getsignal(number) for number in (*heeded(), signal.SIGCHLD)}
        for number in self._before:
            signal.signal(number, self._catch)
        return self

    def __exit__(self, *exception: object) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> list[int]:
        """Sleep until a signal comes, a child ends or `seconds` are over; the signals that came, oldest first."""
        select.select([self._reader], [], [], seconds)
        try:
            while os.read(self._reader, 512):
                pass
        except BlockingIOError:
            pass
        caught, self._caught = self._caught, []
        return caught

    def _catch(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self._caught.append(number)
