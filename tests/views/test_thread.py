"""One conversation's page: what it shows, to whom, at what cost (SPEC 6.3, 6.4)."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk import queries
from helpdesk.actions import conversations, messages
from helpdesk.board import current
from helpdesk.models import Category, Contact, Conversation
from helpdesk.views import thread
from tests.conftest import World
from tests.views.conftest import LogIn

PAGES = ["", "head/", "items/", "transfer/menu/", "senior/menu/", "why/"]


def seqs(html: str) -> list[int]:
    return [int(seq) for seq in re.findall(r'<li class="item[^"]*" data-seq="(\d+)"', html)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("level", "status"), [("own", 404), ("groups", 404), ("all", 200)])
def test_what_may_not_be_seen_is_not_there(world: World, log_in: LogIn, page: str, level: str, status: int) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    world.anna.visibility = level
    world.anna.save()
    assert log_in(world.anna).get(f"/inbox/{conversation.pk}/{page}").status_code == status


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999", "x", "-1"])
def test_what_does_not_exist_is_not_there(world: World, log_in: LogIn, pk: str) -> None:
    for page in PAGES:
        assert log_in(world.anna).get(f"/inbox/{pk}/{page}").status_code == 404


def test_the_page_comes_whole_or_as_a_piece(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya, "Is the Kodiaq here?")
    whole = log_in(world.anna).get(f"/inbox/{conversation.pk}/").content.decode()
    piece = log_in(world.anna, partial=True).get(f"/inbox/{conversation.pk}/").content.decode()
    assert whole.count("Is the Kodiaq here?") == 2
    assert piece.count("Is the Kodiaq here?") == 1
    assert "<html" not in piece


def test_the_list_beside_it_is_that_of_its_tab(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    client = log_in(world.anna)
    assert 'id="list" data-tab="others"' in client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert 'id="list" data-tab="my"' in client.get(f"/inbox/{conversation.pk}/?tab=my").content.decode()
    assert 'id="list" data-tab="others"' in client.get(f"/inbox/{conversation.pk}/?tab=nonsense").content.decode()


def test_items_are_given_after_and_before_a_number(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    for n in range(4):
        world.write(world.zoya, f"And {n}")
    conversation.refresh_from_db()
    client, url = log_in(world.anna), f"/inbox/{conversation.pk}/items/"
    everything = seqs(client.get(url).content.decode())
    assert everything == list(range(1, conversation.seq + 1))
    assert seqs(client.get(f"{url}?after=4").content.decode()) == everything[4:]
    assert seqs(client.get(f"{url}?before=4").content.decode()) == [1, 2, 3]
    assert seqs(client.get(f"{url}?after={conversation.seq}").content.decode()) == []
    assert seqs(client.get(f"{url}?after=nonsense&before=²").content.decode()) == everything


def test_a_long_conversation_is_given_from_its_end(
    world: World, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "ITEMS", 5)
    conversation = world.write(world.zoya)
    for n in range(9):
        world.write(world.zoya, f"And {n}")
    conversation.refresh_from_db()
    client = log_in(world.anna, partial=True)
    page = client.get(f"/inbox/{conversation.pk}/").content.decode()
    last = conversation.seq
    log = page.split('id="items"')[1].split("</ol>")[0]
    assert seqs(log) == list(range(last - 4, last + 1))
    assert "data-earlier" in page
    before = client.get(f"/inbox/{conversation.pk}/items/?before={last - 4}").content.decode()
    assert seqs(before) == list(range(last - 9, last - 4))


def test_the_panel_tells_what_is_known(world: World, log_in: LogIn) -> None:
    world.zoya.contact = Contact.objects.create(name="Zoya K.", email="zoya@example.com", phone="+7 900 000-00-00")
    world.zoya.page, world.zoya.referrer = "https://cheshka.example/tatra/", "javascript:alert(1)"
    world.zoya.save()
    earlier = world.write(world.zoya, "The first time")
    conversations.close(world.anna, earlier.pk, now=world.now)
    conversation = world.write(world.zoya, "Again")
    page = log_in(world.anna, partial=True).get(f"/inbox/{conversation.pk}/").content.decode()
    for known in ("Zoya K.", "zoya@example.com", "+7 900 000-00-00", "Cheshka", "192.0.2.1", "The first time"):
        assert known in page
    assert 'href="https://cheshka.example/tatra/"' in page
    assert 'href="javascript' not in page
    assert f'href="/inbox/{earlier.pk}/"' in page


def test_earlier_conversations_that_may_not_be_seen_are_not_named(world: World, log_in: LogIn) -> None:
    earlier = world.write(world.zoya, "About my Tatra", group=world.tatra)
    conversations.close(world.vera, earlier.pk, now=world.now)
    conversation = world.write(world.zoya)
    world.anna.visibility = "groups"
    world.anna.save()
    page = log_in(world.anna, partial=True).get(f"/inbox/{conversation.pk}/").content.decode()
    assert "About my Tatra" not in page


def test_html_in_every_field_is_escaped(world: World, log_in: LogIn) -> None:
    evil = '"><script>alert(1)</script>'
    contact = Contact.objects.create(name=evil, email="a@example.com", phone=evil[:30], note=evil)
    visitor = world.zoya
    visitor.contact, visitor.page, visitor.page_title, visitor.referrer = contact, f"https://x/{evil}", evil, evil
    visitor.user_agent = evil
    visitor.save()
    for thing in (world.skoda, world.anna, world.site, Category(name="x")):
        thing.name = evil
        thing.save()
    conversation = world.write(visitor, evil)
    messages.note(world.anna, conversation.pk, evil, client_id=uuid4(), now=world.now)
    world.answer(world.anna, conversation, evil)
    client = log_in(world.anna)
    for page in PAGES:
        assert "<script>alert" not in client.get(f"/inbox/{conversation.pk}/{page}").content.decode()


def test_the_buttons_fit_the_state(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    client = log_in(world.anna)

    def offered() -> set[str]:
        head = client.get(f"/inbox/{conversation.pk}/head/").content.decode()
        return set(re.findall(rf'<button[^>]*hx-post="/inbox/{conversation.pk}/(\w+)/"', head))

    assert offered() == {"take", "end", "close", "read"}
    world.answer(world.anna, conversation)
    assert offered() == {"release", "end", "close", "postpone"}
    conversations.end(world.anna, conversation.pk, now=world.now)
    assert offered() == {"release", "close"}
    conversations.close(world.anna, conversation.pk, now=world.now)
    assert offered() == {"reopen"}


@pytest.fixture
def board(world: World) -> int:
    """What the board costs, in which the visitor's region is looked up: web processes keep it, tests read it anew."""
    with CaptureQueriesContext(connection) as asked:
        current.known(timezone.now())
    return len(asked)


