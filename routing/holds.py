"""What a waiting visitor is told and offered, and when (SPEC 5.5).

The clock is the start of waiting. Steps are taken in their order, each at most once for a wait; a reply, acceptance or
end cancels the rest. The caller keeps how many are done and writes that in the transaction that takes the step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class HoldAction(StrEnum):
    """What a step does beside its words."""

    WORDS = "words"
    OFFER_REQUEST = "offer_request"  # the request form
    OFFER_CALLBACK = "offer_callback"  # a call at a convenient time
    FALLBACK = "fallback"  # into the fallback group's queue
    RELEASE = "release"  # an assignee who has not accepted gives it back to the queue


OFFERS = frozenset({HoldAction.OFFER_REQUEST, HoldAction.OFFER_CALLBACK})
"""Accepting one of these makes a request and ends the wait (SPEC 4.7)."""


@dataclass(frozen=True, slots=True)
class HoldStep:
    """`after` counts in seconds from the start of waiting. `text` may be empty where the action says enough."""

    after: int
    text: str
    action: HoldAction = HoldAction.WORDS


@dataclass(frozen=True, slots=True)
class HoldMoment:
    """One line of a preview. `cancelled`: an answer came first."""

    at: datetime
    step: HoldStep
    cancelled: bool


@dataclass(frozen=True, slots=True)
class HoldDoubt:
    """A step that does not do what it was made for; `number` counts from 0.

    `reason`: silent (only words, and none), repeated (moved or released once already), order (earlier than the step
    before it, so it comes late), no_fallback (the group has none), together (the same second as the step before it).
    """

    number: int
    reason: str


def due_at(steps: Sequence[HoldStep], done: int, since: datetime) -> datetime | None:
    """When the step after the first `done` ones is due; None when nothing is left to say."""
    return since + timedelta(seconds=steps[done].after) if done < len(steps) else None


def due(steps: Sequence[HoldStep], done: int, since: datetime, now: datetime) -> HoldStep | None:
    """The step to take now; None when none is due. Late ones come one by one, in their order."""
    moment = due_at(steps, done, since)
    return steps[done] if moment is not None and moment <= now else None


def does_something(step: HoldStep, assigned: bool, has_fallback: bool) -> bool:
    """Whether the action can still be done; if not, its words are all that is left of the step."""
    if step.action is HoldAction.RELEASE:
        return assigned
    if step.action is HoldAction.FALLBACK:
        return has_fallback
    return step.action in OFFERS


def preview(steps: Sequence[HoldStep], since: datetime, answered: datetime | None = None) -> tuple[HoldMoment, ...]:
    """The whole wait on one page: what is said when, had somebody answered at `answered`, or never."""
    moments: list[HoldMoment] = []
    for done, step in enumerate(steps):
        moment = due_at(steps, done, since)
        if moment is not None:
            # A step is never earlier than the one before it, whatever their seconds say.
            at = max([moment, *(before.at for before in moments[-1:])])
            moments.append(HoldMoment(at, step, answered is not None and answered <= at))
    return tuple(moments)


def hold_doubts(steps: Sequence[HoldStep], has_fallback: bool = True) -> Iterator[HoldDoubt]:
    """What is doubtful about a scenario, for the supervisor who saves it."""
    for number, step in enumerate(steps):
        before = steps[:number]
        if step.action is HoldAction.WORDS and not step.text.strip():
            yield HoldDoubt(number, "silent")
        if step.action in (HoldAction.FALLBACK, HoldAction.RELEASE) and any(b.action is step.action for b in before):
            yield HoldDoubt(number, "repeated")
        if step.action is HoldAction.FALLBACK and not has_fallback:
            yield HoldDoubt(number, "no_fallback")
        if before and step.after <= before[-1].after:
            yield HoldDoubt(number, "together" if step.after == before[-1].after else "order")
