"""The client card in the panel: whose it is, and what stands on it (SPEC 4.8)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpdesk import cards, finding
from helpdesk.actions import contacts
from helpdesk.actions.errors import Invalid
from helpdesk.models import Conversation, Operator
from helpdesk.models.contact_field import LONGEST
from helpdesk.views.access import OperatorRequest, operator_required, seen_by
from helpdesk.views.answers import number, verb
from helpdesk.views.thread import answer_with_head

MOST_FOUND = 10
MOST_TYPED = 120
FIELD = "field-"
"""Before the key of a free field, in the names of the form."""


@never_cache
@require_safe
@operator_required
def link_menu(request: OperatorRequest, pk: int) -> HttpResponse:
    """Where a card is looked for; at first, by what the visitor left."""
    conversation = seen_by(request.operator, pk)
    visitor = conversation.visitor
    text = visitor.phone or visitor.email or visitor.name
    return render(request, "inbox/_contacts.html", _search(request.operator, conversation, text))


@never_cache
@require_safe
@operator_required
def found(request: OperatorRequest, pk: int) -> HttpResponse:
    """The cards that answer `q`."""
    conversation = seen_by(request.operator, pk)
    text = request.GET.get("q", "")[:MOST_TYPED]
    return render(request, "inbox/_found.html", _search(request.operator, conversation, text))


@never_cache
@require_safe
@operator_required
def card_form(request: OperatorRequest, pk: int) -> HttpResponse:
    """The card as it is; a new one begins with what the visitor left."""
    conversation = seen_by(request.operator, pk)
    card = conversation.visitor.contact
    context = {
        "c": conversation,
        "card": card,
        "shown": card or conversation.visitor,
        "filled": cards.filled(card, cards.shown_fields()),
        "longest": LONGEST,
    }
    return render(request, "inbox/_card.html", context)


@verb
def link(request: OperatorRequest, pk: int) -> HttpResponse:
    """`q`: the e-mail or phone that was typed, where the card is known by nothing else."""
    known = request.POST.get("q", "")[:MOST_TYPED]
    linked = contacts.link(request.operator, pk, _contact(request), known=known, now=timezone.now())
    return answer_with_head(request, linked)


@verb
def unlink(request: OperatorRequest, pk: int) -> HttpResponse:
    return answer_with_head(request, contacts.unlink(request.operator, pk, now=timezone.now()))


@verb
def tell_apart(request: OperatorRequest, pk: int) -> HttpResponse:
    return answer_with_head(request, contacts.tell_apart(request.operator, pk, _contact(request), now=timezone.now()))


@verb
def write_card(request: OperatorRequest, pk: int) -> HttpResponse:
    """What is not posted stays as it is."""
    posted = request.POST
    extra = {name.removeprefix(FIELD): posted.get(name, "") for name in posted if name.startswith(FIELD)}
    card = contacts.Card(**{name: posted.get(name) for name in contacts.COLUMNS}, extra=extra)
    return answer_with_head(request, contacts.write_card(request.operator, pk, card, now=timezone.now()))


def _search(operator: Operator, conversation: Conversation, text: str) -> dict[str, Any]:
    return {
        "c": conversation,
        "q": text,
        "found": finding.search(operator, text, MOST_FOUND),
        "proposed": finding.proposed(operator, text),
    }


def _contact(request: OperatorRequest) -> int:
    found = number(request, "contact")
    if found is None:
        raise Invalid("no_contact", _("Choose a card."))
    return found
