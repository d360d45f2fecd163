"""Client cards: linked, made, told apart, merged (SPEC 4.8)."""

import pytest

from helpdesk import cards, finding
from helpdesk.actions import contacts
from helpdesk.actions.contacts import Card
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, ContactField, Conversation, Event, Visitor
from tests.conftest import World


@pytest.fixture
def conversation(world: World) -> Conversation:
    Visitor.objects.filter(pk=world.zoya.pk).update(name="Zoya", email="Zoya@Example.com", phone="8 (916) 123-45-67")
    return world.write(world.zoya)


@pytest.fixture
def pavel(world: World) -> Contact:
    return Contact.objects.create(name="Pavel Petrov", phone="+7 916 1234567")


def kinds(conversation: Conversation) -> list[str]:
    return list(conversation.events.order_by("seq").values_list("kind", flat=True))


def visitor(world: World) -> Visitor:
    return Visitor.objects.get(pk=world.zoya.pk)


def test_linked_once_and_told(world: World, conversation: Conversation, pavel: Contact) -> None:
    for _ in range(2):
        contacts.link(world.anna, conversation.pk, pavel.pk, now=world.now)
    assert visitor(world).contact == pavel
    event = conversation.events.get(kind="conversation.linked")
    assert event.cause["name"] == "Anna"
    assert event.data == {"contact": "Pavel Petrov", "contact_id": pavel.pk, "made": False}
    assert event.public_seq is None


def test_unlinked_is_not_proposed_again(world: World, conversation: Conversation, pavel: Contact) -> None:
    contacts.link(world.anna, conversation.pk, pavel.pk, now=world.now)
    for _ in range(2):
        contacts.unlink(world.anna, conversation.pk, now=world.now)
    assert visitor(world).contact is None
    assert kinds(conversation).count("conversation.unlinked") == 1
    assert Contact.objects.filter(pk=pavel.pk).exists()
    assert finding.alike(world.anna, visitor(world)) == []


def test_what_was_told_apart_can_still_be_linked_by_hand(
    world: World, conversation: Conversation, pavel: Contact
) -> None:
    contacts.tell_apart(world.anna, conversation.pk, pavel.pk, now=world.now)
    contacts.link(world.anna, conversation.pk, pavel.pk, now=world.now)
    assert (visitor(world).contact, visitor(world).apart) == (pavel, [])


@pytest.mark.parametrize("phone", ["+7 916 1234567", "89161234567", "(916) 123 45 67"])
def test_the_same_phone_however_it_is_written_proposes_and_links_nothing(
    world: World, conversation: Conversation, phone: str
) -> None:
    card = Contact.objects.create(name="Pavel", phone=phone)
    assert [(a.contact, a.same_email, a.same_phone) for a in finding.alike(world.anna, visitor(world))] == [
        (card, False, True)
    ]
    assert visitor(world).contact is None
    contacts.tell_apart(world.anna, conversation.pk, card.pk, now=world.now)
    assert finding.alike(world.anna, visitor(world)) == []
    assert kinds(conversation)[-1] == "conversation.told_apart"


def test_the_same_mail_in_other_letters_proposes(world: World, conversation: Conversation) -> None:
    card = Contact.objects.create(name="Z", email="ZOYA@example.com", phone="8 916 123 45 67")
    assert [(a.contact, a.same_email, a.same_phone) for a in finding.alike(world.anna, visitor(world))] == [
        (card, True, True)
    ]


@pytest.mark.parametrize("phone", ["", "12", "4567", "+7 916 123-45-68"])
def test_another_number_proposes_nothing(world: World, conversation: Conversation, phone: str) -> None:
    Contact.objects.create(name="Somebody", phone=phone)
    assert finding.alike(world.anna, visitor(world)) == []


@pytest.mark.parametrize("phone", ["", "4567", "12-34-56"])
def test_a_number_that_half_a_company_has_proposes_nothing(world: World, phone: str) -> None:
    for name in ("One", "Other"):
        Contact.objects.create(name=name, phone=phone)
    Visitor.objects.filter(pk=world.zoya.pk).update(phone=phone)
    assert finding.alike(world.anna, visitor(world)) == []
    assert cards.pairs(10) == []


