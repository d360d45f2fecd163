"""Client cards: which are alike, and how free fields are read (SPEC 4.8). Reads only; `actions.contacts` writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from helpdesk.models import Contact, ContactField
from helpdesk.models.visitor import PHONE_DIGITS

FEWEST_DIGITS = 7
"""A shorter number is an extension; half a company has it in common."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`one` is the older card."""

    one: Contact
    other: Contact
    same_email: bool
    same_phone: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A field with what the card has in it."""

    field: ContactField
    value: str

    @property
    def date(self) -> date | None:
        """The value as a date, where it is one."""
        return date.fromisoformat(self.value) if self.value and self.field.kind == ContactField.Kind.DATE else None

    @property
    def choices(self) -> list[str]:
        """What can be chosen, with what was chosen while it still could be."""
        gone = [self.value] if self.value and self.value not in self.field.choices else []
        return [*self.field.choices, *gone]


def phone_key(phone: str) -> str:
    """As `Contact.phone_key`; empty for what is too short to tell people apart."""
    digits = "".join(letter for letter in phone if letter in "0123456789")
    return digits[-PHONE_DIGITS:] if len(digits) >= FEWEST_DIGITS else ""


# Two joins, each on its index; one with OR would compare every card with every other.
_PAIRS = """
SELECT one, other, bool_or(by_email), bool_or(by_phone) FROM (
    SELECT a.id AS one, b.id AS other, true AS by_email, false AS by_phone
    FROM helpdesk_contact a JOIN helpdesk_contact b ON b.email_key = a.email_key AND a.id < b.id
    WHERE a.email_key <> '' AND b.id <> ALL (a.apart)
    UNION ALL
    SELECT a.id, b.id, false, true
    FROM helpdesk_contact a JOIN helpdesk_contact b ON b.phone_key = a.phone_key AND a.id < b.id
    WHERE length(a.phone_key) >= %(digits)s AND b.id <> ALL (a.apart)
) pairs GROUP BY one, other ORDER BY one, other LIMIT %(most)s
"""


def pairs(most: int) -> list[Pair]:
    """Cards that may be the same person's, oldest first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"digits": FEWEST_DIGITS, "most": most})
        rows = cursor.fetchall()
    cards = Contact.objects.select_related("personal_manager").in_bulk({pk for row in rows for pk in row[:2]})
    return [
        Pair(cards[one], cards[other], email, phone)
        for one, other, email, phone in rows
        if one in cards and other in cards
    ]


def shown_fields() -> list[ContactField]:
    return list(ContactField.objects.filter(archived=False))


def filled(contact: Contact | None, fields: Iterable[ContactField]) -> list[Filled]:
    """Every field, with its value on this card or empty."""
    extra = contact.extra if contact else {}
    return [Filled(field, str(extra.get(field.key, ""))) for field in fields]


def read_extra(fields: Iterable[ContactField], written: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The card's values with what was written by key; keys that were not written stay as they are.

    What stays as it was is not checked again: the choices may have changed since. Raises ValidationError ({key: text}).
    """
    extra, wrong = dict(before), {}
    for field in fields:
        text = written.get(field.key)
        if text is None or text.strip() == before.get(field.key, ""):
            continue
        try:
            value = field.read(text)
        except ValidationError as error:
            wrong[field.key] = _("%(field)s: %(why)s") % {"field": field.name, "why": error.messages[0]}
            continue
        if value:
            extra[field.key] = value
        else:
            extra.pop(field.key, None)
    if wrong:
        raise ValidationError(wrong)
    return extra
