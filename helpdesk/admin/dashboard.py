"""The first page: how it goes right now, and what is still to be set up. Cheap questions only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpdesk.admin.doubts import NO_DATABASE
from helpdesk.board.places import folder
from helpdesk.geo.databases import shelf
from helpdesk.models import ContactPoint, Conversation, Operator, OperatorGroup
from helpdesk.queries import present

SLOW = 60
"""Seconds in the queue after which the figure turns red."""

SHOWN_WAITING = 5


@dataclass(frozen=True, slots=True)
class Card:
    title: str | Promise
    figure: str
    note: str | Promise
    link: str
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Todo:
    text: str | Promise
    link: str
    done: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    name: str
    group: str
    waited: str
    link: str


def overview(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds `cards`, `waiting`, `todos` and `warnings` for templates/admin/index.html; a fixed number of queries."""
    now = timezone.now()
    steps = todos()
    return context | {
        "title": _("Overview"),
        "cards": cards(now),
        "waiting": waiting(now),
        "todos": [] if all(step.done for step in steps) else steps,
        "warnings": warnings(),
    }


def cards(now: datetime) -> list[Card]:
    """In the queue, longest wait, live conversations, operators at the screen."""
    seen = Conversation.objects.filter(active=True).aggregate(
        queued=Count("pk", filter=Q(queued_at__isnull=False)),
        since=Min("queued_at"),
        live=Count("pk", filter=Q(assignee__isnull=False)),
    )
    people = Operator.objects.filter(enabled=True).count()
    conversations = reverse("admin:helpdesk_conversation_changelist")
    waited = _seconds(seen["since"], now)
    return [
        Card(
            _("In the queue"),
            str(seen["queued"]),
            _("not taken by anybody yet"),
            f"{conversations}?state=queued",
            alarming=seen["queued"] > 0,
        ),
        Card(
            _("Longest wait"),
            duration(waited) if seen["since"] else "—",
            _("in the queue now"),
            f"{conversations}?state=queued",
            alarming=waited > SLOW,
        ),
        Card(_("Live conversations"), str(seen["live"]), _("held by operators"), f"{conversations}?state=live"),
        Card(
            _("Operators at the screen"),
            str(present(now).count()),
            ngettext("of %(count)s", "of %(count)s", people) % {"count": people},
            reverse("admin:helpdesk_operator_changelist") + "?present=yes",
        ),
    ]


def waiting(now: datetime) -> list[Waiting]:
    """The head of the queue."""
    queue = Conversation.objects.filter(queued_at__isnull=False).select_related("visitor__contact", "group")
    return [
        Waiting(
            str(conversation.visitor),
            conversation.group.name if conversation.group else "",
            duration(_seconds(conversation.queued_at, now)),
            reverse("admin:helpdesk_conversation_change", args=[conversation.pk]),
        )
        for conversation in queue.order_by("queued_at", "id")[:SHOWN_WAITING]
    ]


def todos() -> list[Todo]:
    """From an empty installation to the first conversation."""
    channel = ContactPoint.objects.filter(enabled=True).first()
    tag = reverse("admin:helpdesk_contactpoint_change", args=[channel.pk]) if channel else _list("contactpoint")
    return [
        Todo(
            _("Add an operator: who answers visitors"),
            _list("operator"),
            Operator.objects.filter(enabled=True).exists(),
        ),
        Todo(_("Add a channel: the site that visitors write from"), _add("contactpoint"), channel is not None),
        Todo(_("Put the channel's tag on the site and write to yourself"), tag, Conversation.objects.exists()),
        Todo(
            _("Optional: sort operators into groups and switch the first one on"),
            _list("operatorgroup"),
            OperatorGroup.objects.filter(enabled=True).exists(),
        ),
    ]


def warnings() -> list[Todo]:
    """What is set up and cannot work as it is."""
    return [*_deserted(), *_placeless()]


def _deserted() -> list[Todo]:
    """Groups that visitors can choose and where nobody would answer."""
    deserted = OperatorGroup.objects.filter(enabled=True).exclude(members__enabled=True)
    text = _("Nobody can answer in “%(name)s”: it has no members who are switched on.")
    return [
        Todo(text % {"name": name}, reverse("admin:helpdesk_operatorgroup_change", args=[pk]), done=False)
        for pk, name in deserted.values_list("pk", "name")
    ]


def _placeless() -> list[Todo]:
    """Regions without anything that knows where visitors are."""
    asked = OperatorGroup.objects.filter(~Q(regions=[]) | Q(region_sets__isnull=False), enabled=True)
    if shelf(folder()).databases or not asked.exists():
        return []
    return [Todo(NO_DATABASE, _list("iprange"), done=False)]


def duration(seconds: int) -> str:
    """1:05 or 2:00:09."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _seconds(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds())) if since else 0


def _list(model: str) -> str:
    return reverse(f"admin:helpdesk_{model}_changelist")


def _add(model: str) -> str:
    return reverse(f"admin:helpdesk_{model}_add")