def test_a_new_card_and_what_is_written_on_it(world: World, conversation: Conversation) -> None:
    car = ContactField.objects.create(name="Car")
    made = Card(name=" Zoya K. ", email="zoya@example.com", extra={car.key: " Kodiaq "})
    contacts.write_card(world.anna, conversation.pk, made, now=world.now)
    card = visitor(world).contact
    assert card is not None
    assert (card.name, card.email, card.extra) == ("Zoya K.", "zoya@example.com", {car.key: "Kodiaq"})
    contacts.write_card(world.anna, conversation.pk, Card(phone="+7 916 1", extra={car.key: ""}), now=world.now)
    contacts.write_card(world.anna, conversation.pk, Card(phone="+7 916 1"), now=world.now)
    card.refresh_from_db()
    assert (card.name, card.phone, card.extra) == ("Zoya K.", "+7 916 1", {})
    assert Contact.objects.count() == 1
    edited = conversation.events.get(kind="conversation.card_edited")
    assert edited.data["changed"] == ["Car", "phone"]


@pytest.mark.parametrize(
    "card",
    [Card(name=" "), Card(name="Z", email="no address"), Card(name="Z", phone="1" * 33), Card(name="x" * 121), Card()],
)
def test_what_is_no_card_is_refused(world: World, conversation: Conversation, card: Card) -> None:
    with pytest.raises(Invalid):
        contacts.write_card(world.anna, conversation.pk, card, now=world.now)
    assert not Contact.objects.exists()
    assert "conversation.linked" not in kinds(conversation)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", " a\tb ", "a\tb"),
        ("number", "1 500,50", "1500.50"),
        ("number", "-007", "-7"),
        ("number", "1e3", "1000"),
        ("number", "NaN", None),
        ("number", "1e999", None),
        ("number", "ten", None),
        ("date", "2030-12-31", "2030-12-31"),
        ("date", "31.12.2030", None),
        ("date", "2030-02-30", None),
        ("choice", "Red", "Red"),
        ("choice", "red", None),
        ("text", "x" * 501, None),
    ],
)
def test_free_fields_are_checked(
    world: World, conversation: Conversation, kind: str, written: str, kept: str | None
) -> None:
    field = ContactField.objects.create(name="F", kind=kind, choices=["Red"] if kind == "choice" else [])
    card = Card(name="Z", extra={field.key: written, "987654": "nobody asked"})
    if kept is None:
        with pytest.raises(Invalid, match="bad_card") as refused:
            contacts.write_card(world.anna, conversation.pk, card, now=world.now)
        assert str(refused.value.text).startswith("F: ")
        assert not Contact.objects.exists()
    else:
        contacts.write_card(world.anna, conversation.pk, card, now=world.now)
        assert Contact.objects.get().extra == {field.key: kept}


def test_what_could_be_chosen_once_stays_until_it_is_changed(world: World, conversation: Conversation) -> None:
    field = ContactField.objects.create(name="F", kind="choice", choices=["Red"])
    contacts.write_card(world.anna, conversation.pk, Card(name="Z", extra={field.key: "Red"}), now=world.now)
    ContactField.objects.update(choices=["Blue"])
    contacts.write_card(world.anna, conversation.pk, Card(name="Y", extra={field.key: "Red"}), now=world.now)
    assert (Contact.objects.get().name, Contact.objects.get().extra) == ("Y", {field.key: "Red"})


@pytest.mark.parametrize("verb", ["link", "unlink", "tell_apart", "write_card"])
def test_only_in_conversations_that_are_seen(world: World, pavel: Contact, verb: str) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    given = {"link": (pavel.pk,), "tell_apart": (pavel.pk,), "write_card": (Card(name="Z"),)}.get(verb, ())
    world.anna.visibility = "groups"
    world.anna.save()
    with pytest.raises(Conversation.DoesNotExist):
        getattr(contacts, verb)(world.anna, conversation.pk, *given, now=world.now)
    assert Contact.objects.count() == 1
    assert visitor(world).contact is None
    getattr(contacts, verb)(world.vera, conversation.pk, *given, now=world.now)


