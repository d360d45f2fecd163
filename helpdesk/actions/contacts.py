"""Client cards: link, make, edit, tell apart, merge (SPEC 4.8).

Locks: cards in the order of their numbers, then the visitor, then the conversation. Nobody who holds a conversation
waits for a card.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk import cards, finding
from helpdesk.actions import deals
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.actions.clients import card_locked, client_locked, visitor_locked
from helpdesk.actions.errors import Invalid
from helpdesk.actions.locks import lock_all
from helpdesk.models import Contact, ContactField, Conversation, Deal, Operator, User, Visitor
from helpdesk.queries import UNCLOSED
from helpdesk.snapshots.service import service_of

MERGED = System("merge")
COLUMNS = ("name", "email", "phone", "note")
"""What a card says besides the free fields, in the order in which it is shown."""

MERGEABLE = (*COLUMNS, "personal_manager")


@dataclass(frozen=True, slots=True)
class Card:
    """What was written on a card; None: not asked for. `extra` is by `ContactField.key`."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    extra: Mapping[str, str] | None = None


def link(actor: Operator, conversation_id: int, contact_id: int, *, known: str = "", now: datetime) -> Conversation:
    """The visitor is this client. Raises Invalid (no_contact).

    A card that the actor does not find can be linked by whoever knows its e-mail or phone: the visitor has left it, or
    it is `known` from elsewhere (SPEC 6.3).
    """
    with card_locked(contact_id) as contact, visitor_locked(actor, conversation_id, now, "link") as change:
        visitor = change.conversation.visitor
        if contact is None or not (finding.is_known(contact, visitor, known) or finding.is_found(actor, contact)):
            raise _no_contact()
        if visitor.contact_id != contact.pk:
            _link(change, contact)
    return change.conversation


def unlink(actor: Operator, conversation_id: int, *, now: datetime) -> Conversation:
    """The visitor is somebody else; the card stays, and is not proposed for them again."""
    with visitor_locked(actor, conversation_id, now, "link") as change:
        visitor = change.conversation.visitor
        if visitor.contact is not None:
            card, visitor.contact = visitor.contact, None
            visitor.apart = _with(visitor.apart, card.pk)
            visitor.save(update_fields=["contact", "apart"])
            change.record("conversation.unlinked", contact=card.name, contact_id=card.pk)
    return change.conversation


def tell_apart(actor: Operator, conversation_id: int, contact_id: int, *, now: datetime) -> Conversation:
    """The proposed card is somebody else's. Raises Invalid (no_contact)."""
    with visitor_locked(actor, conversation_id, now, "link") as change:
        card, visitor = Contact.objects.filter(pk=contact_id).first(), change.conversation.visitor
        found = card is not None and finding.is_found(actor, card)
        if card is None or not (found or finding.is_known(card, visitor, "")):
            raise _no_contact()
        if card.pk not in visitor.apart:
            visitor.apart = _with(visitor.apart, card.pk)
            visitor.save(update_fields=["apart"])
            # Whoever may not see the card reads this as well.
            name = card.name if found else ""
            change.record("conversation.told_apart", contact=name, contact_id=card.pk)
    return change.conversation


def write_card(actor: Operator, conversation_id: int, card: Card, *, now: datetime) -> Conversation:
    """Change the visitor's card, or make one where there is none. Raises Invalid (bad_card)."""
    with client_locked(actor, conversation_id, now) as (contact, change):
        written = contact or Contact()
        changed = _write(written, card)
        if contact is None:
            _link(change, written, made=True)
            if service_of(change.conversation.contact_point_id).deal_with_card:
                deals.open_with_card(change, written)
        elif changed:
            change.record("conversation.card_edited", contact=written.name, contact_id=written.pk, changed=changed)
    return change.conversation


def separate(one_id: int, other_id: int) -> None:
    """Two cards that look alike are two people's. Raises Invalid (no_contact)."""
    with transaction.atomic():
        one, other = _pair(one_id, other_id)
        for card, stranger in ((one, other), (other, one)):
            card.apart = _with(card.apart, stranger.pk)
            card.save(update_fields=["apart"])


