"""The closed set of answers, and the reasons that come with each (law 6: reasons are data)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from routing.policies import Policy
from routing.snapshot import OperatorState, Waiting


class Step(StrEnum):
    """The seven filters in the order in which they are asked (SPEC 3.6)."""

    PARTICIPANT = "participant"
    ASSIGNABLE = "assignable"
    BELOW_LIMIT = "below_limit"
    PERSONAL_MANAGER = "personal_manager"
    LAST_OPERATOR = "last_operator"
    ALGORITHM = "algorithm"
    LONGEST_IDLE = "longest_idle"


HARD = (Step.PARTICIPANT, Step.ASSIGNABLE, Step.BELOW_LIMIT)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Who fell at which step, and why; `reason` is a code that screens translate."""

    operator: int
    step: Step
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One question to the filters with everything they looked at, and what they said.

    `people` are all who were considered, by id; each of them is in `dropped` or is `chosen`. `turn` is who was served
    last in this rotation, `given` what the portions of each have used up.
    """

    now: datetime
    waiting: Waiting
    policy: Policy
    people: tuple[OperatorState, ...]
    dropped: tuple[Dropped, ...]
    chosen: int | None
    turn: int | None = None
    given: "tuple[tuple[int, int], ...]" = ()

    @property
    def conversation(self) -> int:
        return self.waiting.id

    @property
    def considered(self) -> int:
        return len(self.people)

    @property
    def why(self) -> str:
        """Why it waits, in one code: the furthest step that anybody came to; "" when somebody was chosen.

        no_one: nobody takes part. away: of those who do nobody can be given anything. full: those who can have no room.
        """
        if self.chosen is not None:
            return ""
        counted = Counter(dropped.step for dropped in self.dropped)
        if counted[Step.BELOW_LIMIT]:
            return "full"
        return "away" if counted[Step.ASSIGNABLE] else "no_one"


@dataclass(frozen=True, slots=True)
class Assign:
    """`rotates`: the cyclic algorithm chose, so its pointer moves on from `trace.turn`."""

    conversation: int
    operator: int
    trace: Trace
    rotates: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    conversation: int
    trace: Trace


Decision = Assign | Wait
