"""The client's deals in the panel: opened, renamed, moved on (SPEC 4.8)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk.actions import deals
from helpdesk.models.deal import LONGEST_TITLE
from helpdesk.views.access import OperatorRequest, operator_required, seen_by
from helpdesk.views.answers import verb
from helpdesk.views.thread import answer_with_head


@never_cache
@require_safe
@operator_required
def deal_form(request: OperatorRequest, pk: int, deal: int | None = None) -> HttpResponse:
    """The title of a new deal, or of one that there is."""
    conversation = seen_by(request.operator, pk)
    contact = conversation.visitor.contact
    if contact is None:
        raise Http404
    found = get_object_or_404(contact.deals, pk=deal) if deal else None
    context = {
        "c": conversation,
        "deal": found,
        "title": found.title if found else deals.default_title(conversation),
        "longest": LONGEST_TITLE,
    }
    return render(request, "inbox/_deal.html", context)


@verb
def open_deal(request: OperatorRequest, pk: int) -> HttpResponse:
    title = request.POST.get("title", "")
    return answer_with_head(request, deals.open_deal(request.operator, pk, title, now=timezone.now()))


@verb
def change_deal(request: OperatorRequest, pk: int, deal: int) -> HttpResponse:
    """What is not posted stays as it is."""
    posted = {name: request.POST.get(name) for name in ("title", "state")}
    return answer_with_head(request, deals.change_deal(request.operator, pk, deal, **posted, now=timezone.now()))
