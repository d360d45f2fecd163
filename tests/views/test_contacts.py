"""The client card in the panel: who may, what is shown, at what cost (SPEC 4.8)."""

import re

import pytest

from helpdesk.models import Contact, ContactField, ContactPoint, Conversation, Deal, Visitor
from tests.conftest import World
from tests.views.conftest import LogIn

PAGES = ["contact/menu/", "contact/found/?q=pavel", "card/menu/"]
VERBS = ["link", "unlink", "apart", "card"]


@pytest.fixture
def conversation(world: World) -> Conversation:
    Visitor.objects.filter(pk=world.zoya.pk).update(name="Zoya", phone="8 916 123 45 67")
    return world.write(world.zoya)


@pytest.fixture
def pavel(world: World) -> Contact:
    return Contact.objects.create(
        name="Pavel Petrov", phone="+7 (916) 123-45-67", email="p@example.com", personal_manager=world.vera
    )


@pytest.mark.parametrize(("level", "status"), [("own", 404), ("groups", 404), ("all", 200)])
def test_cards_of_conversations_that_are_seen(
    world: World, log_in: LogIn, pavel: Contact, level: str, status: int
) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    world.anna.visibility = level
    world.anna.save()
    client = log_in(world.anna)
    for page in PAGES:
        assert client.get(f"/inbox/{conversation.pk}/{page}").status_code == status
    for verb in VERBS:
        data = {"contact": pavel.pk, "name": "Pavel"}
        assert client.post(f"/inbox/{conversation.pk}/{verb}/", data).status_code == status


@pytest.mark.parametrize("verb", VERBS)
def test_looking_links_nothing(world: World, conversation: Conversation, log_in: LogIn, verb: str) -> None:
    assert log_in(world.anna).get(f"/inbox/{conversation.pk}/{verb}/").status_code == 405


def test_a_switched_off_operator_does_nothing(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client = log_in(world.anna)
    world.anna.enabled = False
    world.anna.save()
    assert client.post(f"/inbox/{conversation.pk}/card/", {"name": "Z"}).status_code == 403
    assert not Contact.objects.exists()


def test_the_panel_proposes_and_the_operator_decides(
    world: World, conversation: Conversation, pavel: Contact, log_in: LogIn
) -> None:
    client, head = log_in(world.anna), f"/inbox/{conversation.pk}/head/"
    page = client.get(head).text
    assert "Looks like <b>Pavel Petrov</b> (same phone)" in page
    assert set(re.findall(rf'hx-post="/inbox/{conversation.pk}/(link|apart|unlink)/"', page)) == {"link", "apart"}
    assert client.post(f"/inbox/{conversation.pk}/apart/", {"contact": pavel.pk}).status_code == 200
    assert "Looks like" not in client.get(head).text
    assert client.post(f"/inbox/{conversation.pk}/link/", {"contact": pavel.pk}).status_code == 200
    page = client.get(head).text
    for shown in ("Pavel Petrov", "p@example.com", "Vera", "linked the card “Pavel Petrov”", "unlink/"):
        assert shown in page
    assert client.post(f"/inbox/{conversation.pk}/unlink/").status_code == 200
    page = client.get(head).text
    assert "p@example.com" not in page
    assert "Looks like" not in page


def test_a_card_begins_with_what_the_visitor_left(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    colour = ContactField.objects.create(name="Colour", kind="choice", choices=["Red", "Blue"])
    ContactField.objects.create(name="Forgotten", archived=True)
    form = client.get(f"{url}/card/menu/").text
    assert 'value="Zoya"' in form
    assert 'value="8 916 123 45 67"' in form
    assert "Forgotten" not in form
    data = {"name": "Zoya K.", "phone": "8 916 123 45 67", f"field-{colour.key}": "Blue"}
    assert client.post(f"{url}/card/", data).status_code == 200
    card = Contact.objects.get()
    assert (card.name, card.extra) == ("Zoya K.", {colour.key: "Blue"})
    assert "<dd>Blue</dd>" in client.get(f"{url}/head/").text
    assert "<option selected>Blue</option>" in client.get(f"{url}/card/menu/").text


@pytest.mark.parametrize(
    ("verb", "data", "code"),
    [
        ("link", {}, "no_contact"),
        ("link", {"contact": "x"}, "bad_frame"),
        ("link", {"contact": "987654"}, "no_contact"),
        ("apart", {"contact": ""}, "no_contact"),
        ("card", {"name": ""}, "bad_card"),
        ("card", {"name": "Z", "email": "zoya"}, "bad_card"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    world: World, conversation: Conversation, log_in: LogIn, verb: str, data: dict[str, str], code: str
) -> None:
    answer = log_in(world.anna).post(f"/inbox/{conversation.pk}/{verb}/", data)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["text"]


def test_the_branch_is_told(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client, head = log_in(world.anna), f"/inbox/{conversation.pk}/head/"
    assert "Branch" not in client.get(head).text
    ContactPoint.objects.update(branch="Khimki")
    assert "<dt>Branch</dt><dd>Khimki</dd>" in client.get(head).text


def test_markup_on_a_card_stays_text(world: World, conversation: Conversation, log_in: LogIn) -> None:
    evil = '"><script>alert(1)</script>'
    field = ContactField.objects.create(name=evil, kind="choice", choices=[evil])
    card = Contact.objects.create(name=evil, phone="89161234567", note=evil, extra={field.key: evil})
    ContactPoint.objects.update(branch=evil)
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    pages = [*PAGES[::2], "contact/found/?q=script", "head/"]
    texts = [client.get(f"{url}/{page}").text for page in pages]
    client.post(f"{url}/link/", {"contact": card.pk})
    texts += [client.get(f"{url}/{page}").text for page in pages]
    assert all("<script>alert" not in text for text in texts)
    assert "&lt;script&gt;alert" in texts[-1]


def test_what_a_card_costs_in_queries(
    world: World, conversation: Conversation, pavel: Contact, log_in: LogIn, django_assert_max_num_queries
) -> None:
    client, head = log_in(world.anna), f"/inbox/{conversation.pk}/head/"
    Visitor.objects.filter(pk=world.zoya.pk).update(phone="")
    with django_assert_max_num_queries(99) as bare:
        client.get(head)
    # Whom the visitor looks like; or, of the card, its fields and its deals.
    for changed, more in (({"phone": "89161234567"}, 1), ({"contact": pavel}, 2)):
        for n in range(3):
            ContactField.objects.create(name=f"{n} {changed}"[:60])
            Deal.objects.create(title="Kodiaq", contact=pavel)
        Visitor.objects.filter(pk=world.zoya.pk).update(**changed)
        with django_assert_max_num_queries(len(bare) + more):
            client.get(head)
