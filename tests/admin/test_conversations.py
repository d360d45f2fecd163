"""A conversation's page: everything that happened, and why."""

import re
from uuid import uuid4

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from helpdesk.actions import distribution, groups, messages
from helpdesk.models import Conversation, Operator, Visitor
from tests.admin.conftest import page
from tests.conftest import World


def html(client: Client, conversation: Conversation) -> str:
    return client.get(page("conversation", "change", conversation.pk)).text


def row_of(text: str, name: str) -> tuple[list[str], str]:
    """What the table of reasons says of somebody: how they fared at each filter, and the reason."""
    row = text.split(f'<th scope="row">{name} ')[1].split("</tr>")[0]
    return re.findall(r'class="sr">([^<]+)<', row), re.sub(r"<[^>]+>", "", row.rsplit("<td>", 1)[1])


def test_what_was_said_is_read_in_order(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya, "Is the Octavia there?")
    world.answer(world.anna, conversation, "It is.")
    text = html(mila, conversation)
    assert text.index("Conversation started in Skoda: new") < text.index("Is the Octavia there?") < text.index("It is.")


def test_the_reasons_of_an_assignment_are_words(world: World, mila: Client) -> None:
    Operator.objects.filter(pk=world.gleb.pk).update(status="lunch")
    Operator.objects.filter(pk=world.boris.pk).update(limit=0)
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    text = html(mila, conversation)
    assert "5 operators were considered; Anna was left." in text
    assert "Why Anna?" in text
    for name, marks, reason in (
        ("Anna", ["yes", "yes", "yes"], "was given it"),
        ("Boris", ["yes", "yes", "no"], "at the limit"),
        ("Gleb", ["yes", "no", "not asked"], "the status receives nothing"),
        ("Vera", ["no", "not asked", "not asked"], "not a member of the group"),
    ):
        assert row_of(text, name) == (marks, reason)


def test_a_conversation_that_moved_says_where(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya)
    groups.disable(world.skoda.pk, now=world.now)
    assert "Moved to everyone, because the group was switched off" in html(mila, conversation)


def test_markup_that_visitors_write_stays_text(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya, "<img src=x onerror=alert(1)>")
    Operator.objects.update(name="<b>Anna</b>")
    distribution.drain(now=world.now)
    text = html(mila, conversation)
    assert "<img src=x" not in text
    assert "<b>Anna</b>" not in text


def test_a_long_one_costs_no_more_than_a_short_one(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    for number in range(40):
        world.answer(world.anna, conversation, f"Line {number}")
    with django_assert_max_num_queries(13):
        html(mila, conversation)


def test_notes_are_marked_as_such(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya)
    messages.note(world.anna, conversation.pk, "A difficult one", client_id=uuid4(), now=world.now)
    assert "note for colleagues" in html(mila, conversation)


def test_what_a_visitor_left_is_shown(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya)
    address = page("conversation", "change", conversation.pk)
    assert "Left by the visitor" not in mila.get(address).text
    Visitor.objects.filter(pk=world.zoya.pk).update(name="Zoya", email="zoya@example.com", phone="+7 495 000-00-00")
    Conversation.objects.filter(pk=conversation.pk).update(kind="request")
    html = mila.get(address).text
    for text in ("Left by the visitor", "Zoya", "zoya@example.com", "+7 495 000-00-00", "request"):
        assert text in html, text
    for address in (page("conversation") + "?q=zoya@example.com&kind__exact=request", page("visitor") + "?q=zoya"):
        assert "Zoya" in mila.get(address).text


def test_one_that_waits_says_why(world: World, mila: Client) -> None:
    Operator.objects.update(limit=0)
    conversation = world.write(world.zoya)
    assert "Distribution has not looked at it yet" in html(mila, conversation)
    distribution.drain(now=world.now)
    text = html(mila, conversation)
    assert "Everybody who is there has as much as they may have." in text.split("What happened")[0]
    assert row_of(text, "Anna") == (["yes", "yes", "no"], "at the limit")


def test_one_that_does_not_wait_says_nothing_of_it(world: World, mila: Client) -> None:
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    assert "Why is it waiting?" not in html(mila, conversation)
