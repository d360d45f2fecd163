"""The frame of what is done to a client: card, visitor and conversation under lock, in this order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.actions.change import Change, changing
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, Operator, Visitor
from helpdesk.queries import visible_to


@contextmanager
def card_locked(contact_id: int | None) -> Iterator[Contact | None]:
    """The card under lock, None where there is none (any more)."""
    with transaction.atomic():
        rows = Contact.objects.select_for_update(no_key=True)
        yield rows.filter(pk=contact_id).first() if contact_id else None


@contextmanager
def visitor_locked(actor: Operator, conversation_id: int, now: datetime, verb: str) -> Iterator[Change]:
    """Visitor and conversation locked, in this order. Raises Conversation.DoesNotExist, NotAllowed."""
    with transaction.atomic():
        seen = visible_to(actor).filter(pk=conversation_id).values("visitor")
        list(Visitor.objects.select_for_update(no_key=True).filter(pk__in=seen).values_list("pk"))
        with changing(actor, conversation_id, now=now, permission=f"helpdesk.{verb}_conversation") as change:
            yield change


@contextmanager
def client_locked(actor: Operator, conversation_id: int, now: datetime) -> Iterator[tuple[Contact | None, Change]]:
    """The visitor's card, None where there is none, and the conversation, to write on the card and what belongs to it.

    Raises Conversation.DoesNotExist, NotAllowed, Invalid (bad_card).
    """
    linked = Visitor.objects.filter(conversations=conversation_id).values_list("contact", flat=True).first()
    with card_locked(linked) as contact, visitor_locked(actor, conversation_id, now, "edit_card") as change:
        # Somebody may have linked or unlinked it while the form was open; a card of another client is not written on.
        if change.conversation.visitor.contact_id != (contact.pk if contact else None):
            raise Invalid("bad_card", _("The card has been exchanged meanwhile. Look at it and try again."))
        yield contact, change
