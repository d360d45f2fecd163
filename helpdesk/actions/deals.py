"""Deals of a client: opened by hand or with the card, renamed, moved on (SPEC 4.8).

Locks: as for the card (`actions.clients`). Whoever writes a deal holds the card it belongs to.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from helpdesk.actions.change import Change
from helpdesk.actions.clients import client_locked
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, Conversation, Deal, Operator


def open_deal(actor: Operator, conversation_id: int, title: str, *, now: datetime) -> Conversation:
    """A new deal of the visitor's client. Raises Invalid (no_contact, bad_deal)."""
    with client_locked(actor, conversation_id, now) as (contact, change):
        if contact is None:
            raise Invalid("no_contact", _("A deal belongs to a client card. Make or link one first."))
        _open(change, contact, title)
    return change.conversation


def open_with_card(change: Change, contact: Contact) -> None:
    """Along with a card that is being made in this very transaction, so once for each card."""
    _open(change, contact, default_title(change.conversation), with_card=True)


def change_deal(
    actor: Operator,
    conversation_id: int,
    deal_id: int,
    *,
    title: str | None = None,
    state: str | None = None,
    now: datetime,
) -> Conversation:
    """Rename it, move it on; None stays as it is. Raises Invalid (no_deal, bad_deal)."""
    with client_locked(actor, conversation_id, now) as (contact, change):
        deal = Deal.objects.filter(pk=deal_id, contact=contact).first() if contact else None
        if deal is None:
            raise Invalid("no_deal", _("This client has no such deal any more."))
        before = (deal.title, deal.state)
        deal.title = deal.title if title is None else title.strip()
        deal.state = deal.state if state is None else state
        _check(deal)
        if before != (deal.title, deal.state):
            deal.save(update_fields=["title", "state"])
            told: dict[str, Any] = {"title": deal.title, "was": before[0], "deal_id": deal.pk}
            if deal.state != before[1]:
                told["state"] = deal.state
            change.record("conversation.deal_changed", **told)
    return change.conversation


def default_title(conversation: Conversation) -> str:
    """What a deal is called until somebody knows better."""
    return _("From conversation #%(number)s") % {"number": conversation.pk}


def _open(change: Change, contact: Contact, title: str, *, with_card: bool = False) -> None:
    c = change.conversation
    deal = Deal(
        contact=contact, title=title.strip(), conversation=c, contact_point=c.contact_point, created_at=change.now
    )
    _check(deal)
    deal.save()
    told: dict[str, Any] = {"title": deal.title, "deal_id": deal.pk, "contact_id": contact.pk}
    if with_card:
        told["with_card"] = True
    change.record("conversation.deal_opened", **told)


def _check(deal: Deal) -> None:
    try:
        # What it belongs to is under lock.
        deal.full_clean(exclude=("contact", "conversation", "contact_point"))
    except ValidationError as error:
        raise Invalid("bad_deal", " ".join(text for texts in error.message_dict.values() for text in texts)) from error
