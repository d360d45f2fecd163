"""Saying by itself that nobody was found (SPEC 5.6): three seconds after the search was in vain, once in each wait."""

from dataclasses import replace

from django.utils import translation

from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.messages import say_for_the_house
from helpdesk.models import Conversation
from helpdesk.opening import PLACEHOLDER, words
from helpdesk.snapshots.hours import schedules_of
from helpdesk.snapshots.service import service_of
from helpdesk.snapshots.staffing import staffing_of
from routing.autoreplies import AFTER, Search, Staffing, Texts, choose, due_at, nobody_found
from routing.hours import Schedule
from routing.zones import next_common_opening

REPLY = System("reply")

SOMEBODY = Staffing(open=False, present=1, free=1)
"""For a request, which people take up when they open: all it can be told is when that is. A live one is a talk."""


def expect(change: Change) -> None:
    """Nobody was found. The clock starts, unless it is running or a reply was sent in this wait."""
    c = change.conversation
    if service_of(c.contact_point_id).texts != Texts():
        c.reply_due_at = due_at(nobody_found(_search(c), change.now))


def _search(c: Conversation) -> Search:
    """This wait, as `routing` sees it."""
    return Search(nobody_at=c.reply_due_at and c.reply_due_at - AFTER, replied=c.replied)


def say(change: Change) -> None:
    """Judged by how things are now: hours before offline before busy; where the first has no text, the next speaks."""
    c, now = change.conversation, change.now
    if c.reply_due_at is None:
        return
    schedules = schedules_of(c)
    staffing = _staffing(change, schedules)
    reply = choose(_texts(change, schedules), _search(c), staffing, now)
    if reply is not None:
        say_for_the_house(change, reply.text, "message.replied", occasion=reply.occasion.value)
        c.replied = True
    # Somebody has room after all: either they are given it in a moment, or it is worth another look.
    looks_again = reply is None and c.active and staffing.free > 0
    c.reply_due_at = now + AFTER if looks_again else None


def _staffing(change: Change, schedules: tuple[Schedule, ...]) -> Staffing:
    if not change.conversation.active:
        return replace(SOMEBODY, open=all(schedule.is_open(change.now) for schedule in schedules))
    return staffing_of(change.conversation, schedules, change.now)


def _texts(change: Change, schedules: tuple[Schedule, ...]) -> Texts:
    """With the next opening filled in. A text that wants one is not said where it never opens again."""
    texts = service_of(change.conversation.contact_point_id).texts
    if PLACEHOLDER not in texts.hours:
        return texts
    visitor = change.conversation.visitor
    opening = next_common_opening(schedules, change.now, visitor.zone)
    if opening is None:
        return replace(texts, hours="")
    with translation.override(visitor.language):
        return replace(texts, hours=texts.hours.replace(PLACEHOLDER, words(opening)))
