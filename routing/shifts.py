"""An operator's own hours put them into and out of distribution (SPEC 3.15)."""

from datetime import datetime

from routing.hours import Schedule


def receives(says_so: bool, set_at: datetime | None, hours: Schedule | None, now: datetime) -> bool:
    """Whether the operator receives, as far as status and hours go.

    `says_so`: the status set by hand is one that receives; it was set at `set_at`, None if never. By hand wins until
    the hours next change; after that the hours say.
    """
    if hours is None:
        return says_so
    if set_at is not None:
        until = hours.next_change(set_at)
        if until is None or now < until:
            return says_so
    return hours.is_open(now)
