"""Saying the next hold step to a waiting visitor (SPEC 5.5): once, and never after somebody has accepted."""

from datetime import datetime, timedelta

from django.db import transaction

from helpdesk.actions.actor import System
from helpdesk.actions.change import Change, lock_first
from helpdesk.actions.messages import say_for_the_house
from helpdesk.models import Conversation
from helpdesk.queries import hold_steps
from routing import holds

HOLD = System("hold")
PUSHED_ON = timedelta(minutes=1)


def run_step(conversation_id: int, *, now: datetime) -> bool:
    """Say the step that is due; False when it is not due any more, or somebody else is at it."""
    with transaction.atomic():
        due = Conversation.objects.filter(pk=conversation_id, hold_due_at__lte=now)
        conversation = lock_first(due, skip_locked=True)
        if conversation is None or conversation.waiting_since is None:
            return False
        change = Change(conversation, HOLD, now)
        steps = hold_steps(conversation)
        done = conversation.hold_done
        # The scenario may have been shortened since: then there is nothing to say, and nothing more is due.
        if done < len(steps):
            say_for_the_house(change, steps[done].text, "message.held")
            done = conversation.hold_done = done + 1
        conversation.hold_due_at = holds.due_at(steps, done, conversation.waiting_since)
        if change.commit.events:
            change.save()
        else:
            conversation.save(update_fields=["hold_due_at"])
    return True


def push_on(conversation_id: int, *, now: datetime) -> None:
    """A step that failed is tried again later, in its own transaction, so that it never stops the sweep (law 5)."""
    Conversation.objects.filter(pk=conversation_id, hold_due_at__lte=now).update(hold_due_at=now + PUSHED_ON)
