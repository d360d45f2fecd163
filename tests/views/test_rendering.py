"""Rows and items: the same for all, escaped, in the reader's language, in the order of the SQL."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk import queries
from helpdesk.actions import assignments, conversations, messages
from helpdesk.events import CATALOGUE
from helpdesk.models import Contact, Conversation, Event
from helpdesk.views.rendering import items_html, order_of, row_html
from helpdesk.views.wording import sentence
from tests.conftest import World

EVIL = '<img src=x onerror="alert(1)">\'"&{{ c.pk }}'


def for_list(conversation: Conversation) -> Conversation:
    return queries._for_list(Conversation.objects.filter(pk=conversation.pk)).get()


def test_html_in_every_field_is_escaped(world: World) -> None:
    contact = Contact.objects.create(name=EVIL)
    world.zoya.contact = contact
    world.zoya.save()
    for thing in (world.skoda, world.anna):
        thing.name = EVIL
        thing.save()
    conversation = world.write(world.zoya, EVIL)
    assignments.take(world.anna, conversation.pk, now=world.now)
    messages.note(world.anna, conversation.pk, EVIL, client_id="5e2d1c1e-4a39-4a0c-9f10-2c0f6a1d3f10", now=world.now)
    row = for_list(conversation)
    for language in ("en", "ru"):
        for html in (row_html(row, language), items_html(queries.timeline(row), row, language)):
            assert "<img" not in html
            assert "&lt;img" in html
            assert not re.search(r"\sonerror=\"", html)


def test_a_row_asks_the_database_nothing(world: World, django_assert_num_queries) -> None:
    conversation = for_list(world.write(world.zoya))
    events = list(queries.timeline(conversation))
    with django_assert_num_queries(0):
        row_html(conversation, "en")
        items_html(events, conversation, "ru")


def test_only_the_highlight_is_personal(world: World) -> None:
    conversation = for_list(world.write(world.zoya))
    plain, blue = row_html(conversation, "en"), row_html(conversation, "en", blue=True)
    assert blue.replace(" is-blue", "", 1) == plain


def test_the_order_is_the_queries(world: World) -> None:
    made = [world.write(world.arrive(), after=n % 3) for n in range(9)]
    for conversation in made[:4]:
        world.answer(world.anna, conversation)
    for conversation in made[6:]:
        conversations.close(
            world.anna, conversation.pk, now=world.now + timedelta(seconds=made.index(conversation) % 2)
        )
    for query in (queries.my(world.anna), queries.others(world.dina), queries.archive(world.anna)):
        rows = list(query)
        assert len(rows) > 2
        assert rows == sorted(rows, key=order_of)


@pytest.mark.parametrize("kind", [kind.name for kind in CATALOGUE.values() if not kind.name.startswith("message.")])
def test_every_kind_of_event_has_a_sentence(kind: str) -> None:
    data = {"to": "Vera", "taken_from": "Boris", "group": "Skoda", "category": "Price"}
    said = sentence(Event(kind=kind, cause={"by": "operator", "id": 1, "name": "Anna"}, data=data))
    assert said
    assert "%(" not in said


@pytest.mark.parametrize(
    ("kind", "why", "data", "said"),
    [
        ("waits", "distribution", {"why": "full"}, "In the queue: everybody who is there has as much as they may have"),
        ("waits", "distribution", {"why": "away"}, "In the queue: nobody who takes part is there and free"),
        ("waits", "distribution", {"why": "no_one"}, "In the queue: nobody takes part in these conversations"),
        ("released", "absence", {"from": "Anna"}, "Anna is away: back in the queue"),
        ("released", "acceptance", {"from": "Anna"}, "Anna did not accept it in time: back in the queue"),
    ],
)
def test_what_the_machine_did_is_said_with_its_reason(kind: str, why: str, data: dict[str, str], said: str) -> None:
    assert sentence(Event(kind=f"conversation.{kind}", cause={"by": "system", "why": why}, data=data)) == said


def test_an_event_of_unknown_shape_can_still_be_read() -> None:
    assert sentence(Event(kind="conversation.assigned", cause={}, data={})) == "Assigned automatically"
    assert sentence(Event(kind="conversation.teleported", cause={}, data={})) == "conversation.teleported"


def test_the_cause_is_said(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.take(world.boris, conversation.pk, seen_assignee=world.anna.pk, now=world.now)
    said = [sentence(event) for event in queries.timeline(conversation) if event.message is None]
    assert said == [
        "Conversation started in Skoda: new",
        "Anna took the conversation",
        "Boris took it over from Anna",
    ]


def test_what_was_promised_stands_on_top_once_its_time_has_come(world: World) -> None:
    now = timezone.now()
    soon, earlier, later, waits = (world.write(world.arrive(), after=n) for n in range(4))
    for conversation, due_at in ((soon, now + timedelta(hours=1)), (earlier, now - timedelta(hours=2)), (later, now)):
        Conversation.objects.filter(pk=conversation.pk).update(due_at=due_at)
    rows = list(queries.my(world.anna))
    # What is promised for later stands behind those who wait now.
    assert rows == [earlier, later, waits, soon]
    assert rows == sorted(rows, key=order_of)
    pages = [row_html(row, "en") for row in rows]
    assert [" is-due" in page for page in pages] == [True, True, False, False]
    assert ["Call at" in page for page in pages] == [True, True, False, True]
    assert ["data-wait" in page for page in pages] == [False, False, True, False]


def test_a_closed_one_is_not_due_any_more(world: World) -> None:
    conversation = world.write(world.zoya)
    Conversation.objects.filter(pk=conversation.pk).update(due_at=world.now)
    conversations.close(world.anna, conversation.pk, now=world.now)
    [row] = queries.archive(world.anna)
    assert " is-due" not in row_html(row, "en")
    assert "Call at" not in row_html(row, "en")
