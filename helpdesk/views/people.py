"""To whom a conversation can be transferred or who can be called, and how they stand (SPEC 3.9, 3.11); one's status."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk import queries, snapshots
from helpdesk.actions import presence
from helpdesk.models import Conversation, Operator, OperatorGroup, OperatorStatus
from helpdesk.models.message import MAX_TEXT
from helpdesk.views.access import OperatorRequest, operator_required, seen_by
from helpdesk.views.answers import verb
from routing.assignment import assignable, below_limit
from routing.snapshot import OperatorState


@dataclass(frozen=True, slots=True)
class Person:
    """`full` and `absent` people can be chosen all the same: the screen warns."""

    operator: Operator
    state: OperatorState

    @property
    def full(self) -> bool:
        return not below_limit(self.state)

    @property
    def absent(self) -> bool:
        return not self.state.present

    @property
    def dot(self) -> str:
        """Which sign stands for the status: one look for all that receive."""
        return "free" if self.operator.status.receives else self.operator.status.code

    @property
    def ready(self) -> bool:
        return assignable(self.state) and not self.full


@dataclass(frozen=True, slots=True)
class Department:
    group: OperatorGroup
    ready: int
    members: int


@never_cache
@require_safe
@operator_required
def transfer_menu(request: OperatorRequest, pk: int) -> HttpResponse:
    """Groups and people as they are now; whoever can take it at once comes first."""
    conversation = seen_by(request.operator, pk)
    everyone = _everyone()
    context = {
        "c": conversation,
        "departments": [_department(group, everyone) for group in queries.offered_groups()],
        "people": [person for person in everyone if person.operator.pk != conversation.assignee_id],
        "operator": request.operator,
        "most": MAX_TEXT,
    }
    return render(request, "inbox/_transfer.html", context)


@never_cache
@require_safe
@operator_required
def senior_menu(request: OperatorRequest, pk: int) -> HttpResponse:
    """Whom one can call in: seniors who are not in this conversation yet, those who are free first."""
    conversation = seen_by(request.operator, pk)
    people = [person for person in _everyone() if _can_be_called(person.operator, conversation, request.operator)]
    return render(request, "inbox/_seniors.html", {"c": conversation, "people": people})


@verb
def set_status(request: OperatorRequest) -> HttpResponse:
    presence.set_status(request.operator, request.POST.get("status", ""), now=timezone.now())
    return render(
        request, "inbox/_status.html", {"operator": request.operator, "statuses": OperatorStatus.objects.all()}
    )


def _everyone() -> list[Person]:
    states = {state.id: state for state in snapshots.take(timezone.now()).operators}
    people = [Person(row, states[row.pk]) for row in Operator.objects.filter(pk__in=states).select_related("status")]
    return sorted(people, key=lambda p: (not p.ready, p.absent, p.operator.name))


def _can_be_called(senior: Operator, conversation: Conversation, caller: Operator) -> bool:
    there = {conversation.assignee_id, caller.pk, *conversation.seniors}
    return senior.senior and senior.pk not in there


def _department(group: OperatorGroup, everyone: list[Person]) -> Department:
    members = [person for person in everyone if group.pk in person.state.groups]
    return Department(group, sum(person.ready for person in members), len(members))
