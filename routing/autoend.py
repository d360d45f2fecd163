"""The end of a live conversation in which both sides are silent (SPEC 4.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.lifecycle import Status


@dataclass(frozen=True, slots=True)
class AutoEnd:
    """`after`: seconds of silence, 0 switches it off. `warning`: seconds before the end at which the inbox warns."""

    after: int = 600
    warning: int = 60
    postponed_by: int = 300


@dataclass(frozen=True, slots=True)
class Silence:
    """When each side last wrote, and what else counts. Words of the house are nobody's words.

    `assigned`: somebody is responsible. Without anybody there is no second side: who waits in the queue is looked
    after by the hold scenario and never ended. `postponed_to`: not to be ended before.
    """

    active: bool
    assigned: bool
    visitor_at: datetime | None = None
    operator_at: datetime | None = None
    postponed_to: datetime | None = None


def due_at(silence: Silence, setting: AutoEnd) -> datetime | None:
    """When it ends should nobody write; None when it won't. Every word of either side moves it on."""
    words = [moment for moment in (silence.visitor_at, silence.operator_at) if moment is not None]
    if not (setting.after and silence.active and silence.assigned and words):
        return None
    moment = max(words) + timedelta(seconds=setting.after)
    return max(moment, silence.postponed_to or moment)


def warn_at(due: datetime | None, setting: AutoEnd) -> datetime | None:
    """When the inbox begins to warn of an end that is due; None when there is no end or no warning."""
    if due is None or not setting.warning:
        return None
    return due - timedelta(seconds=min(setting.warning, setting.after))


def postponed(silence: Silence, setting: AutoEnd, now: datetime) -> datetime | None:
    """The new `postponed_to` after "five minutes more": counted from the end that was due, or from `now` if later."""
    moment = due_at(silence, setting)
    return None if moment is None else max(moment, now) + timedelta(seconds=setting.postponed_by)


def ends_in(silence: Silence, setting: AutoEnd, now: datetime) -> Status | None:
    """The status to end with now; None when it is not due, or not any more.

    The visitor had the last word: open, for somebody owes an answer. The operator had it: pending. At the same moment:
    open, because an answer too many does less harm than none.
    """
    moment = due_at(silence, setting)
    if moment is None or now < moment:
        return None
    if silence.visitor_at is None:
        return Status.PENDING
    return Status.PENDING if silence.operator_at and silence.operator_at > silence.visitor_at else Status.OPEN
