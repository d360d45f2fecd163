"""A card of conversations that the operator does not see is proposed without a word of what stands on it (SPEC 6.3)."""

import pytest

from helpdesk.models import Contact, Conversation, Visitor
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def hidden(world: World) -> Contact:
    world.anna.visibility = "groups"
    world.anna.save()
    card = Contact.objects.create(name="Pavel Petrov", email="p@example.com", phone="+7 916 1234567", note="Secret")
    visitor = world.arrive()
    Visitor.objects.filter(pk=visitor.pk).update(contact=card)
    world.write(visitor, group=world.tatra)
    return card


@pytest.fixture
def conversation(world: World) -> Conversation:
    return world.write(world.zoya)


def says_nothing(text: str) -> bool:
    return not any(word in text for word in ("Pavel", "Petrov", "1234567", "Secret"))


def test_in_the_panel(world: World, hidden: Contact, conversation: Conversation, log_in: LogIn) -> None:
    Visitor.objects.filter(pk=world.zoya.pk).update(email="p@example.com")
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    page = client.get(f"{url}/head/").text
    assert "There is a card with the same e-mail. Its conversations are not shown to you." in page
    assert says_nothing(page)
    menu = client.get(f"{url}/contact/menu/").text
    assert "A card with this e-mail" in menu
    assert says_nothing(menu)
    assert client.post(f"{url}/apart/", {"contact": hidden.pk}).status_code == 200
    page = client.get(f"{url}/head/").text
    assert "Anna said that this is not the card that was proposed" in page
    assert says_nothing(page)


def test_in_the_search(world: World, hidden: Contact, conversation: Conversation, log_in: LogIn) -> None:
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    assert "No card has this" in client.get(f"{url}/contact/found/?q=petrov").text
    found = client.get(f"{url}/contact/found/?q=p@example.com").text
    assert "A card with this e-mail" in found
    assert "No card has this" not in found
    assert says_nothing(found)
    assert "Pavel Petrov" in log_in(world.vera).get(f"{url}/contact/found/?q=petrov").text
    for typed, status in (("petrov", 400), ("", 400), ("P@example.com", 200)):
        assert client.post(f"{url}/link/", {"contact": hidden.pk, "q": typed}).status_code == status
    assert "Secret" in client.get(f"{url}/head/").text
