"""Writing first to the visitor of a closed conversation (SPEC 4.4)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from helpdesk.actions import conversations
from helpdesk.models import Conversation, Message, Operator
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def closed(world: World) -> Conversation:
    conversation = world.write(world.zoya)
    conversations.close(world.anna, conversation.pk, now=world.now)
    return conversation


def begin(world: World, log_in: LogIn, operator: Operator, conversation: Conversation, **data: object):
    address = reverse("inbox-begin", args=[conversation.pk])
    return log_in(operator).post(address, {"text": "One more thing", "client_id": uuid4(), **data})


def test_the_answer_is_the_head_of_a_new_one(world: World, log_in: LogIn, closed: Conversation) -> None:
    answer = begin(world, log_in, world.boris, closed)
    new = Conversation.objects.latest("pk")
    assert (new.previous, new.assignee, new.accepted, new.active) == (closed, world.boris, True, True)
    assert f'data-id="{new.pk}"' in answer.content.decode()
    assert new.group == world.skoda


def test_sending_it_again_writes_nothing_twice(world: World, log_in: LogIn, closed: Conversation) -> None:
    client_id = uuid4()
    for _ in "12":
        assert begin(world, log_in, world.boris, closed, client_id=client_id).status_code == 200
    assert Message.objects.filter(text="One more thing").count() == 1


def test_where_the_visitor_writes_already_it_is_an_answer_there(
    world: World, log_in: LogIn, closed: Conversation
) -> None:
    newer = world.write(world.zoya, "Another question")
    assert f'data-id="{newer.pk}"' in begin(world, log_in, world.boris, closed).content.decode()
    assert Conversation.objects.count() == 2


def test_nothing_is_begun_with_nothing(world: World, log_in: LogIn, closed: Conversation) -> None:
    answer = begin(world, log_in, world.boris, closed, text=" ")
    assert (answer.status_code, answer.json()["code"]) == (400, "text_empty")
    assert Conversation.objects.count() == 1


def test_whoever_may_not_see_it_may_not_begin_either(world: World, log_in: LogIn, closed: Conversation) -> None:
    Operator.objects.filter(pk=world.vera.pk).update(visibility="own")
    assert begin(world, log_in, world.vera, closed).status_code == 404
