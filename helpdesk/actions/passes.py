"""One pass over the queue at a time, and another one if somebody rang meanwhile: a burst costs two, not forty."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection
from django.utils import timezone
from redis import RedisError

from helpdesk import bell
from helpdesk.actions import distribution, groups

log = logging.getLogger(__name__)

LOCK = 20_771_206
"""Of PostgreSQL's advisory locks; it goes with its connection, so a killed worker holds nobody up."""


def run() -> int:
    """Assign whatever can be assigned; how many. Whoever finds a pass going on leaves the bell to it."""
    assigned = 0
    while True:
        with _alone() as alone:
            if not alone:
                return assigned
            with suppress(RedisError):
                bell.answer()
            now = timezone.now()
            groups.rescue(now=now)
            assigned += distribution.drain(now=now)
        # Asked after the lock is gone: whoever rang before that found us at work and went away.
        if not _is_rung():
            return assigned


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _is_rung() -> bool:
    try:
        return bell.is_rung()
    except RedisError:
        # Without Redis there are no bells; the sweep comes in two seconds.
        return False
