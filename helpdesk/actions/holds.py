"""Taking the next hold step for a waiting visitor (SPEC 5.5): once, and never after somebody has accepted."""

from collections.abc import Callable, Mapping

from helpdesk.actions import absences, groups
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.messages import say_for_the_house
from helpdesk.models import Conversation, OperatorGroup
from helpdesk.queries import hold_steps
from routing import holds
from routing.holds import HoldAction, HoldStep
from routing.lifecycle import Verb

HOLD = System("hold")


def step(change: Change) -> None:
    """Say and do the step that is due."""
    conversation = change.conversation
    if conversation.waiting_since is None:
        conversation.hold_due_at = None
        return
    steps = hold_steps(conversation)
    done = conversation.hold_done
    # The scenario may have been shortened since: then there is nothing to say, and nothing more is due.
    if done < len(steps):
        # Counted before it is done: moving to another group may go on with that group's scenario.
        conversation.hold_done = done + 1
        conversation.hold_due_at = holds.due_at(steps, done + 1, conversation.waiting_since)
        _take(change, steps[done])
    else:
        conversation.hold_due_at = None


def _take(change: Change, taken: HoldStep) -> None:
    if taken.text.strip():
        say_for_the_house(change, taken.text, "message.held")
    conversation, action = change.conversation, taken.action
    falls_to = _heir(conversation) if action is HoldAction.FALLBACK else None
    if holds.does_something(taken, conversation.assignee is not None, falls_to is not None):
        _ACTIONS[action](change, action)


def _heir(conversation: Conversation) -> OperatorGroup | None:
    return groups.heir(conversation.group) if conversation.group is not None else None


def _offer(change: Change, action: HoldAction) -> None:
    """What the visitor may take instead of waiting. Whoever has left a request already is offered nothing."""
    conversation = change.conversation
    offered = action.removeprefix("offer_")
    if conversation.kind == Conversation.Kind.CHAT and conversation.offered != offered:
        conversation.offered = offered
        change.record("conversation.offered", offer=offered)


def _fall_back(change: Change, action: HoldAction) -> None:
    """Into the fallback group's queue, from an assignee who has not accepted too."""
    conversation, old = change.conversation, change.conversation.group
    assert old is not None
    if conversation.assignee is not None:
        change.passed_by(conversation.assignee)
        change.move(Verb.HAND_TO_GROUP)
        conversation.queued_at = conversation.unanswered_since or conversation.waiting_since
    groups.hand_down(change, old, _heir(conversation))


def _release(change: Change, action: HoldAction) -> None:
    """An assignee who has not accepted gives it back to the queue."""
    absences.lapse(change)


_ACTIONS: Mapping[HoldAction, Callable[[Change, HoldAction], None]] = {
    HoldAction.OFFER_REQUEST: _offer,
    HoldAction.OFFER_CALLBACK: _offer,
    HoldAction.FALLBACK: _fall_back,
    HoldAction.RELEASE: _release,
}
