"""Supervisors' rules follow from every change, in its transaction and under its lock (SPEC 5.1).

A savepoint keeps a broken rule from taking a visitor's message with it. What rules do is not told to rules again, and
what follows from it later (somebody is assigned, say) only as often as `engine.may_run` lets it.
"""

import logging
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from helpdesk.actions import change as changes
from helpdesk.actions import slots
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change, columns
from helpdesk.actions.ruling import carry_out
from helpdesk.automation.directory import directory
from helpdesk.automation.facts import facts_of
from helpdesk.automation.rules import Book, book
from helpdesk.automation.telling import as_data
from helpdesk.automation.words import NO_NEWS
from helpdesk.models import Event
from helpdesk.snapshots.policies import terms_of
from routing.automation import engine
from routing.automation.engine import Result
from routing.automation.facts import Directory, Facts, Kind
from routing.automation.rule import Rule
from routing.filters import assignable, below_limit

log = logging.getLogger(__name__)

RULES = System("rules")

_WORDS = ("message.received", "message.sent")


def connect() -> None:
    if apply not in changes.followers:
        changes.followers.append(apply)


def apply(change: Change) -> None:
    """Ask the rules about what has happened since they were asked last. Costs nothing where there are none."""
    told, change.ruled = change.ruled, len(change.commit.events)
    happened = [event for event in change.commit.events[told:] if event.kind not in NO_NEWS]
    if not happened:
        return
    kind = Kind.INCOMING if change.commit.before is None and not told else Kind.CHANGED
    known, event = book(), _main(happened)
    rules = known.of(kind)
    if rules and _would_act(change, kind, rules, known, event) and _may_run(change):
        play(change, kind, rules, known, event=event)
    change.ruled = len(change.commit.events)


def play(change: Change, kind: Kind, rules: tuple[Rule, ...], known: Book, *, event: Event | None) -> Result | None:
    """Ask these rules and do what they say, whole or not at all; None when it failed, which the timeline tells."""
    change.write_out()
    kept = _Kept(change)
    try:
        with transaction.atomic():
            return _play(change, kind, rules, known, event)
    except Crowded:
        raise
    except Exception:  # whatever is wrong with a rule, what somebody has said or done must not be lost
        log.exception("rules failed in conversation %s", change.conversation.pk)
        kept.restore()
        with change.acting(RULES):
            change.record("conversation.ruled", failed=True)
        return None
    finally:
        # What rules have done is no event for rules.
        change.ruled = len(change.commit.events)


def _would_act(change: Change, kind: Kind, rules: tuple[Rule, ...], known: Book, event: Event) -> bool:
    """Nearly always nothing is to be done, and that costs no statement. What fails here fails once more in `play`."""
    try:
        exists = directory()
        return _acts(engine.run(rules, kind, _facts(change, kind, known, event, exists), exists))
    except Exception:  # noqa: BLE001 - whatever it is, `play` meets it again, where it costs nobody's word, and says so
        return True


def _acts(result: Result) -> bool:
    return any(told.result != "unchanged" for trace in result.trace for told in trace.actions)


def _facts(change: Change, kind: Kind, known: Book, event: Event | None, exists: Directory) -> Facts:
    before = change.commit.before
    return facts_of(
        change.conversation,
        actor=change.actor,
        event=event,
        was_active=before is not None and before.active,
        wanted=known.subjects(kind),
        directory=exists,
        now=change.now,
    )


def _play(change: Change, kind: Kind, rules: tuple[Rule, ...], known: Book, event: Event | None) -> Result:
    exists = directory()
    facts = _facts(change, kind, known, event, exists)
    result, exists = _judge(change, kind, rules, facts, exists)
    carry_out(change, result.done, facts, exists, event=event, names=known.names)
    if _acts(result):
        with change.acting(RULES):
            change.record("conversation.ruled", **as_data(result, known.names))
    return result


def _judge(
    change: Change, kind: Kind, rules: tuple[Rule, ...], facts: Facts, exists: Directory
) -> tuple[Result, Directory]:
    """What the rules say. Whoever would be given a live one without having room is known to be full the next time."""
    while True:
        result = engine.run(rules, kind, facts, exists)
        chosen = result.facts.assignee
        if not result.facts.active or chosen is None or chosen == facts.assignee or _has_room(change, chosen):
            return result, exists
        exists = replace(exists, full=exists.full | {chosen})


def _has_room(change: Change, operator: int) -> bool:
    """As for whoever comes back (`arrivals`): there, and below the limit. Their row stays locked, so it stays true.

    Raises Crowded where several conversations are locked: two such transactions could wait for each other for ever.

    An operator who writes holds their own row already. Two who are given each other's conversations in the same moment
    stand in each other's way here, within the savepoint: then the database lets one of the two do without rules.
    """
    if not change.alone:
        raise Crowded
    state = slots.lock(operator, change.now)
    point = change.conversation.contact_point
    return state is not None and assignable(state, terms_of(point.pk).presence) and below_limit(state, point.weight)


def _may_run(change: Change) -> bool:
    """Whoever does something may set off rules; the machine not for ever, should it answer a rule with a change."""
    if not isinstance(change.actor, System):
        return True
    events = Event.objects.filter(conversation=change.conversation)
    person = events.exclude(cause__by="system").aggregate(last=Max("seq"))["last"] or 0
    depth = events.filter(seq__gt=person, kind="conversation.ruled").count()
    if engine.may_run(depth):
        return True
    if depth == engine.DEEPEST:
        log.warning("rules set off rules in conversation %s; they are not asked again", change.conversation.pk)
        with change.acting(RULES):
            change.record("conversation.ruled", too_deep=True)
    return False


def _main(happened: list[Event]) -> Event:
    """What was said, else what was done first: accepting, say, comes along with an answer."""
    said = [event for event in happened if event.kind in _WORDS]
    return (said or happened)[0]


class Crowded(Exception):
    """What is to be done in this conversation needs a transaction of its own."""


class _Kept:
    """A change as it was before rules had a hand in it."""

    def __init__(self, change: Change) -> None:
        c = change.conversation
        self.change = change
        self.columns = columns(c)
        self.people: dict[str, Any] = {"assignee": c.assignee, "group": c.group}
        self.events = len(change.commit.events)
        self.accept_within = change.accept_within

    def restore(self) -> None:
        for name, value in (self.columns | self.people).items():
            setattr(self.change.conversation, name, value)
        del self.change.commit.events[self.events :]
        self.change.accept_within = self.accept_within
