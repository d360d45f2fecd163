"""The menu before people (SPEC 5.8, 3.14), with the replies of document P."""

from datetime import timedelta
from uuid import uuid4

import pytest

from channels_app import payloads
from helpdesk.actions import assignments, conversations, distribution, due, messages
from helpdesk.board import current
from helpdesk.models import Conversation, Event, Menu, Message, Operator, PresenceLease
from tests.conftest import World

GREETING = "Good day! What is it about?"
LINES = "\n1 \u2013 New cars\n2 \u2013 Service\n3 \u2013 Anna herself"
AGAIN = "Please send one of these numbers."


@pytest.fixture
def menu(world: World) -> Menu:
    menu = Menu.objects.create(name="First", greeting=GREETING, repeat=AGAIN)
    menu.options.create(number=1, label="New cars", group=world.skoda)
    menu.options.create(number=2, label="Service", group=world.service)
    menu.options.create(number=3, label="Anna herself", operator=world.anna)
    world.site.menu = menu
    world.site.save()
    return menu


def now(world: World, after: float) -> Conversation:
    """What is due so long after the start is done; the only conversation as it is then."""
    due.sweep(world.now + timedelta(seconds=after))
    return Conversation.objects.get()


def said() -> list[str]:
    return list(Message.objects.filter(event__kind="message.menu").order_by("id").values_list("text", flat=True))


def kinds() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_a_new_conversation_is_asked_first(world: World, menu: Menu) -> None:
    conversation = world.write(world.zoya, "Do you have the Octavia?", world.tatra)
    conversation.refresh_from_db()
    assert said() == [GREETING + LINES]
    assert kinds() == ["conversation.started", "message.received", "message.menu"]
    assert (conversation.queued_at, conversation.waiting_since, conversation.hold_due_at) == (None, None, None)
    assert conversation.next_due_at == conversation.menu_due_at == world.now + timedelta(seconds=60)
    asked = Event.objects.get(kind="message.menu")
    assert asked.cause == {"by": "system", "why": "menu"}
    assert payloads.event(asked)["choices"] == [
        {"number": 1, "label": "New cars"},
        {"number": 2, "label": "Service"},
        {"number": 3, "label": "Anna herself"},
    ]


def test_the_machine_gives_nobody_what_is_in_the_menu(world: World, menu: Menu) -> None:
    world.write(world.zoya)
    assert distribution.drain(now=world.now) == 0
    assert "conversation.waits" not in kinds()


@pytest.mark.parametrize("word", ["2", " 2. ", "\uff12", "2)", "service", "2 \u2013 Service"])
def test_a_choice_routes(world: World, menu: Menu, word: str) -> None:
    world.write(world.zoya, group=world.tatra)
    world.write(world.zoya, word, after=5)
    conversation = Conversation.objects.get()
    assert (conversation.group, conversation.menu_times, conversation.menu_due_at) == (world.service, 0, None)
    assert conversation.queued_at == conversation.waiting_since == world.now + timedelta(seconds=5)
    chosen = Event.objects.get(kind="conversation.chosen")
    assert (chosen.data, chosen.cause["by"]) == ({"number": 2, "label": "Service", "to": "Service"}, "visitor")
    assert distribution.drain(now=world.now + timedelta(seconds=5)) == 1
    assert Conversation.objects.get().assignee == world.dina


def test_one_repeat_and_then_people_with_all_that_was_written(world: World, menu: Menu) -> None:
    world.write(world.zoya, "Hello", world.tatra)
    world.write(world.zoya, "hello", after=50)
    assert said() == [GREETING + LINES, AGAIN + LINES]
    assert now(world, 100).menu_times == 2
    world.write(world.zoya, "hello?", after=101)
    conversation = Conversation.objects.get()
    assert (conversation.menu_times, conversation.group) == (0, world.tatra)
    assert conversation.queued_at == world.now + timedelta(seconds=101)
    left = Event.objects.get(kind="conversation.menu_left")
    assert (left.data, left.cause) == ({"why": "wrong"}, {"by": "system", "why": "menu"})
    assert list(Message.objects.filter(author="visitor").values_list("text", flat=True)) == ["Hello", "hello", "hello?"]


def test_sixty_seconds_of_silence_are_for_people_too(world: World, menu: Menu) -> None:
    world.write(world.zoya)
    assert now(world, 59.9).menu_times == 1
    conversation = now(world, 60)
    assert (conversation.menu_times, conversation.menu_due_at) == (0, None)
    assert conversation.queued_at == world.now + timedelta(seconds=60)
    assert Event.objects.get(kind="conversation.menu_left").data == {"why": "silence"}
    assert now(world, 90).hold_done == 1


def test_an_answer_that_comes_too_late_is_just_a_message(world: World, menu: Menu) -> None:
    """The sweep may be late; the minute is over all the same."""
    world.write(world.zoya, group=world.tatra)
    world.write(world.zoya, "2", after=61)
    assert Conversation.objects.get().group == world.tatra
    assert Event.objects.get(kind="conversation.menu_left").data == {"why": "silence"}


