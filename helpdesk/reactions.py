"""Who reacts to what, on one page. Tasks are hints that make things prompt; the sweeps are the guarantee (law 3)."""

import logging
from collections.abc import Sequence
from typing import Any

from kombu.exceptions import OperationalError
from redis import RedisError

from helpdesk import bell, outbox, tasks
from routing.placement import Facts

log = logging.getLogger(__name__)


def connect() -> None:
    outbox.committed.connect(on_commit, dispatch_uid="reactions")
    outbox.availability_changed.connect(on_availability, dispatch_uid="reactions")


def on_commit(*, commits: Sequence[outbox.Commit], **_: Any) -> None:
    if any(map(_stirs_the_queue, commits)):
        wake()


def _stirs_the_queue(commit: outbox.Commit) -> bool:
    """It is worth a pass when something joined it or when a slot came free."""
    before, after = commit.before, commit.after
    queued = _is_queued(after)
    was_queued = before is not None and _is_queued(before)
    joined = queued and (not was_queued or (before is not None and before.group != after.group))
    freed = (
        before is not None
        and before.active
        and before.assignee is not None
        and (not after.active or before.assignee != after.assignee)
    )
    return joined or freed


def _is_queued(facts: Facts) -> bool:
    """Whoever has a menu before them joins the queue when they leave it (SPEC 5.8)."""
    return facts.active and facts.assignee is None and not facts.in_menu


def on_availability(**_: Any) -> None:
    wake()


def wake() -> None:
    """Ask for a pass over the queue; one that was asked for and has not begun will do."""
    try:
        if bell.ring():
            send(tasks.sweep_queue)
    except RedisError as error:
        log.warning("could not ring for a pass over the queue: %s", error)


def send(task: Any) -> None:
    """Enqueue; a broker that is down costs promptness, nothing else."""
    try:
        task.apply_async(expires=30)
    except (OperationalError, OSError) as error:
        log.warning("could not enqueue %s: %s", task.name, error)
