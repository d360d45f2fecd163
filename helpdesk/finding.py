"""Whose card it may be: what an operator finds, and what is only proposed to them (SPEC 4.8, 6.3). Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from helpdesk.cards import phone_key
from helpdesk.models import Contact, Conversation, Operator, Visitor
from helpdesk.models.visitor import PHONE_DIGITS
from helpdesk.queries import sight_of
from routing.placement import Visibility

MOST_ALIKE = 3
"""Cards proposed at once."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`hidden`: the operator is told that there is such a card, and nothing of what stands on it."""

    contact: Contact
    same_email: bool
    same_phone: bool
    hidden: bool = False


def search(operator: Operator, text: str, most: int) -> list[Contact]:
    """Cards whose name or e-mail contains the text, or whose phone has its digits, by name; those that may be found."""
    text = text.strip()
    wanted = Q(name__icontains=text) | Q(email__icontains=text)
    digits = "".join(letter for letter in text if letter in "0123456789")[-PHONE_DIGITS:]
    if len(digits) >= 3:
        wanted |= Q(phone_key__contains=digits)
    return list(Contact.objects.filter(wanted, _findable(operator))[:most]) if text else []


def proposed(operator: Operator, text: str) -> list[Likeness]:
    """Cards with exactly this e-mail or phone that `search` keeps from this operator. At most one query."""
    if operator.visibility == Visibility.ALL:
        return []
    return [one for one in _same(operator, *_key(text)) if one.hidden]


def alike(operator: Operator, visitor: Visitor) -> list[Likeness]:
    """Cards with the same e-mail or phone that nobody has told apart from the visitor. At most one query."""
    if visitor.contact_id is not None:
        return []
    return _same(operator, visitor.email, visitor.phone, visitor.apart)


def is_found(operator: Operator, contact: Contact) -> bool:
    """Nothing on this card is kept from the operator."""
    if operator.visibility == Visibility.ALL:
        return True
    return Contact.objects.filter(_findable(operator), pk=contact.pk).exists()


def is_known(contact: Contact, visitor: Visitor, said: str) -> bool:
    """It has exactly the e-mail or phone that the visitor left, or that somebody said."""
    pairs = ((visitor.email, visitor.phone), _key(said))
    return any(any(_likeness(contact, email, phone)) for email, phone in pairs)


def _same(operator: Operator, email: str, phone: str, apart: Sequence[int] = ()) -> list[Likeness]:
    key = phone_key(phone)
    same = (Q(email_key=email.lower()) if email else Q()) | (Q(phone_key=key) if key else Q())
    if not same:
        return []
    found: Any = Contact.objects.filter(same).exclude(pk__in=apart)
    found = found.annotate(seen=_findable(operator)).order_by("pk")[:MOST_ALIKE]
    return [Likeness(card, *_likeness(card, email, phone), hidden=not card.seen) for card in found]


def _likeness(card: Contact, email: str, phone: str) -> tuple[bool, bool]:
    """Whether the e-mail is the same, and the phone."""
    key = phone_key(phone)
    return bool(email) and card.email_key == email.lower(), bool(key) and card.phone_key == key


def _key(text: str) -> tuple[str, str]:
    """What somebody typed, as an e-mail or as a phone."""
    return (text.strip(), "") if "@" in text else ("", text)


def _findable(operator: Operator) -> Coalesce | Value:
    """Cards of conversations that the operator may see, and of clients who have had none.

    One value for each card, read by indexes: of two EXISTS the planner makes hashes of all conversations there are.
    """
    if operator.visibility == Visibility.ALL:
        return Value(True)
    seen = Case(When(sight_of(operator), then=True), default=False)
    theirs = Conversation.objects.filter(visitor__contact=OuterRef("pk")).annotate(seen=seen).order_by("-seen")
    return Coalesce(Subquery(theirs.values("seen")[:1]), True)
