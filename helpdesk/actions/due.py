"""Whatever is due in a conversation, in one transaction under its lock (SPEC 5.9): once, and only if it still is.

`TIMERS` is the whole list. Each runner does its work within the change it is given and moves its own column on.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from helpdesk.actions import absences, autoreplies, conversations, holds, menus, timed_rules
from helpdesk.actions.actor import System
from helpdesk.actions.automation import Crowded
from helpdesk.actions.change import Change
from helpdesk.actions.ledger import AT_ONCE, Ledger, Together
from helpdesk.actions.locks import lock_all, lock_first
from helpdesk.models import Conversation

log = logging.getLogger(__name__)

Runner = Callable[[Change], None]

# Whoever loses a conversation in an earlier one has nothing to do in a later one: each looks at what is left.
TIMERS: Mapping[str, tuple[System, Runner]] = {
    "accept_due_at": (absences.LAPSED, absences.lapse),
    "menu_due_at": (menus.MENU, menus.run_out),
    "reply_due_at": (autoreplies.REPLY, autoreplies.say),
    "hold_due_at": (holds.HOLD, holds.step),
    "rules_due_at": (timed_rules.TIMED, timed_rules.look),
    "silence_due_at": (conversations.SILENCE, conversations.fall_silent),
}

PUSHED_ON = timedelta(minutes=1)

TOGETHER = 20
"""So many in one transaction: somebody who writes in one of them waits for the others, some hundredths of a second."""


def sweep(now: datetime) -> int:
    """Do what is due in the conversations that are longest overdue and that nobody else is at; how many those were.

    A few in one transaction, which costs far less than one for each. Where a rule gives one of them to somebody each of
    them has its own: two sweeps that hold several conversations, and lock people, could wait for each other.
    """
    taken: list[int] = []
    rows = Conversation.objects.filter(next_due_at__lte=now).order_by("next_due_at")
    try:
        with transaction.atomic():
            conversations = lock_all(rows[:TOGETHER], skip_locked=True)
            taken += [conversation.pk for conversation in conversations]
            ledger = Together()
            for conversation in conversations:
                _run(conversation, now, ledger)
            ledger.write()
    except Exception as error:  # whatever is wrong with one of them, the others must have their turn
        if not taken:
            raise
        if not isinstance(error, Crowded):
            log.warning("conversations %s have each their own turn: together they failed", taken, exc_info=True)
        for pk in taken:
            _alone(pk, now)
    return len(taken)


def run(conversation_id: int, *, now: datetime) -> bool:
    """Do what is due in this one; False when nothing is any more, or somebody else is at it."""
    with transaction.atomic():
        conversation = lock_first(
            Conversation.objects.filter(pk=conversation_id, next_due_at__lte=now), skip_locked=True
        )
        if conversation is None:
            return False
        _run(conversation, now, AT_ONCE)
    return True


def push_on(conversation_id: int, *, now: datetime) -> None:
    """What failed is tried again later, in a transaction of its own, so that it never stops the sweep."""
    Conversation.objects.filter(pk=conversation_id, next_due_at__lte=now).update(next_due_at=now + PUSHED_ON)


def _run(conversation: Conversation, now: datetime, ledger: Ledger) -> None:
    for column, (actor, runner) in TIMERS.items():
        due = getattr(conversation, column)
        if due is not None and due <= now:
            change = Change(conversation, actor, now, ledger=ledger)
            runner(change)
            change.save(silently=True)
            if getattr(conversation, column) == due:
                raise RuntimeError(f"{column} of conversation {conversation.pk} stands still")


def _alone(conversation_id: int, now: datetime) -> None:
    try:
        run(conversation_id, now=now)
    except Exception:  # as above
        log.exception("what was due in conversation %s failed", conversation_id)
        push_on(conversation_id, now=now)
