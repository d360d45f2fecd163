"""Taking the next hold step for a waiting visitor (SPEC 5.5): once, and never after somebody has accepted."""

from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.messages import say_for_the_house
from helpdesk.queries import hold_steps
from routing import holds

HOLD = System("hold")


def step(change: Change) -> None:
    """Say the step that is due."""
    conversation = change.conversation
    if conversation.waiting_since is None:
        conversation.hold_due_at = None
        return
    steps = hold_steps(conversation)
    done = conversation.hold_done
    # The scenario may have been shortened since: then there is nothing to say, and nothing more is due.
    if done < len(steps):
        say_for_the_house(change, steps[done].text, "message.held")
        done = conversation.hold_done = done + 1
    conversation.hold_due_at = holds.due_at(steps, done, conversation.waiting_since)