def test_no_card_no_link(world: World, conversation: Conversation) -> None:
    for verb in (contacts.link, contacts.tell_apart):
        with pytest.raises(Invalid, match="no_contact"):
            verb(world.anna, conversation.pk, 987_654, now=world.now)


class TestMerge:
    def test_fills_moves_and_tells(self, world: World, conversation: Conversation, pavel: Contact) -> None:
        car, colour = (ContactField.objects.create(name=name) for name in ("Car", "Colour"))
        extra = {car.key: "Tatra", colour.key: "red"}
        gone = Contact.objects.create(name="P.", email="p@example.com", personal_manager=world.vera, extra=extra)
        Contact.objects.filter(pk=pavel.pk).update(extra={car.key: "Skoda"}, note="Calls on Mondays")
        contacts.link(world.anna, conversation.pk, gone.pk, now=world.now)
        gone_pk = gone.pk
        kept, said = contacts.merge(world.mila, pavel.pk, gone.pk, taken=frozenset({"name"}), now=world.now)
        kept = Contact.objects.get()
        assert (kept.pk, kept.name, kept.email, kept.phone) == (pavel.pk, "P.", "p@example.com", "+7 916 1234567")
        assert (kept.note, kept.personal_manager) == ("Calls on Mondays", world.vera)
        assert kept.extra == {car.key: "Skoda", colour.key: "red"}
        assert said["Car"] == "Tatra"
        assert visitor(world).contact == kept
        data = Event.objects.get(kind="conversation.card_merged").data
        assert data == {"contact": "P.", "contact_id": kept.pk, "gone": "P.", "gone_id": gone_pk, "by": "mila"}

    def test_a_free_field_can_be_taken_from_the_other(self, world: World, pavel: Contact) -> None:
        car = ContactField.objects.create(name="Car")
        Contact.objects.filter(pk=pavel.pk).update(extra={car.key: "Skoda"})
        gone = Contact.objects.create(name="P.", extra={car.key: "Tatra"})
        kept, _ = contacts.merge(world.mila, pavel.pk, gone.pk, taken=frozenset({car.key}), now=world.now)
        assert (kept.name, kept.extra) == ("Pavel Petrov", {car.key: "Tatra"})

    def test_whoever_is_not_the_one_is_not_the_other(self, world: World, pavel: Contact) -> None:
        gone, third = (Contact.objects.create(name=name, phone="+7 916 1234567") for name in "GT")
        Visitor.objects.filter(pk=world.zoya.pk).update(phone="89161234567", apart=[gone.pk, third.pk])
        contacts.separate(third.pk, gone.pk)
        contacts.merge(world.mila, pavel.pk, gone.pk, now=world.now)
        assert cards.pairs(10) == []
        assert finding.alike(world.anna, visitor(world)) == []

    def test_nothing_of_nothing(self, world: World, pavel: Contact) -> None:
        for other, code in ((pavel.pk, "same_contact"), (987_654, "no_contact")):
            with pytest.raises(Invalid, match=code):
                contacts.merge(world.mila, pavel.pk, other, now=world.now)
        assert Contact.objects.count() == 1


def test_pairs_are_proposed_until_they_are_told_apart(world: World, pavel: Contact) -> None:
    same = Contact.objects.create(name="Pasha", phone="89161234567")
    Contact.objects.create(name="Other", phone="89161234568", email="")
    [pair] = cards.pairs(10)
    assert (pair.one, pair.other, pair.same_email, pair.same_phone) == (pavel, same, False, True)
    contacts.separate(same.pk, pavel.pk)
    assert cards.pairs(10) == []


@pytest.mark.parametrize(("text", "found"), [("petr", 1), ("123-45", 1), ("P@Ex", 0), ("  ", 0), ("12", 0)])
def test_cards_are_found_by_what_stands_on_them(world: World, pavel: Contact, text: str, found: int) -> None:
    assert len(finding.search(world.anna, text, 10)) == found
