"""Carrying out what rules have decided, within the change that they follow from (SPEC 5.2).

What visitors and staff know from elsewhere is recorded as the same events, with the rule as their cause. Status, tags
and priority have no event of their own: `conversation.ruled` tells of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpdesk.actions import webhooks
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.messages import note_for_the_house, say_for_the_house
from helpdesk.models import Category, Event, Operator, OperatorGroup, Stage
from helpdesk.snapshots.policies import terms_of
from routing.automation import actions as do
from routing.automation.deeds import perform
from routing.automation.engine import Done
from routing.automation.facts import Directory, Facts
from routing.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Step:
    """One action: the facts before and after it, and the event that the rules were asked about, if there was one."""

    action: Any
    before: Facts
    after: Facts
    event: Event | None
    directory: Directory
    rule: str


def carry_out(
    change: Change,
    done: tuple[Done, ...],
    facts: Facts,
    directory: Directory,
    *,
    event: Event | None,
    names: Mapping[str, str],
) -> None:
    """In their order. `names` are those of the rules by their keys."""
    for one in done:
        after = perform(one.action, facts, directory).facts
        step = Step(one.action, facts, after, event, directory, one.rule)
        with change.acting(System("rule", rule=names[one.rule], key=one.rule)):
            _stand(change, after)
            _TOLD[type(one.action)](change, step)
            _told_closed(change, step)
        facts = after


def _stand(change: Change, after: Facts) -> None:
    """Make the conversation what the facts say it is."""
    c = change.conversation
    c.status, c.active, c.accepted = after.status, after.active, after.accepted
    if c.assignee_id != after.assignee:
        c.assignee = Operator.objects.get(pk=after.assignee) if after.assignee else None
    if c.group_id != after.group:
        c.group = OperatorGroup.objects.get(pk=after.group) if after.group else None
    c.stage_id, c.category_id, c.priority = after.stage, after.category, after.priority
    kept = [tag for tag in c.tags if tag in after.tags]
    c.tags = [*kept, *sorted(after.tags - set(kept))]


def _told_closed(change: Change, step: Step) -> None:
    if step.after.status is Status.CLOSED and step.before.status is not Status.CLOSED:
        change.conversation.closed_at, change.conversation.unanswered_since = change.now, None
        change.record("conversation.closed")


def _assigned(change: Change, step: Step) -> None:
    """Visitors are told where somebody whom they know by name hands them over."""
    c = change.conversation
    if c.assignee is None:
        _passed_on(change, step)
        change.record("conversation.released", full=Operator.objects.get(pk=step.action.operator).name)
        return
    known = step.before.active and step.before.accepted
    kind = "conversation.transferred" if known else "conversation.assigned"
    change.record(kind, to=c.assignee.name, operator=c.assignee.pk)
    if c.active:
        change.is_given(terms_of(c.contact_point_id))


def _to_group(change: Change, step: Step) -> None:
    group = change.conversation.group
    _passed_on(change, step)
    change.record("conversation.transferred", to=group.name if group else "", group=step.after.group)


def _released(change: Change, step: Step) -> None:
    _passed_on(change, step)
    change.record("conversation.released")


def _by_policy(change: Change, step: Step) -> None:
    """Whoever had it may be found again. What waits already goes on waiting."""
    if step.before.assignee is not None:
        change.record("conversation.released")


def _passed_on(change: Change, step: Step) -> None:
    """A rule has taken it from somebody: the machine does not give it back to them at once."""
    if step.before.assignee is not None:
        change.passed_by(Operator.objects.get(pk=step.before.assignee))


def _accepted(change: Change, step: Step) -> None:
    change.record("conversation.accepted")


def _ended(change: Change, step: Step) -> None:
    if step.after.status is not Status.CLOSED:
        told = step.before.active and change.was_live
        change.record("conversation.ended", status=step.after.status.value, told=told)


def _staged(change: Change, step: Step) -> None:
    change.record("conversation.staged", stage=Stage.objects.get(pk=step.action.stage).name)


def _categorised(change: Change, step: Step) -> None:
    category = Category.objects.get(pk=step.action.category).name if step.action.category else None
    change.record("conversation.categorised", category=category)


def _texted(change: Change, step: Step) -> None:
    say_for_the_house(change, step.action.text, "message.automatic")


def _noted(change: Change, step: Step) -> None:
    note_for_the_house(change, step.action.text)


def _alerted(change: Change, step: Step) -> None:
    """Whoever is named and still there, each once; their screens show it (`channels_app.publisher`)."""
    people = {pk for pk, groups in step.directory.operators.items() if not groups.isdisjoint(step.action.groups)}
    people |= step.directory.operators.keys() & set(step.action.operators)
    named = Operator.objects.filter(pk__in=people).order_by("name", "pk")
    change.record(
        "conversation.alerted",
        operators=sorted(people),
        to=", ".join(named.values_list("name", flat=True)),
        text=step.action.text,
    )


def _called(change: Change, step: Step) -> None:
    webhooks.want(change, step.action.webhook, rule=step.rule, event=step.event)


def _nothing(change: Change, step: Step) -> None:
    pass


_TOLD: Mapping[type[do.Action], Callable[[Change, Step], None]] = {
    do.Assign: _assigned,
    do.AssignGroup: _to_group,
    do.AssignByPolicy: _by_policy,
    do.Unassign: _released,
    do.Accept: _accepted,
    do.End: _ended,
    do.SetStatus: _nothing,
    do.SetStage: _staged,
    do.SetCategory: _categorised,
    do.AddTag: _nothing,
    do.RemoveTag: _nothing,
    do.SetPriority: _nothing,
    do.SendText: _texted,
    do.AddNote: _noted,
    do.Notify: _alerted,
    do.CallWebhook: _called,
}
