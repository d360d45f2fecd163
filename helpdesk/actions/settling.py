"""Where a conversation stands decides its place in the queue, what is due in it and when, and how it came out.

Every action ends here (`Change.save`), so no action has to know which clocks its change starts or stops.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from helpdesk.automation.rules import book
from helpdesk.models import Conversation, Visitor
from helpdesk.queries import hold_steps
from helpdesk.snapshots.service import service_of
from routing import autoend, holds
from routing.autoend import Silence
from routing.outcome import Course, Outcome, outcome

if TYPE_CHECKING:
    from helpdesk.actions.change import Change

TIMERS = ("accept_due_at", "menu_due_at", "reply_due_at", "hold_due_at", "rules_due_at", "silence_due_at")
"""The columns of which `next_due_at` is the earliest; `due.TIMERS` says what each does."""


def settle(change: "Change") -> None:
    """Set all of it from the state that the change leaves. Each looks at what those before it have set."""
    _menu(change)
    _queue(change)
    _wait(change)
    _reply(change)
    _rules(change)
    _acceptance(change)
    _silence(change)
    _outcome(change)
    _next_due(change)


def _menu(change: "Change") -> None:
    """The menu is over where somebody has taken the visitor out of it, or the visitor has gone (SPEC 5.8)."""
    c = change.conversation
    if not c.active or c.assignee_id is not None:
        c.menu_times = 0
    if not c.menu_times:
        c.menu_due_at = None


def _queue(change: "Change") -> None:
    """Whoever has a menu before them isn't waiting for people yet."""
    c = change.conversation
    queued = c.active and c.assignee_id is None and not c.menu_times
    c.queued_at = (c.queued_at or change.now) if queued else None
    if not queued:
        c.noted = ""


def _wait(change: "Change") -> None:
    """The visitor waits from the first moment without a person until somebody accepts (SPEC 5.5)."""
    c = change.conversation
    if not c.active or c.accepted or c.menu_times:
        c.waiting_since, c.hold_due_at, c.offered = None, None, ""
    elif c.waiting_since is None:
        c.waiting_since, c.hold_done, c.replied = change.now, 0, False
        c.hold_due_at = holds.due_at(hold_steps(c), 0, change.now)


def _rules(change: "Change") -> None:
    """A wait that begins is looked at by timed rules; one that ends is not any more (SPEC 5.1)."""
    c = change.conversation
    if c.waiting_since is None:
        c.rules_due_at = None
    elif c.waiting_since != change.stored["waiting_since"]:
        c.rules_due_at = book().first_look(c.waiting_since)


def _reply(change: "Change") -> None:
    """Once somebody is found nobody is told that nobody is there (SPEC 5.6)."""
    c = change.conversation
    found = c.assignee_id is not None or c.status == Conversation.Status.CLOSED
    if found or (c.active and c.queued_at is None) or (c.kind == Conversation.Kind.CHAT and not c.active):
        c.reply_due_at = None


def _acceptance(change: "Change") -> None:
    """The clock runs from the moment somebody is given it, or has it again because the visitor came back; it stops
    when they accept or lose it (SPEC 3.10).
    """
    c = change.conversation
    if c.assignee_id != change.stored["assignee_id"] and c.handed_at != change.now:
        c.handed_at = None
    if not c.active or c.assignee_id is None or c.accepted:
        c.accept_due_at = None
    elif c.assignee_id != change.stored["assignee_id"] or not change.stored["active"]:
        c.accept_due_at = change.now + timedelta(seconds=change.accept_within) if change.accept_within else None


def _silence(change: "Change") -> None:
    """A live session in which both sides are silent ends by itself (SPEC 4.3), that of a request too."""
    c = change.conversation
    if not c.active or c.assignee_id is None:
        c.silence_due_at = c.postponed_to = None
        return
    silence = Silence(True, True, c.visitor_at, c.answered_at, c.postponed_to)
    c.silence_due_at = autoend.due_at(silence, service_of(c.contact_point_id).auto_end)


def _outcome(change: "Change") -> None:
    """Exactly one for each conversation that has ended, none for the others (SPEC 4.10).

    A chat that moved to a request came out as moved, and keeps that when the request is closed: what became of the
    request, its status, stage and category say.
    """
    c = change.conversation
    waits = c.kind == Conversation.Kind.REQUEST and c.status != Conversation.Status.CLOSED
    if c.active or (waits and not change.moved and c.outcome != Outcome.MOVED):
        c.outcome, c.ended_at = "", None
    elif not c.outcome:
        c.ended_at = change.now
        moved = change.moved or (c.kind == Conversation.Kind.REQUEST and _has_moved(c))
        course = Course(c.created_at, change.now, isinstance(change.actor, Visitor), c.answered_at is not None, moved)
        c.outcome = outcome(course, service_of(c.contact_point_id).cancelled_under)


def _has_moved(c: Conversation) -> bool:
    """Before now: it may have been live again since."""
    return c.events.filter(kind="conversation.moved_to_request").exists()


def _next_due(change: "Change") -> None:
    moments = [moment for name in TIMERS if (moment := getattr(change.conversation, name)) is not None]
    change.conversation.next_due_at = min(moments, default=None)
