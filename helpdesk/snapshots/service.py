"""What happens by itself in each channel; asked for every message, so each process keeps the answer for a second."""

import time
from threading import Lock

from django.conf import settings

from helpdesk.models import ServicePolicy
from helpdesk.snapshots.inheriting import inherit
from routing.service import Service

KEPT_SECONDS = 1.0

_lock = Lock()
_kept: dict[int | None, Service] = {}
_read_at = 0.0


def service_of(contact_point_id: int) -> Service:
    """What holds in this channel, at most a second old; with BOARD_SECONDS 0, as in tests, read each time."""
    global _kept, _read_at
    with _lock:
        if not settings.BOARD_SECONDS or time.monotonic() - _read_at > KEPT_SECONDS:
            _kept, _read_at = read(), time.monotonic()
        return _kept.get(contact_point_id) or _kept[None]


def read() -> dict[int | None, Service]:
    """By contact point; None is what holds where a channel has nothing of its own. One query."""
    rows = {row.contact_point_id: row for row in ServicePolicy.objects.all()}
    general = rows.pop(None, None)
    return {None: inherit(Service, general)[0], **{pk: inherit(Service, general, own)[0] for pk, own in rows.items()}}
