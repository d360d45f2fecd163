"""How a conversation came out (SPEC 4.10): exactly one outcome for each that ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CANCELLED_UNDER = 20.0
"""Seconds after the beginning; a setting may say otherwise."""


class Outcome(StrEnum):
    SERVED = "served"
    UNSERVED = "unserved"
    CANCELLED = "cancelled"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Course:
    """`by_visitor`: the visitor ended it. `answered`: an operator wrote to the visitor at least once.

    `moved`: it became a request by an accepted offer; so that is how the chat came out, however the request is done.
    """

    began: datetime
    ended: datetime
    by_visitor: bool = False
    answered: bool = False
    moved: bool = False


def outcome(course: Course, cancelled_under: float = CANCELLED_UNDER) -> Outcome:
    """Moved comes first; then what the visitor dropped at once, answered or not; then whether anybody answered."""
    if course.moved:
        return Outcome.MOVED
    if course.by_visitor and course.ended - course.began < timedelta(seconds=cancelled_under):
        return Outcome.CANCELLED
    return Outcome.SERVED if course.answered else Outcome.UNSERVED
