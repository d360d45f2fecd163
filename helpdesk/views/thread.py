"""One conversation: what was said, who is responsible, what is known of the visitor (SPEC 6.4)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk import cards, finding, queries
from helpdesk.board import current
from helpdesk.models import Category, Contact, Conversation, Deal, Operator, Stage
from helpdesk.models.message import MAX_TEXT
from helpdesk.snapshots.service import service_of
from helpdesk.views import answers
from helpdesk.views.access import OperatorRequest, operator_required, seen, seen_by
from helpdesk.views.browser import browser_of, web_address
from helpdesk.views.inbox import page_context
from helpdesk.views.lists import listing
from helpdesk.views.rendering import render_items
from routing.autoend import warn_at
from routing.placement import Tab, tab_of
from routing.service import Service

ITEMS = 200
"""Of the timeline given at once; earlier ones on request."""

EARLIER = 10
"""Earlier conversations named in the panel."""

DEALS = 10
"""Deals shown in the panel; where a client has more, the admin has the rest."""


@never_cache
@require_safe
@operator_required
def thread(request: OperatorRequest, pk: int) -> HttpResponse:
    """The conversation alone where the page asks for it, else with everything around it."""
    conversation = seen_by(request.operator, pk)
    context = thread_context(request.operator, conversation)
    if request.htmx:
        return render(request, "inbox/_thread.html", context)
    tab = _tab_around(request, conversation)
    return render(request, "inbox/inbox.html", page_context(request.operator, listing(request.operator, tab)) | context)


@never_cache
@require_safe
@operator_required
def head(request: OperatorRequest, pk: int) -> HttpResponse:
    """What changes around the timeline: who is responsible, the buttons, the panel."""
    conversation = seen_by(request.operator, pk)
    context = head_context(request.operator, conversation) | panel_context(request.operator, conversation)
    return render(request, "inbox/_around.html", context)


@never_cache
@require_safe
@operator_required
def items(request: OperatorRequest, pk: int) -> HttpResponse:
    """Items with numbers above `after`, or the last ones below `before`: where the socket can't bring them."""
    conversation = seen_by(request.operator, pk)
    after, before = (_bound(request, name) for name in ("after", "before"))
    found = queries.timeline(conversation, after=max(after, before - ITEMS - 1))
    if before:
        found = found.filter(seq__lt=before)
    return HttpResponse(render_items(found[:ITEMS], conversation))


def thread_context(operator: Operator, conversation: Conversation) -> dict[str, Any]:
    shown = list(queries.timeline(conversation, after=max(0, conversation.seq - ITEMS)))
    return {
        "items": render_items(shown, conversation),
        "has_earlier": bool(shown) and shown[0].seq > 1,
        "most": MAX_TEXT,
        **head_context(operator, conversation),
        **panel_context(operator, conversation),
    }


def head_context(operator: Operator, conversation: Conversation) -> dict[str, Any]:
    """No query, or one where seniors were called; and now and then what holds in the channel (`service_of`)."""
    called = conversation.seniors
    service = service_of(conversation.contact_point_id)
    return {
        "service": service,
        "ending": _ending(conversation, service),
        "c": conversation,
        "mine": conversation.assignee_id == operator.pk,
        "operator": operator,
        "seniors": Operator.objects.filter(pk__in=called) if called else [],
        "helps": operator.pk in called,
    }


def _ending(conversation: Conversation, service: Service) -> dict[str, Any] | None:
    """When silence ends it, from when on the head says so, and what it can be put off by, in words (SPEC 4.3)."""
    moment = conversation.silence_due_at
    warned = warn_at(moment, service.auto_end)
    if warned is None:
        return None
    minutes, seconds = divmod(service.postpone, 60)
    label = (
        _("Postpone %(seconds)s s") % {"seconds": service.postpone}
        if seconds
        else _("Postpone %(minutes)s min") % {"minutes": minutes}
    )
    return {"at": moment, "from": warned, "postpone": label}


def panel_context(operator: Operator, conversation: Conversation) -> dict[str, Any]:
    """Four queries: categories, stages, the earlier conversations, and what happened to this one.

    With a card two more: its fields and its deals. Without one, whom the visitor looks like.
    """
    visitor = conversation.visitor
    happened = conversation.events.filter(message=None).order_by("-seq")[:ITEMS]
    return {
        "browser": browser_of(visitor.user_agent),
        "place": _place_of(visitor.ip),
        "pages": {name: (value, web_address(value)) for name, value in _pages(conversation)},
        "filled": cards.filled(visitor.contact, cards.shown_fields()) if visitor.contact else [],
        "alike": finding.alike(operator, visitor),
        "categories": Category.objects.filter(Q(archived=False) | Q(pk=conversation.category_id)),
        "stages": _stages(conversation),
        "earlier": _earlier(operator, conversation),
        "happened": render_items(reversed(happened), conversation),
        **_deals(visitor.contact),
    }


def answer_with_head(request: OperatorRequest, conversation: Conversation) -> HttpResponse:
    """After an action: the new head, whose number tells the page which items to expect."""
    fresh = seen(request.operator).filter(pk=conversation.pk).first()
    if fresh is None:
        return answers.gone()
    return render(request, "inbox/_head.html", head_context(request.operator, fresh))


def _stages(conversation: Conversation) -> QuerySet[Stage]:
    """What can be chosen, and what was chosen before it was archived."""
    chosen = Stage.objects.filter(pk=conversation.stage_id or 0)
    return queries.offered_stages(conversation.contact_point_id) | chosen


def _tab_around(request: OperatorRequest, conversation: Conversation) -> Tab:
    """The list beside it: the one asked for, else the one in which it stands."""
    asked = request.GET.get("tab")
    if asked in {tab.value for tab in Tab}:
        return Tab(asked)
    return tab_of(conversation.facts(), queries.reader_of(request.operator)) or Tab.MY


def _earlier(operator: Operator, conversation: Conversation) -> list[Conversation]:
    """Of the same browser, or of the same client card."""
    same = Q(visitor=conversation.visitor_id)
    if conversation.visitor.contact_id:
        same |= Q(visitor__contact=conversation.visitor.contact_id)
    found = seen(operator).filter(same, pk__lt=conversation.pk)
    return list(found.order_by("-pk")[:EARLIER])


def _deals(contact: Contact | None) -> dict[str, Any]:
    """The latest of the client."""
    found = list(contact.deals.all()[: DEALS + 1]) if contact else []
    return {"deals": found[:DEALS], "more_deals": len(found) > DEALS, "deal_states": Deal.State.choices}


def _pages(conversation: Conversation) -> list[tuple[str, str]]:
    visitor = conversation.visitor
    return [("now", visitor.page), ("start", conversation.start_page), ("referrer", visitor.referrer)]


def _bound(request: OperatorRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text[:9]) if text.isdecimal() else 0


def _place_of(address: str | None) -> str:
    """Where the visitor seems to be, in the reader's language; empty when it isn't known."""
    places = current.known(timezone.now()).configuration.places
    return places.locate(address).name(get_language() or "en")
