"""One copy in each process, renewed twice a second by a thread, so that it is right within a second of any change.

The thread works only while somebody asks or listens. With BOARD_SECONDS 0, as in tests, every question reads anew.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, OperationalError, connection
from django.utils import timezone

from helpdesk.board.knowledge import Configuration, Knowledge, read_configuration, version

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=3)
"""An older copy is not trusted while the database answers: nobody has asked for a while, and the thread has ended."""

OLD_AFTER = timedelta(minutes=10)
"""While the database does not answer, the last copy is the best there is; an older one than this is worth nothing."""

IDLE_SECONDS = 60.0
PATIENCE_SECONDS = 5.0
"""For a copy that somebody else is reading; as long as one waits for a connection."""

REREAD_AFTER = timedelta(seconds=30)
"""The configuration is read anew after so long even if its version is the same: a bulk change may not have told."""

Listener = Callable[[], object]


class Keeper:
    """The copy, and the thread that renews it. Every method may be called from any thread."""

    def __init__(self) -> None:
        self.known: Knowledge | None = None
        self.thread: threading.Thread | None = None
        self._listeners: set[Listener] = set()
        self._asked_at = 0.0
        self._configured_at: datetime | None = None
        self._failing = False
        self._reading_since: float | None = None
        self._reading = threading.Lock()
        # Held for moments only, so that the event loop may wait for it.
        self._own = threading.Lock()

    def fresh(self) -> Knowledge | None:
        """The copy in memory if it can be trusted; never waits."""
        self._asked_at = time.monotonic()
        known = self.known
        if known is None or settings.BOARD_SECONDS == 0:
            return None
        age = timezone.now() - known.taken_at
        return known if age <= STALE_AFTER or (age <= OLD_AFTER and self._in_trouble()) else None

    def read(self, now: datetime) -> Knowledge:
        """What is in the tables now. Raises django.db.Error."""
        if settings.BOARD_SECONDS == 0 or connection.in_atomic_block:
            # What a transaction has changed may never be committed, so nobody else may learn of it.
            return Knowledge.read(read_configuration(now), now)
        if not self._reading.acquire(timeout=PATIENCE_SECONDS):
            raise OperationalError("the board is still being read")
        try:
            return self.fresh() or self._renew(now)
        finally:
            self._reading.release()
            self._wake()

    def listen(self, listener: Listener) -> None:
        with self._own:
            self._listeners.add(listener)
        self._wake()

    def forget(self, listener: Listener) -> None:
        with self._own:
            self._listeners.discard(listener)

    def _renew(self, now: datetime) -> Knowledge:
        """Read what has changed; tell the listeners if anything has. The caller holds `_reading`."""
        old, self._reading_since = self.known, time.monotonic()
        try:
            known = Knowledge.read(self._configuration(now), now)
        except Exception as error:  # noted, and raised again: whatever it was, the old copy goes on
            self._failed(error)
            raise
        finally:
            self._reading_since = None
        self.known = known
        self._succeeded()
        if old is None or not known.says_the_same_as(old):
            self._tell()
        return known

    def _configuration(self, now: datetime) -> Configuration:
        old = self.known.configuration if self.known is not None else None
        due = self._configured_at is None or now - self._configured_at > REREAD_AFTER
        if old is not None and not due and old.version == version():
            return old
        new = read_configuration(now)
        self._configured_at = now
        return new

    def _tell(self) -> None:
        with self._own:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener()
            except RuntimeError:
                # Its event loop is closed.
                self.forget(listener)

    def _in_trouble(self) -> bool:
        since = self._reading_since
        return self._failing or (since is not None and time.monotonic() - since > STALE_AFTER.total_seconds())

    def _failed(self, error: Exception) -> None:
        if not self._failing:
            self._failing = True
            log.warning("the board cannot be renewed: %s", error, exc_info=not isinstance(error, Error))

    def _succeeded(self) -> None:
        if self._failing:
            self._failing = False
            log.warning("the board is renewed again")

    def _wake(self) -> None:
        with self._own:
            if settings.BOARD_SECONDS and (self.thread is None or not self.thread.is_alive()):
                self.thread = threading.Thread(target=self._keep, name="board", daemon=True)
                self.thread.start()

    def _keep(self) -> None:
        while self._is_wanted():
            time.sleep(settings.BOARD_SECONDS)
            # `_renew` has said what it was; the next time it may be gone.
            with suppress(Exception), self._reading:
                self._renew(timezone.now())
            connection.close()

    def _is_wanted(self) -> bool:
        """The thread is forgotten in the same breath, so that whoever comes now begins another."""
        with self._own:
            asked = time.monotonic() - self._asked_at < IDLE_SECONDS
            wanted = bool(settings.BOARD_SECONDS) and (asked or bool(self._listeners))
            if not wanted:
                self.thread = None
            return wanted


_keeper = Keeper()


def fresh() -> Knowledge | None:
    """The copy in memory, None when it must be read first. For the event loop: it never waits."""
    return _keeper.fresh()


def known(now: datetime) -> Knowledge:
    """What decides who is shown to whom. No query while the copy is fresh; else it is read as of `now`.

    Raises django.db.Error when it must be read and the database does not answer.
    """
    return _keeper.fresh() or _keeper.read(now)


def listen(listener: Listener) -> None:
    """Call it, in any thread, whenever somebody else may be shown to somebody."""
    _keeper.listen(listener)


def forget(listener: Listener) -> None:
    _keeper.forget(listener)
