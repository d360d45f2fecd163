"""The closed set of answers, and the reasons that come with each (law 6: reasons are data)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Step(StrEnum):
    """The filters in the order they are asked (SPEC 3.6; preferences and other algorithms join here)."""

    PARTICIPANT = "participant"
    ASSIGNABLE = "assignable"
    BELOW_LIMIT = "below_limit"
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Who fell at which step, and why; `reason` is a code that screens translate."""

    operator: int
    step: Step
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    conversation: int
    considered: int
    dropped: tuple[Dropped, ...]
    chosen: int | None

    def as_data(self, most: int = 40) -> dict[str, Any]:
        """For storing beside the event: at most `most` people by name, the rest as a number, so it stays ≤ 2 KB."""
        return {
            "considered": self.considered,
            "chosen": self.chosen,
            "dropped": [[d.operator, d.step.value, d.reason] for d in self.dropped[:most]],
            "more": max(0, len(self.dropped) - most),
        }


@dataclass(frozen=True, slots=True)
class Assign:
    conversation: int
    operator: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Wait:
    conversation: int
    trace: Trace


Decision = Assign | Wait
