"""The menu before people (SPEC 5.8, 3.14): asking, reading what the visitor answers, and where that leads.

A conversation in the menu is in nobody's queue. Where nothing is chosen it goes on as if there had been no menu.
"""

from dataclasses import dataclass
from typing import Any

from helpdesk.actions import slots
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.models import Operator, OperatorGroup
from helpdesk.snapshots.menus import menu_of
from helpdesk.snapshots.policies import terms_of
from routing import menu as rules
from routing.filters import assignable, below_limit
from routing.lifecycle import Verb
from routing.menu import PATIENCE, Chosen, Menu, Option, Repeat, Shown, Target, ToPeople
from routing.policies import Terms
from routing.snapshot import OperatorState

MENU = System("menu")


@dataclass(frozen=True, slots=True)
class Asked:
    """The menu in plain words, and its choices for where they can be buttons; they are the last lines of the text."""

    text: str
    choices: list[dict[str, Any]]


def hear(change: Change, text: str) -> Asked | None:
    """Where the visitor's words lead, which are stored already. Returns the menu where it is to be said now."""
    c = change.conversation
    if c.menu_times and c.menu_due_at is not None:
        return _read(change, Shown(c.menu_times, c.menu_due_at - PATIENCE), text)
    is_new = change.commit.before is None and c.active and c.assignee_id is None
    menu = menu_of(c.contact_point) if is_new and c.contact_point.menu_id is not None else None
    return _ask(change, menu, rules.show(change.now)) if menu is not None else None


def run_out(change: Change) -> None:
    """Nothing was said for a minute."""
    c = change.conversation
    if c.menu_due_at is not None:
        decision = rules.wait(Shown(c.menu_times, c.menu_due_at - PATIENCE), change.now)
        if decision is not None:
            _leave(change, decision.reason)


def _read(change: Change, shown: Shown, text: str) -> Asked | None:
    menu = menu_of(change.conversation.contact_point)
    if menu is None:
        # A supervisor has taken it away meanwhile.
        _leave(change, "gone")
        return None
    match rules.hear(menu, shown, text, change.now):
        case Chosen(option):
            _go(change, option)
        case ToPeople(reason):
            _leave(change, reason)
        case Repeat(again):
            return _ask(change, menu, again)
    return None


def _ask(change: Change, menu: Menu, shown: Shown) -> Asked:
    c = change.conversation
    c.menu_times, c.menu_due_at = shown.times, shown.due_at
    choices = [{"number": option.number, "label": option.label} for option in menu.options]
    return Asked(menu.words(again=shown.times > 1), choices)


def _leave(change: Change, why: str) -> None:
    """To the people who distribute by hand: into the queue of whichever group it was to begin with, or of everyone."""
    change.conversation.menu_times = 0
    with change.acting(MENU):
        change.record("conversation.menu_left", why=why)


def _go(change: Change, option: Option) -> None:
    """Where the choice leads, if that is still there."""
    change.conversation.menu_times = 0
    if option.target is Target.GROUP:
        group = OperatorGroup.objects.filter(pk=option.target_id, enabled=True).first()
        found = group is not None and _to_group(change, option, group)
    else:
        operator = Operator.objects.filter(pk=option.target_id, enabled=True).first()
        found = operator is not None and _to_operator(change, option, operator)
    if not found:
        _leave(change, "gone")


def _to_group(change: Change, option: Option, group: OperatorGroup) -> bool:
    change.conversation.group = group
    change.record("conversation.chosen", number=option.number, label=option.label, to=group.name)
    return True


def _to_operator(change: Change, option: Option, operator: Operator) -> bool:
    """To that person if there and free, as distribution would; else into the queue of one of their groups.

    The machine never exceeds a limit and leaves nobody with somebody who is away (SPEC 2.8, 10.1).
    """
    c = change.conversation
    groups = operator.groups.filter(enabled=True)
    if c.group_id is None or not groups.filter(pk=c.group_id).exists():
        c.group = groups.order_by("position", "name").first()
    change.record("conversation.chosen", number=option.number, label=option.label, to=operator.name)
    terms, state = terms_of(c.contact_point_id), slots.lock(operator.pk, change.now)
    if state is not None and _has_room(change, terms, state):
        with change.acting(MENU):
            change.move(Verb.ASSIGN, assignee=operator)
            change.record("conversation.assigned", to=operator.name, operator=operator.pk)
            change.is_given(terms)
    return True


def _has_room(change: Change, terms: Terms, state: OperatorState) -> bool:
    point = change.conversation.contact_point
    in_channel = not terms.limit or state.held.get(point.pk, 0) + point.weight <= terms.limit
    return assignable(state, terms.presence) and below_limit(state, point.weight) and in_channel
