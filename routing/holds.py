"""What a waiting visitor is told, and when (SPEC 5.5, first form: words only)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class HoldStep:
    """`after` counts in seconds from the start of waiting."""

    after: int
    text: str


def due_at(steps: Sequence[HoldStep], done: int, since: datetime) -> datetime | None:
    """When the step after the first `done` ones is due; None when nothing is left to say."""
    return since + timedelta(seconds=steps[done].after) if done < len(steps) else None
