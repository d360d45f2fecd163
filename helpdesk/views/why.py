"""Why somebody was given a conversation, or nobody is: what was noted then, what the filters say now (SPEC 3.8)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk import snapshots, traces
from helpdesk.models import Conversation, DistributionPolicy, Event
from helpdesk.views.access import OperatorRequest, operator_required, seen_by
from helpdesk.views.wording import sentence
from routing.assignment import plan
from routing.traces import as_data

GIVEN = ("conversation.assigned", "conversation.transferred", "conversation.taken", "conversation.accepted")
"""Kinds of events by which somebody becomes the assignee; the newest ones are looked at."""
NEWEST = 20

DECIDED = ("conversation.assigned", "conversation.waits")
"""Kinds of events that come with their reasons."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`table` None: `nothing` says why there is none."""

    said: str
    at: datetime
    table: traces.Table | None
    nothing: str = ""


@never_cache
@require_safe
@operator_required
def why(request: OperatorRequest, pk: int) -> HttpResponse:
    """How the conversation stands. Whoever sees it may ask."""
    conversation = seen_by(request.operator, pk)
    answers = [*_then(_events(conversation)), *_now(conversation, timezone.now())]
    mine = conversation.assignee_id == request.operator.pk
    return render(request, "inbox/_why.html", {"c": conversation, "mine": mine, "answers": answers})


@never_cache
@require_safe
@operator_required
def why_then(request: OperatorRequest, pk: int, seq: int) -> HttpResponse:
    """Of one item of the timeline."""
    conversation = seen_by(request.operator, pk)
    event = conversation.events.filter(seq=seq, kind__in=DECIDED).first()
    if event is None:
        raise Http404
    return render(request, "inbox/_why.html", {"c": conversation, "answers": _then([event]), "then": True})


def _events(conversation: Conversation) -> list[Event]:
    """What led to how it stands; newest first."""
    newest = conversation.events.order_by("-seq")
    if conversation.assignee_id is not None:
        given = list(newest.filter(kind__in=GIVEN)[:NEWEST])
        found = [_how(given, conversation.assignee_id), *(e for e in given if e.kind == "conversation.assigned")]
        return list(dict.fromkeys(e for e in found if e is not None))[:2]
    if conversation.queued_at is not None and not conversation.noted:
        return []
    return list(newest.filter(kind="conversation.waits")[:1])


def _how(given: list[Event], assignee: int) -> Event | None:
    """How the assignee came to it. An acceptance is it only where nothing else was: they answered, and so took it."""
    accepted = None
    for event in given:
        by_hand = event.kind in ("conversation.taken", "conversation.accepted")
        if by_hand and event.cause.get("by") != "operator":
            continue
        if (event.cause.get("id") if by_hand else event.data.get("operator")) != assignee:
            return accepted
        if event.kind != "conversation.accepted":
            return event
        accepted = event
    return accepted


def _then(events: list[Event]) -> list[Answer]:
    """What was noted with these events. Two queries at most."""
    names = traces.names_in(e.data["trace"] for e in events if "trace" in e.data)
    return [
        Answer(sentence(e), e.created_at, traces.table(e.data["trace"], names))
        if "trace" in e.data
        else Answer(sentence(e), e.created_at, None, _nothing_kept(e))
        for e in events
    ]


def _nothing_kept(event: Event) -> str:
    if event.kind not in DECIDED:
        return _("By hand: no filters were asked.")
    days = DistributionPolicy.objects.filter(contact_point=None).values_list("traces_days", flat=True).first()
    return _("The reasons are not here any more: they are kept for %(days)s days.") % {"days": days}


def _now(conversation: Conversation, now: datetime) -> list[Answer]:
    """What a pass over the queue would say now; nothing for a conversation that doesn't wait."""
    if conversation.queued_at is None:
        return []
    decided = (decision for decision in plan(snapshots.take(now)) if decision.conversation == conversation.pk)
    decision = next(decided, None)
    if decision is None:
        return []
    data = as_data(decision.trace)
    return [Answer(_("As of now"), now, traces.table(data, traces.names_in([data])))]