class TestSomebodyInPerson:
    def choose(self, world: World) -> Conversation:
        world.write(world.zoya, group=world.service)
        world.write(world.zoya, "3", after=1)
        return Conversation.objects.get()

    def test_gets_it_at_once_if_there_and_free(self, world: World, menu: Menu) -> None:
        conversation = self.choose(world)
        assert (conversation.assignee, conversation.accepted, conversation.group) == (world.anna, False, world.skoda)
        assert kinds()[-2:] == ["conversation.chosen", "conversation.assigned"]

    def test_is_never_given_more_than_the_limit(self, world: World, menu: Menu) -> None:
        Operator.objects.filter(pk=world.anna.pk).update(limit=0)
        conversation = self.choose(world)
        assert (conversation.assignee, conversation.group) == (None, world.skoda)
        assert conversation.queued_at is not None

    def test_is_not_waited_for_while_away(self, world: World, menu: Menu) -> None:
        PresenceLease.objects.filter(operator=world.anna).delete()
        conversation = self.choose(world)
        assert (conversation.assignee, conversation.group) == (None, world.skoda)
        assert distribution.drain(now=world.now + timedelta(seconds=1)) == 1
        assert Conversation.objects.get().assignee in (world.boris, world.gleb)

    def test_who_was_switched_off_leads_to_people(self, world: World, menu: Menu) -> None:
        Operator.objects.filter(pk=world.anna.pk).update(enabled=False)
        conversation = self.choose(world)
        assert (conversation.group, Event.objects.get(kind="conversation.menu_left").data) == (
            world.service,
            {"why": "gone"},
        )


def test_a_group_that_was_switched_off_leads_to_people(world: World, menu: Menu) -> None:
    world.write(world.zoya, group=world.tatra)
    type(world.service).objects.filter(pk=world.service.pk).update(enabled=False)
    world.write(world.zoya, "2", after=1)
    assert Conversation.objects.get().group == world.tatra


def test_a_menu_that_is_taken_away_leads_to_people(world: World, menu: Menu) -> None:
    world.write(world.zoya)
    menu.delete()
    world.write(world.zoya, "2", after=1)
    conversation = Conversation.objects.get()
    assert (conversation.menu_times, conversation.queued_at) == (0, world.now + timedelta(seconds=1))


def test_whoever_takes_the_visitor_out_of_the_menu_ends_it(world: World, menu: Menu) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.boris, conversation.pk, now=world.now)
    world.write(world.zoya, "2", after=1)
    conversation = now(world, 60)
    assert (conversation.assignee, conversation.group, conversation.menu_times) == (world.boris, world.skoda, 0)
    assert said() == [GREETING + LINES]


@pytest.mark.parametrize("same", [True, False])
def test_whoever_hands_the_visitor_to_a_group_has_chosen_for_them(world: World, menu: Menu, same: bool) -> None:
    conversation = world.write(world.zoya)
    group = world.skoda if same else world.tatra
    assignments.transfer_to_group(world.boris, conversation.pk, group.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.menu_times, conversation.menu_due_at, conversation.queued_at) == (0, None, world.now)
    world.write(world.zoya, "2", after=1)
    assert Conversation.objects.get().group == group


def test_a_visitor_who_leaves_is_not_asked_any_more(world: World, menu: Menu) -> None:
    conversation = world.write(world.zoya)
    conversations.end(world.zoya, conversation.pk, now=world.now)
    conversation = now(world, 60)
    assert (conversation.menu_times, conversation.next_due_at) == (0, None)
    world.write(world.zoya, "One more thing", after=90)
    conversation = Conversation.objects.get()
    assert (said(), conversation.queued_at) == ([GREETING + LINES], world.now + timedelta(seconds=90))


def test_whoever_goes_on_is_not_asked_again_and_a_new_conversation_is(world: World, menu: Menu) -> None:
    conversation = world.write(world.zoya)
    world.write(world.zoya, "1", after=1)
    world.write(world.zoya, "2", after=2)
    assert Conversation.objects.get().group == world.skoda
    conversations.close(world.anna, conversation.pk, now=world.now + timedelta(seconds=3))
    world.write(world.zoya, "Another question", after=4)
    assert said() == [GREETING + LINES] * 2


def test_an_empty_menu_asks_nobody(world: World, menu: Menu) -> None:
    menu.options.all().delete()
    conversation = world.write(world.zoya)
    conversation.refresh_from_db()
    assert (said(), conversation.queued_at) == ([], world.now)


def test_where_the_menu_asks_the_widget_does_not(world: World, menu: Menu) -> None:
    """Several groups are there; the visitor is asked once, by the menu, and is everyone's until then."""
    told = payloads.audience(current.known(world.now), world.zoya.page, world.zoya.ip, world.now, world.site.pk)
    assert told == {"mode": "direct", "groups": []}
    stored = messages.receive(world.zoya.pk, "Hello", client_id=uuid4(), group_id=None, now=world.now)
    assert stored.conversation.group is None
    world.write(world.zoya, "2", after=1)
    assert Conversation.objects.get().group == world.service
