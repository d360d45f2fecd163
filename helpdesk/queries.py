"""Reads: who sees which conversations, in which tab, and what came after a cursor."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Greatest
from django.utils import timezone

from helpdesk.kept import Kept
from helpdesk.memberships import groups_of
from helpdesk.models import Conversation, Event, HoldStep, Operator, OperatorGroup, PresenceLease, Stage, Visitor
from routing import holds
from routing.lifecycle import Status
from routing.placement import Reader, Visibility

UNCLOSED = ~Q(status=Status.CLOSED)
TO_BE_SORTED_OUT = (Q(assignee=None) | Q(active=True, accepted=False)) & Q(menu_times=0)


def reader_of(operator: Operator) -> Reader:
    """The operator as `routing.placement` sees them. One query."""
    groups = groups_of(operator.pk, timezone.now())
    return Reader(operator.pk, groups, operator.visibility)


def visible_to(operator: Operator, reader: Reader | None = None) -> QuerySet[Conversation]:
    """Everything this operator may open, find and be told about (SPEC 6.3)."""
    if operator.visibility == Visibility.ALL:
        return Conversation.objects.all()
    return Conversation.objects.filter(sight_of(operator, reader))


def sight_of(operator: Operator, reader: Reader | None = None) -> Q:
    """What `visible_to` asks of a conversation, for an operator who doesn't see all."""
    mine = _theirs(operator.pk)
    if operator.visibility == Visibility.GROUPS:
        mine |= _concerns(reader or reader_of(operator))
    return mine


def my(operator: Operator) -> QuerySet[Conversation]:
    """I am the assignee, or it is to be sorted out in my groups (SPEC 6.1). Unanswered first, longest wait on top.

    Before them stands what was promised for a time that has come.
    """
    reader = reader_of(operator)
    rows = visible_to(operator, reader).filter(UNCLOSED, _is_my(reader))
    return _for_list(rows).order_by(*_unclosed_order())


def others(operator: Operator) -> QuerySet[Conversation]:
    """Unclosed, visible, and not in My."""
    reader = reader_of(operator)
    rows = visible_to(operator, reader).filter(UNCLOSED).exclude(_is_my(reader))
    return _for_list(rows).order_by(*_unclosed_order())


def archive(operator: Operator, after: tuple[str, int] | None = None) -> QuerySet[Conversation]:
    """Closed ones, latest first; `after` is (closed_at in ISO 8601, id) of the last row seen (keyset paging)."""
    rows = visible_to(operator).filter(status=Status.CLOSED)
    if after is not None:
        closed_at, pk = after
        rows = rows.filter(Q(closed_at__lt=closed_at) | Q(closed_at=closed_at, pk__lt=pk))
    return _for_list(rows).order_by("-closed_at", "-id")


def counts(operator: Operator) -> dict[str, int]:
    """{"my": …, "others": …}: live tabs only; nobody counts an archive."""
    reader = reader_of(operator)
    unclosed = visible_to(operator, reader).filter(UNCLOSED)
    total = unclosed.count()
    mine = unclosed.filter(_is_my(reader)).count()
    return {"my": mine, "others": total - mine}


def timeline(conversation: Conversation, after: int = 0) -> QuerySet[Event]:
    """The staff's view: every event with `seq` > `after`, oldest first, with its message."""
    return conversation.events.filter(seq__gt=after).select_related("message__operator").order_by("seq")


def public_events(conversation: Conversation, after: int = 0) -> QuerySet[Event]:
    """The visitor's view: numbered by `public_seq`."""
    rows = conversation.events.filter(public_seq__gt=after).select_related("message__operator")
    return rows.order_by("public_seq")


def latest_conversation(visitor: Visitor) -> Conversation | None:
    """The visitor's unclosed conversation, else the last closed one, else None."""
    return visitor.conversations.select_related("assignee").order_by("-id").first()


def offered_groups() -> list[OperatorGroup]:
    """Where a colleague may pass a conversation on to: the enabled groups in the supervisor's order, hidden ones too.

    Visitors are shown others: `routing.audience` decides that.
    """
    return list(OperatorGroup.objects.filter(enabled=True))


def offered_stages(contact_point_id: int) -> QuerySet[Stage]:
    """Those of this channel and those of every channel, without the archived (SPEC 4.6)."""
    return Stage.objects.filter(Q(contact_point=None) | Q(contact_point=contact_point_id), archived=False)


def present(now: Any) -> QuerySet[Operator]:
    """Enabled operators with at least one live lease."""
    lease = PresenceLease.objects.filter(operator=OuterRef("pk"), expires_at__gt=now)
    return Operator.objects.filter(Exists(lease), enabled=True)


def hold_steps(conversation: Conversation) -> Sequence[holds.HoldStep]:
    """The group's scenario, else the contact point's, else nothing; as it was a second ago at most."""
    scenario = (
        conversation.group and conversation.group.hold_scenario_id
    ) or conversation.contact_point.hold_scenario_id
    if scenario is None:
        return ()
    return _scenarios.get().get(scenario, ())


def _read_scenarios() -> dict[int, list[holds.HoldStep]]:
    """The steps of each scenario that has any. One query."""
    found: dict[int, list[holds.HoldStep]] = {}
    rows = HoldStep.objects.order_by("scenario", "after").values_list("scenario", "after", "text", "action")
    for scenario, after, text, action in rows:
        found.setdefault(scenario, []).append(holds.HoldStep(after, text, holds.HoldAction(action)))
    return found


_scenarios = Kept(_read_scenarios)


def _theirs(operator_id: int) -> Q:
    return Q(assignee=operator_id) | Q(seniors__contains=[operator_id])


def _concerns(reader: Reader) -> Q:
    return Q(group=None) | Q(group__in=reader.groups)


def _is_my(reader: Reader) -> Q:
    return _theirs(reader.id) | (TO_BE_SORTED_OUT & _concerns(reader))


def _unclosed_order() -> tuple[Any, ...]:
    overdue = Case(When(due_at__lte=timezone.now(), then=F("due_at")))
    # What is promised for later does not wait before that. Where one of the two is null, the other is the greater.
    # Nor does whoever is in the menu.
    unanswered = Case(When(unanswered_since__isnull=False, menu_times=0, then=Greatest("unanswered_since", "due_at")))
    return overdue.asc(nulls_last=True), unanswered.asc(nulls_last=True), "-last_at", "-id"


def _for_list(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.select_related("visitor__contact", "group", "assignee", "contact_point")