def test_a_conversation_costs_the_same_however_long(
    world: World,
    log_in: LogIn,
    django_assert_num_queries,
    board: int,
) -> None:
    client = log_in(world.anna)
    conversation = world.write(world.zoya)
    for _ in range(2):
        for n in range(5):
            world.write(world.zoya, f"And {n}")
            world.write(world.arrive())
        # Session, user, operator; conversation and timeline; the channel's service; categories, stages, earlier ones
        # and history; four for the list; its tab; statuses.
        with django_assert_num_queries(16 + board):
            client.get(f"/inbox/{conversation.pk}/")
        with django_assert_num_queries(10 + board):
            client.get(f"/inbox/{conversation.pk}/", headers={"HX-Request": "true"})
        with django_assert_num_queries(9 + board):
            client.get(f"/inbox/{conversation.pk}/head/")


def test_items_asked_for_are_those_of_this_conversation(world: World, log_in: LogIn) -> None:
    one, two = world.write(world.zoya, "One"), world.write(world.arrive(), "Two")
    html = log_in(world.anna).get(f"/inbox/{one.pk}/items/").content.decode()
    assert "One" in html
    assert "Two" not in html
    assert Conversation.objects.get(pk=two.pk).seq == queries.timeline(two).count()


def test_no_script_from_elsewhere_would_run(world: World, log_in: LogIn) -> None:
    conversation = world.write(world.zoya)
    page = log_in(world.anna).get(f"/inbox/{conversation.pk}/")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>", page.content.decode())
    assert scripts
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    assert not re.search(r'\s(style|on\w+)="', page.content.decode())
