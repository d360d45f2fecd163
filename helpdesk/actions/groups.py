"""Switching groups on and off, and what becomes of their conversations (SPEC 2.1, 2.2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.errors import Invalid
from helpdesk.actions.locks import lock_all
from helpdesk.board import versions
from helpdesk.models import Conversation, OperatorGroup
from helpdesk.queries import UNCLOSED, hold_steps
from routing import holds

FALLBACK = System("fallback")
NO_MEMBERS = _("A group without members cannot be switched on: nobody would answer. Add members first.")
ALL_HIDDEN = _(
    "Every group that is switched on would be hidden: visitors would see nobody. Leave one of them visible, or switch "
    "the hidden ones off first."
)


def enable(group_id: int, *, now: datetime, one_of_many: bool = False) -> None:
    """Visitors see it from now on; the first enabled group replaces "everyone".

    Raises Invalid (no_members, all_hidden). `one_of_many`: other changes follow in the same transaction, and whoever
    makes them calls `refuse_nobody` at the end.
    """
    with transaction.atomic():
        group = OperatorGroup.objects.select_for_update(no_key=True).get(pk=group_id)
        if not group.members.exists():
            raise Invalid("no_members", NO_MEMBERS)
        OperatorGroup.objects.filter(pk=group_id).update(enabled=True)
        _settle(one_of_many)


def disable(group_id: int, *, now: datetime, one_of_many: bool = False) -> int:
    """Gone for new visitors at once. Its conversations keep their assignee; how many without one moved on.

    Raises Invalid (all_hidden); `one_of_many` as above.
    """
    with transaction.atomic():
        OperatorGroup.objects.filter(pk=group_id).update(enabled=False)
        _settle(one_of_many)
        return _move_on(Q(group=group_id), now)


def refuse_nobody() -> None:
    """Raises Invalid (all_hidden) when groups are enabled and each of them is hidden (SPEC 2.9)."""
    enabled = OperatorGroup.objects.filter(enabled=True)
    if enabled.exists() and not enabled.filter(hidden=False).exists():
        raise Invalid("all_hidden", ALL_HIDDEN)


def would_hide_all(group_id: int | None, *, enabled: bool, hidden: bool) -> bool:
    """Whether every enabled group would be hidden if this one were so; None is a group that is not stored yet."""
    if enabled and not hidden:
        return False
    others = OperatorGroup.objects.filter(enabled=True)
    if group_id is not None:
        others = others.exclude(pk=group_id)
    return (enabled or others.exists()) and not others.filter(hidden=False).exists()


def _settle(one_of_many: bool) -> None:
    # An update sends no signal. The version's row also lets only one change at a time through, so that two supervisors
    # cannot each switch off what the other one relies on.
    versions.changed()
    if not one_of_many:
        refuse_nobody()


def rescue(*, now: datetime) -> int:
    """Move whatever came into a disabled group after all: begun or returned to the queue while it was switched off."""
    stranded = Q(group__in=OperatorGroup.objects.filter(enabled=False), queued_at__isnull=False)
    if not Conversation.objects.filter(stranded).exists():
        return 0
    with transaction.atomic():
        return _move_on(stranded, now)


def heir(group: OperatorGroup) -> OperatorGroup | None:
    """The first enabled group along the chain of fallbacks; None is everyone's."""
    passed, follower = {group.pk}, group.fallback
    while follower is not None and follower.pk not in passed:
        if follower.enabled:
            return follower
        passed.add(follower.pk)
        follower = follower.fallback
    return None


def _move_on(which: Q, now: datetime) -> int:
    """Give the unassigned ones to the heir of their group; how many. Locked in the order of their ids."""
    rows = Conversation.objects.filter(which, UNCLOSED, assignee=None, group__isnull=False).order_by("pk")
    conversations = lock_all(rows)
    groups = {conversation.group for conversation in conversations if conversation.group}
    heirs = {group.pk: heir(group) for group in groups}
    for conversation in conversations:
        _give(Change(conversation, FALLBACK, now), heirs)
    return len(conversations)


def _give(change: Change, heirs: Mapping[int, OperatorGroup | None]) -> None:
    old = change.conversation.group
    assert old is not None
    hand_down(change, old, heirs[old.pk])
    change.save()


def hand_down(change: Change, old: OperatorGroup, target: OperatorGroup | None) -> None:
    """To another group within somebody's change; the place in the queue and the clock of the wait are kept."""
    said = hold_steps(change.conversation)
    change.conversation.group = target
    _follow_scenario(change, said)
    moved: dict[str, Any] = {"from": old.name, "to": None, "group": None}
    if target is not None:
        moved |= {"to": target.name, "group": target.pk}
    change.record("conversation.moved", **moved)


def _follow_scenario(change: Change, before: object) -> None:
    """Another group may hold visitors with other words. Moments that have passed are not made up for in a burst."""
    conversation, steps = change.conversation, hold_steps(change.conversation)
    if conversation.waiting_since is None or steps == before:
        return
    waited = (change.now - conversation.waiting_since).total_seconds()
    conversation.hold_done = sum(step.after <= waited for step in steps)
    conversation.hold_due_at = holds.due_at(steps, conversation.hold_done, conversation.waiting_since)
