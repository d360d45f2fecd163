"""Why an operator is given nothing, in one line; so that nobody wonders about an empty inbox (SPEC 3.1, 3.2, 3.15)."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk import snapshots
from helpdesk.models import Operator
from helpdesk.snapshots import policies
from helpdesk.views.access import OperatorRequest, operator_required
from routing.filters import Room, why_not_assignable
from routing.policies import DEFAULT, Policy
from routing.snapshot import OperatorState


@never_cache
@require_safe
@operator_required
def standing(request: OperatorRequest) -> HttpResponse:
    """The line, empty where something can come. Asked for by the page now and then, not part of any list."""
    return HttpResponse(why_nothing(request.operator, timezone.now()), content_type="text/plain; charset=utf-8")


def why_nothing(operator: Operator, now: datetime) -> str:
    """In the active language; "" as soon as one channel could give this operator something.

    That the operator is at the screen is taken for granted: somebody is reading this.
    """
    state = snapshots.operator_state(operator.pk, now)
    if state is None:
        return ""
    if state.limit == 0:
        return _("Your limit is 0: nothing is assigned to you")
    rules = policies.read(now).policies or {0: DEFAULT}
    theirs = {point: policy for point, policy in rules.items() if _takes_part(operator.pk, policy)}
    if not theirs:
        return _("You take part in no channel: nothing is assigned to you")
    reasons = {_reason(state, point, policy, now) for point, policy in theirs.items()}
    return "" if None in reasons else _words(min(filter(None, reasons)), operator, state)


def _takes_part(operator: int, policy: Policy) -> bool:
    return not policy.participants or operator in policy.participants or operator in policy.fallback


def _reason(state: OperatorState, point: int, policy: Policy, now: datetime) -> str | None:
    why = why_not_assignable(state, policy.terms.presence)
    if why is not None and why != "absent":
        return why
    # Portions and pauses are over soon, and are no reason to worry.
    room = Room(now, point, policy, lambda _: 0).why_not(state)
    return room if room in ("at_limit", "at_channel_limit") else None


def _words(reason: str, operator: Operator, state: OperatorState) -> str:
    words = {"status": operator.status, "load": state.load, "limit": state.limit}
    return {
        "status": _("%(status)s: nothing is assigned to you"),
        "off_hours": _("Outside your hours: nothing is assigned to you"),
        "at_limit": _("%(load)s of %(limit)s: nothing more is assigned to you"),
        "at_channel_limit": _("At the channel's limit: nothing more is assigned to you"),
    }[reason] % words
