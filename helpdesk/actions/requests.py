"""The request form: a conversation that is answered later (SPEC 4.7, 7.4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk import callbacks
from helpdesk.actions import autoreplies, choices
from helpdesk.actions.arrivals import conversation_for, enter, start
from helpdesk.actions.errors import Invalid
from helpdesk.actions.messages import Stored, beaten_or_not, say_as_visitor, stored_by
from helpdesk.actions.texts import clean
from helpdesk.models import Conversation, Visitor
from helpdesk.queries import UNCLOSED

_validate_length = MaxLengthValidator(254)  # as long as a column for addresses is
_validate_phone = RegexValidator(r"^\+?[\d\s().-]{5,31}$")


@dataclass(frozen=True, slots=True)
class Contacts:
    """How to reach the visitor. At least one of e-mail and phone."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @classmethod
    def read(cls, name: str, email: str, phone: str, *, call: bool = False) -> "Contacts":
        """`call`: a phone number is needed. Raises Invalid (contacts) with `field`: contacts, email or phone."""
        name, email, phone = name.strip()[:120], email.strip(), phone.strip()
        if call and not phone:
            raise Invalid("contacts", _("Leave a phone number, so that we can call you."), field="phone")
        if not email and not phone:
            raise Invalid(
                "contacts", _("Leave an e-mail address or a phone number, so that we can answer."), field="contacts"
            )
        try:
            if email:
                validate_email(email)
                _validate_length(email)
        except ValidationError:
            raise Invalid("contacts", _("This is not an e-mail address."), field="email") from None
        try:
            if phone:
                _validate_phone(phone)
        except ValidationError:
            raise Invalid("contacts", _("This is not a phone number."), field="phone") from None
        return cls(name, email, phone)


def leave(
    visitor_id: int,
    text: str,
    contacts: Contacts,
    *,
    client_id: UUID,
    group_id: int | None,
    page: str = "",
    due_at: datetime | None = None,
    now: datetime,
) -> Stored:
    """A request, or one more message where the visitor's conversation is not closed yet. The contacts are kept.

    `due_at`: the beginning of a slot in which the visitor wants to be called. Sending the same `client_id` again
    returns the first row. Raises Invalid (text_empty, text_too_long, choose_group, nobody, slot_gone), NotAllowed
    (forbidden).
    """
    text = clean(text)
    return beaten_or_not(
        visitor_id, client_id, lambda: _leave(visitor_id, text, contacts, client_id, group_id, page, due_at, now)
    )


def _leave(
    visitor_id: int,
    text: str,
    contacts: Contacts,
    client_id: UUID,
    group_id: int | None,
    page: str,
    due_at: datetime | None,
    now: datetime,
) -> Stored:
    with transaction.atomic():
        visitor, repeats = enter(visitor_id, client_id, now)
        if repeats and (stored := stored_by(visitor=visitor, client_id=client_id)):
            return stored
        keep(visitor, contacts)
        if visitor.conversations.filter(UNCLOSED).exists():
            change = conversation_for(visitor, group_id, page, now)
            callbacks.refuse_gone(due_at, visitor.contact_point_id, change.conversation.group_id, now)
            change.conversation.due_at = due_at or change.conversation.due_at
        else:
            group = choices.for_request(visitor, group_id, page or visitor.page, now)
            callbacks.refuse_gone(due_at, visitor.contact_point_id, group.pk if group else None, now)
            change = start(visitor, group, page, now, kind=Conversation.Kind.REQUEST, due_at=due_at)
            # Nobody was there to talk to: at night the visitor is told when somebody will be.
            autoreplies.expect(change)
        message, event = say_as_visitor(change, text, visitor, client_id)
        change.save()
    return Stored(message, event, change.conversation)


def keep(visitor: Visitor, contacts: Contacts) -> None:
    """What is left empty takes nothing away."""
    visitor.name = contacts.name or visitor.name
    visitor.email = contacts.email or visitor.email
    visitor.phone = contacts.phone or visitor.phone
    visitor.save(update_fields=["name", "email", "phone"])