def merge(
    user: User, kept_id: int, gone_id: int, *, taken: frozenset[str] = frozenset(), now: datetime
) -> tuple[Contact, dict[str, str]]:
    """The two cards are one client's: (the card that is kept, what the other one said).

    What the kept card has empty is filled from the other; where both say something the kept one's word holds, except
    for the fields `taken` (names of columns, keys of free fields) from the other. Its visitors and deals go along.
    Raises Invalid (no_contact, same_contact).
    """
    with transaction.atomic():
        kept, gone = _pair(kept_id, gone_id)
        said = described(gone)
        _take_over(kept, gone, taken)
        visitors = list(Visitor.objects.select_for_update(no_key=True).filter(contact=gone).order_by("pk"))
        moved = [visitor.pk for visitor in visitors]
        Visitor.objects.filter(pk__in=moved).update(contact=kept)
        Deal.objects.filter(contact=gone).update(contact=kept)
        _rename_apart(kept, gone)
        gone_id, name = gone.pk, gone.name
        gone.delete()
        kept.save()
        for conversation in lock_all(Conversation.objects.filter(UNCLOSED, visitor__in=moved).order_by("pk")):
            change = Change(conversation, MERGED, now)
            told: dict[str, Any] = {"contact": kept.name, "contact_id": kept.pk, "gone": name, "gone_id": gone_id}
            change.record("conversation.card_merged", by=user.get_username(), **told)
            change.save()
    return kept, said


def described(contact: Contact) -> dict[str, str]:
    """{column or name of a free field: text} of all that the card says."""
    said = {name: str(getattr(contact, name) or "") for name in MERGEABLE}
    named = {field.key: field.name for field in ContactField.objects.all()}
    said |= {named[key]: value for key, value in contact.extra.items() if key in named}
    return {name: text for name, text in said.items() if text}


def _take_over(kept: Contact, gone: Contact, taken: frozenset[str]) -> None:
    for name in MERGEABLE:
        theirs = getattr(gone, name)
        if theirs and (name in taken or not getattr(kept, name)):
            setattr(kept, name, theirs)
    wins = {key: value for key, value in gone.extra.items() if key in taken}
    kept.extra = gone.extra | kept.extra | wins


def _rename_apart(kept: Contact, gone: Contact) -> None:
    """Whoever is not the one is not the other either."""
    kept.apart = sorted({*kept.apart, *gone.apart} - {kept.pk, gone.pk})
    told = {"apart__contains": [gone.pk]}
    others = Contact.objects.filter(**told).exclude(pk__in=(kept.pk, gone.pk)).order_by("pk")
    rows: list[Contact | Visitor] = [*others, *Visitor.objects.filter(**told).order_by("pk")]
    for row in rows:
        row.apart = _with([pk for pk in row.apart if pk != gone.pk], kept.pk)
        row.save(update_fields=["apart"])


def _link(change: Change, contact: Contact, *, made: bool = False) -> None:
    visitor = change.conversation.visitor
    visitor.contact = contact
    visitor.apart = [pk for pk in visitor.apart if pk != contact.pk]
    visitor.save(update_fields=["contact", "apart"])
    change.record("conversation.linked", contact=contact.name, contact_id=contact.pk, made=made)


def _write(contact: Contact, card: Card) -> list[str]:
    """What is different now: names of columns and of free fields. Raises Invalid (bad_card)."""
    before = described(contact)
    for name in COLUMNS:
        text = getattr(card, name)
        if text is not None:
            setattr(contact, name, text.strip().replace("\r\n", "\n"))
    try:
        if card.extra is not None:
            contact.extra = cards.read_extra(cards.shown_fields(), card.extra, contact.extra)
        contact.full_clean()
    except ValidationError as error:
        raise Invalid("bad_card", " ".join(_complaints(error))) from error
    after = described(contact)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed or contact.pk is None:
        contact.save()
    return changed


def _complaints(error: ValidationError) -> Iterator[str]:
    """Each with the field it is about, where it is a column."""
    labels = {field.name: str(field.verbose_name) for field in Contact._meta.concrete_fields}  # noqa: SLF001 - documented API
    for name, texts in error.message_dict.items():
        for text in texts:
            label = labels.get(name, "")
            yield f"{label[:1].upper()}{label[1:]}: {text}" if label else text


def _pair(one_id: int, other_id: int) -> tuple[Contact, Contact]:
    """Both under lock. Raises Invalid (no_contact, same_contact)."""
    if one_id == other_id:
        raise Invalid("same_contact", _("Choose two different cards."))
    rows = Contact.objects.select_for_update().filter(pk__in=(one_id, other_id)).order_by("pk")
    found = {card.pk: card for card in rows}
    if len(found) < 2:
        raise _no_contact()
    return found[one_id], found[other_id]


def _with(numbers: list[int], one: int) -> list[int]:
    return sorted({*numbers, one})


def _no_contact() -> Invalid:
    return Invalid("no_contact", _("There is no such card any more."))
