"""Whoever does not see all conversations finds their own clients' cards; others are proposed unnamed (SPEC 6.3)."""

from collections.abc import Callable

import pytest

from helpdesk import finding
from helpdesk.actions import contacts
from helpdesk.actions.errors import Invalid
from helpdesk.models import Contact, Conversation, OperatorGroup, Visitor
from tests.conftest import World

Left = Callable[..., Conversation]


@pytest.fixture
def conversation(world: World) -> Conversation:
    """Anna, who sees her groups, has a visitor who left an e-mail and a phone."""
    world.anna.visibility = "groups"
    world.anna.save()
    Visitor.objects.filter(pk=world.zoya.pk).update(email="P@example.com", phone="8 (916) 123-45-67")
    return world.write(world.zoya)


def client(world: World, name: str, group: OperatorGroup | None, **card: str) -> Contact:
    """A card, with a conversation in the group where one is given."""
    made = Contact.objects.create(name=name, **card)
    if group:
        visitor = world.arrive()
        Visitor.objects.filter(pk=visitor.pk).update(contact=made)
        world.write(visitor, group=group)
    return made


def names(world: World, text: str = "Petr") -> list[str]:
    return [card.name for card in finding.search(world.anna, text, 10)]


@pytest.fixture
def petrovs(world: World, conversation: Conversation) -> dict[str, Contact]:
    groups = {"skoda": world.skoda, "tatra": world.tatra, "nobody": None}
    return {key: client(world, f"Petrov {key}", group) for key, group in groups.items()}


@pytest.mark.parametrize(("level", "found"), [("all", 3), ("groups", 2), ("own", 1)])
def test_what_is_found(world: World, petrovs: dict[str, Contact], level: str, found: int) -> None:
    world.anna.visibility = level
    assert names(world) == [f"Petrov {key}" for key in ("nobody", "skoda", "tatra")[:found]]


def test_one_conversation_that_is_seen_is_enough(world: World, petrovs: dict[str, Contact]) -> None:
    visitor = world.arrive()
    Visitor.objects.filter(pk=visitor.pk).update(contact=petrovs["tatra"])
    second = world.write(visitor, group=world.tatra)
    assert "Petrov tatra" not in names(world)
    Conversation.objects.filter(pk=second.pk).update(group=None, status="closed", active=False, queued_at=None)
    assert "Petrov tatra" in names(world)
    Conversation.objects.filter(pk=second.pk).update(group=world.tatra)
    assert "Petrov tatra" not in names(world)
    Conversation.objects.filter(pk=second.pk).update(seniors=[world.anna.pk])
    assert "Petrov tatra" in names(world)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [("p@EXAMPLE.com ", 1), ("p@example", 0), ("+7 916 1234567", 1), ("916 123", 0), ("Petrov", 0), ("", 0)],
)
def test_only_the_exact_address_proposes_what_is_hidden(
    world: World, conversation: Conversation, text: str, proposed: int
) -> None:
    client(world, "Petrov", world.tatra, email="p@example.com", phone="89161234567")
    client(world, "Petrova", world.skoda, email="p@example.com", phone="89161234567")
    assert len(finding.proposed(world.anna, text)) == proposed
    assert finding.proposed(world.vera, text) == []
    assert "Petrov" not in names(world, text or "x")


def test_what_the_visitor_left_proposes_it_too(world: World, conversation: Conversation) -> None:
    hidden = client(world, "Petrov", world.tatra, email="p@example.com")
    seen = client(world, "Petrova", None, phone="89161234567")
    visitor = Visitor.objects.get(pk=world.zoya.pk)
    found = {a.contact: (a.same_email, a.same_phone, a.hidden) for a in finding.alike(world.anna, visitor)}
    assert found == {hidden: (True, False, True), seen: (False, True, False)}
    assert not any(a.hidden for a in finding.alike(world.vera, visitor))


@pytest.mark.parametrize(
    ("card", "known", "linked"),
    [
        ({}, "", False),
        ({"email": "p@example.com"}, "", True),
        ({"phone": "+7 916 1234567"}, "", True),
        ({"email": "q@example.com"}, "", False),
        ({"email": "q@example.com"}, "q@example", False),
        ({"email": "q@example.com"}, "Q@example.com", True),
        ({"phone": "+7 916 7654321"}, "916 765-43-21", True),
        ({"phone": "+7 916 7654321"}, "7654321", False),
    ],
)
def test_a_hidden_card_is_linked_by_whoever_knows_its_address(
    world: World, conversation: Conversation, card: dict[str, str], known: str, linked: bool
) -> None:
    hidden = client(world, "Petrov", world.tatra, **card)
    if linked:
        contacts.link(world.anna, conversation.pk, hidden.pk, known=known, now=world.now)
        assert names(world) == ["Petrov"]
    else:
        with pytest.raises(Invalid, match="no_contact") as refused:
            contacts.link(world.anna, conversation.pk, hidden.pk, known=known, now=world.now)
        with pytest.raises(Invalid) as unknown:
            contacts.link(world.anna, conversation.pk, 987_654, known=known, now=world.now)
        assert refused.value.text == unknown.value.text


def test_telling_apart_names_nobody_who_is_hidden(world: World, conversation: Conversation) -> None:
    stranger, hidden = client(world, "Sidorov", world.tatra), client(world, "P", world.tatra, email="p@example.com")
    with pytest.raises(Invalid, match="no_contact"):
        contacts.tell_apart(world.anna, conversation.pk, stranger.pk, now=world.now)
    contacts.tell_apart(world.anna, conversation.pk, hidden.pk, now=world.now)
    event = conversation.events.get(kind="conversation.told_apart")
    assert event.data == {"contact": "", "contact_id": hidden.pk}
    assert finding.alike(world.anna, Visitor.objects.get(pk=world.zoya.pk)) == []


@pytest.mark.parametrize(("level", "queries"), [("all", 1), ("own", 2), ("groups", 4)])
def test_a_search_costs_the_same_for_many(
    world: World, conversation: Conversation, django_assert_num_queries: Callable, level: str, queries: int
) -> None:
    """One for what is found, one for what is proposed; before each the groups, where they count."""
    world.anna.visibility = level
    for n in range(12):
        client(world, f"Petrov {n}", world.tatra if n % 2 else None, email=f"{n}@example.com")
    with django_assert_num_queries(queries) as asked:
        assert len(finding.search(world.anna, "1@example", 3)) + len(finding.proposed(world.anna, "1@example.com"))
    sql = " ".join(query["sql"] for query in asked.captured_queries)
    assert "COUNT(" not in sql
    assert sql.count('FROM "helpdesk_contact"') == sql.count("LIMIT 3")
