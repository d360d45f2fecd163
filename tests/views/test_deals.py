"""The client's deals in the panel: shown, opened, renamed, moved on; who may (SPEC 4.8)."""

import pytest

from helpdesk.models import Contact, Conversation, Deal, Visitor
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def conversation(world: World) -> Conversation:
    pavel = Contact.objects.create(name="Pavel")
    Visitor.objects.filter(pk=world.zoya.pk).update(contact=pavel)
    return world.write(world.zoya)


@pytest.fixture
def deal(world: World, conversation: Conversation) -> Deal:
    return Deal.objects.create(contact=Contact.objects.get(), title="Kodiaq", created_at=world.now)


def test_shown_with_the_card_only(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client, head = log_in(world.anna), f"/inbox/{conversation.pk}/head/"
    page = client.get(head).text
    for shown in ("None yet.", "Open a deal…"):
        assert shown in page
    Visitor.objects.update(contact=None)
    assert "Open a deal" not in client.get(head).text
    assert client.get(f"/inbox/{conversation.pk}/deal/menu/").status_code == 404


def test_opened_moved_on_and_renamed(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    assert f'value="From conversation #{conversation.pk}"' in client.get(f"{url}/deal/menu/").text
    assert client.post(f"{url}/deal/open/", {"title": "Kodiaq"}).status_code == 200
    deal = Deal.objects.get()
    assert 'value="Kodiaq"' in client.get(f"{url}/deal/{deal.pk}/menu/").text
    assert client.post(f"{url}/deal/{deal.pk}/", {"state": "in_work"}).status_code == 200
    assert client.post(f"{url}/deal/{deal.pk}/", {"title": "Kodiaq, red"}).status_code == 200
    page = client.get(f"{url}/head/").text
    for shown in (
        '<option value="in_work" selected>In work</option>',
        ">Kodiaq, red</button>",
        "Anna opened the deal “Kodiaq”",
        "Anna moved the deal “Kodiaq”: in work",
        "Anna renamed the deal “Kodiaq”: “Kodiaq, red”",
    ):
        assert shown in page


@pytest.mark.parametrize(("level", "status"), [("own", 404), ("groups", 404), ("all", 200)])
def test_only_in_conversations_that_are_seen(
    world: World, deal: Deal, conversation: Conversation, log_in: LogIn, level: str, status: int
) -> None:
    Conversation.objects.update(group=world.tatra)
    world.anna.visibility = level
    world.anna.save()
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}/deal"
    for page in ("menu/", f"{deal.pk}/menu/"):
        assert client.get(f"{url}/{page}").status_code == status
    for verb in ("open/", f"{deal.pk}/"):
        assert client.get(f"{url}/{verb}").status_code == 405
        assert client.post(f"{url}/{verb}", {"title": "Fabia"}).status_code == status
    assert Deal.objects.filter(title="Kodiaq").exists() is (status == 404)


def test_what_cannot_be_is_refused_in_words(
    world: World, deal: Deal, conversation: Conversation, log_in: LogIn
) -> None:
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}/deal"
    for address, data, code in (
        ("open/", {"title": " "}, "bad_deal"),
        ("open/", {"title": "x" * 121}, "bad_deal"),
        (f"{deal.pk}/", {"state": "sold"}, "bad_deal"),
        ("987654/", {"state": "won"}, "no_deal"),
    ):
        answer = client.post(f"{url}/{address}", data)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert answer.json()["text"]
    assert client.get(f"{url}/987654/menu/").status_code == 404


def test_markup_stays_text_and_the_list_is_bounded(
    world: World, deal: Deal, conversation: Conversation, log_in: LogIn
) -> None:
    evil = '"><script>alert(1)</script>'
    for _ in range(10):
        Deal.objects.create(contact=deal.contact, title=evil)
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}"
    client.post(f"{url}/deal/open/", {"title": evil})
    page = client.get(f"{url}/head/").text + client.get(f"{url}/deal/{Deal.objects.first().pk}/menu/").text
    assert "<script>alert" not in page
    assert page.count('class="deal-title"') == 10
    assert "Only the latest are shown." in page
