"""What each action does to a conversation, or why it can't (SPEC 4.1, 5.2): `routing.lifecycle` decides.

Nothing here raises. A closed conversation stays as it is but for its category, tags, priority and notes: rules don't
reopen, because the visitor may be in a newer one by now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from routing.automation import actions as do
from routing.automation.actions import Action
from routing.automation.facts import Directory, Facts
from routing.automation.words import fold
from routing.lifecycle import Refused, State, Status, Verb, move


class CannotBe(Exception):
    """This action leads nowhere from here.

    `reason`: closed, unassigned, active (to be ended first), gone, nobody, off (the group is),
    full (at the limit or away).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DoneInstead(Exception):
    """Not quite what was wanted, for this reason; `facts` are as they are then."""

    def __init__(self, reason: str, facts: Facts) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Deed:
    """`changed`: the facts differ, or something is sent.

    `reason` says why it was refused, or, where something has changed, why that is not quite what was wanted.
    """

    facts: Facts
    changed: bool
    reason: str = ""


def perform(action: Action, facts: Facts, directory: Directory) -> Deed:
    """The facts after the action; those before it when it is refused."""
    try:
        after = _DEEDS[type(action)](action, facts, directory)
    except CannotBe as refusal:
        return Deed(facts, False, refusal.reason)
    except DoneInstead as instead:
        return Deed(instead.facts, instead.facts != facts, instead.reason)
    except Refused as refused:
        return Deed(facts, False, refused.reason)
    return Deed(after, action.outward or after != facts)


def _assign(action: do.Assign, facts: Facts, directory: Directory) -> Facts:
    groups = directory.operators.get(action.operator)
    if groups is None:
        raise CannotBe("gone")
    if facts.assignee == action.operator:
        return facts
    if facts.active and action.operator in directory.full:
        # Nobody is left with whoever has no room: it waits for the next who has.
        raise DoneInstead("full", _unassign(action, facts, directory))
    return facts.moved(move(facts.state(), Verb.HAND_OVER), action.operator, groups)


def _assign_group(action: do.AssignGroup, facts: Facts, directory: Directory) -> Facts:
    if action.group not in directory.groups:
        raise CannotBe("gone")
    if action.group in directory.off:
        raise CannotBe("off")
    if facts.assignee is None and facts.group == action.group:
        return facts
    return facts.moved(_let_go(facts, Verb.HAND_TO_GROUP), None, group=action.group)


def _unassign(_: Any, facts: Facts, __: Directory) -> Facts:
    return facts if facts.assignee is None else facts.moved(_let_go(facts, Verb.RELEASE), None)


def _by_policy(action: do.AssignByPolicy, facts: Facts, directory: Directory) -> Facts:
    if facts.status is Status.CLOSED:
        raise CannotBe("closed")
    return _unassign(action, facts, directory)


def _let_go(facts: Facts, verb: Verb) -> State:
    """The state without an assignee. A verb would wake an ended conversation up; a rule leaves it ended."""
    state = facts.state()
    after = move(state, verb)
    return after if state.active else replace(state, assigned=False, accepted=False)


def _accept(_: do.Accept, facts: Facts, __: Directory) -> Facts:
    return replace(facts, accepted=move(facts.state(), Verb.ACCEPT).accepted)


def _end(action: do.End, facts: Facts, _: Directory) -> Facts:
    if action.status is facts.status is Status.CLOSED:
        return facts
    ended = move(facts.state(), Verb.END)
    return replace(facts, active=ended.active, status=action.status)


def _set_status(action: do.SetStatus, facts: Facts, _: Directory) -> Facts:
    return replace(facts, status=_status(facts, action.status))


def _set_stage(action: do.SetStage, facts: Facts, directory: Directory) -> Facts:
    status = directory.stages.get(action.stage)
    if status is None:
        raise CannotBe("gone")
    return replace(facts, stage=action.stage, status=_status(facts, status))


def _status(facts: Facts, status: Status) -> Status:
    """The status, where the conversation may have it. A live one has to be ended before it is closed (SPEC 4.1)."""
    if status is facts.status:
        return status
    if facts.status is Status.CLOSED:
        raise CannotBe("closed")
    if status is Status.CLOSED and facts.active:
        raise CannotBe("active")
    return status


def _set_category(action: do.SetCategory, facts: Facts, directory: Directory) -> Facts:
    if action.category is not None and action.category not in directory.categories:
        raise CannotBe("gone")
    return replace(facts, category=action.category)


def _add_tag(action: do.AddTag, facts: Facts, _: Directory) -> Facts:
    known = {fold(tag) for tag in facts.tags}
    return facts if fold(action.tag) in known else replace(facts, tags=facts.tags | {action.tag})


def _remove_tag(action: do.RemoveTag, facts: Facts, _: Directory) -> Facts:
    return replace(facts, tags=frozenset(tag for tag in facts.tags if fold(tag) != fold(action.tag)))


def _set_priority(action: do.SetPriority, facts: Facts, _: Directory) -> Facts:
    return replace(facts, priority=action.priority)


def _send_text(_: do.SendText, facts: Facts, __: Directory) -> Facts:
    if facts.status is Status.CLOSED:
        raise CannotBe("closed")
    return facts


def _add_note(_: do.AddNote, facts: Facts, __: Directory) -> Facts:
    return facts


def _notify(action: do.Notify, facts: Facts, directory: Directory) -> Facts:
    """Those who are gone are left out; refused when nobody is left."""
    if not (action.operators or action.groups):
        raise CannotBe("nobody")
    if directory.operators.keys().isdisjoint(action.operators) and directory.groups.isdisjoint(action.groups):
        raise CannotBe("gone")
    return facts


def _call_webhook(action: do.CallWebhook, facts: Facts, directory: Directory) -> Facts:
    if action.webhook not in directory.webhooks:
        raise CannotBe("gone")
    return facts


_DEEDS: Mapping[type[Action], Callable[[Any, Facts, Directory], Facts]] = {
    do.Assign: _assign,
    do.AssignGroup: _assign_group,
    do.AssignByPolicy: _by_policy,
    do.Unassign: _unassign,
    do.Accept: _accept,
    do.End: _end,
    do.SetStatus: _set_status,
    do.SetStage: _set_stage,
    do.SetCategory: _set_category,
    do.AddTag: _add_tag,
    do.RemoveTag: _remove_tag,
    do.SetPriority: _set_priority,
    do.SendText: _send_text,
    do.AddNote: _add_note,
    do.Notify: _notify,
    do.CallWebhook: _call_webhook,
}
