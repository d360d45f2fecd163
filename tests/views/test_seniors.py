"""Calling a senior and leaving again, by the buttons (SPEC 3.11)."""

import re

import pytest
from django.utils import timezone

from helpdesk.actions import assignments, seniors
from helpdesk.models import Conversation, Operator
from tests.conftest import World
from tests.views.conftest import LogIn


@pytest.fixture
def conversation(world: World) -> Conversation:
    Operator.objects.filter(pk__in=(world.vera.pk, world.dina.pk, world.boris.pk)).update(senior=True)
    conversation = world.write(world.zoya)
    return assignments.take(world.boris, conversation.pk, now=world.now)


def menu(log_in: LogIn, operator: Operator, conversation: Conversation) -> list[str]:
    html = log_in(operator).get(f"/inbox/{conversation.pk}/senior/menu/").content.decode()
    return [" ".join(re.sub(r"<[^>]+>", " ", b).split()) for b in re.findall(r"<button.*?</button>", html, re.DOTALL)]


def head(log_in: LogIn, operator: Operator, conversation: Conversation) -> str:
    return log_in(operator).get(f"/inbox/{conversation.pk}/head/").content.decode()


def test_seniors_are_offered_with_how_they_stand(world: World, log_in: LogIn, conversation: Conversation) -> None:
    world.at_the_screen(world.dina, now=timezone.now())
    assert menu(log_in, world.anna, conversation)[:-1] == ["Dina Free 0 of 3", "Vera not at the screen 0 of 3"]
    assert [m.split()[0] for m in menu(log_in, world.dina, conversation)[:-1]] == ["Vera"], "nobody calls themselves"
    seniors.call(world.anna, conversation.pk, world.vera.pk, now=world.now)
    assert [m.split()[0] for m in menu(log_in, world.anna, conversation)[:-1]] == ["Dina"]


def test_without_seniors_the_menu_says_so(world: World, log_in: LogIn, conversation: Conversation) -> None:
    Operator.objects.update(senior=False)
    page = log_in(world.anna).get(f"/inbox/{conversation.pk}/senior/menu/").content.decode()
    assert "no senior left to call" in page


def test_a_senior_is_called_named_and_leaves(world: World, log_in: LogIn, conversation: Conversation) -> None:
    Operator.objects.filter(pk=world.vera.pk).update(visibility="own")
    answer = log_in(world.boris).post(f"/inbox/{conversation.pk}/call/", {"operator": world.vera.pk})
    assert "Called in: Vera" in answer.content.decode()
    leave = f'hx-post="/inbox/{conversation.pk}/leave/"'
    assert leave in head(log_in, world.vera, conversation)
    assert leave not in head(log_in, world.boris, conversation)
    answer = log_in(world.vera).post(f"/inbox/{conversation.pk}/leave/")
    assert (answer.status_code, answer.json()["code"]) == (410, "gone")
    assert "Called in" not in head(log_in, world.boris, conversation)


@pytest.mark.parametrize("data", [{}, {"operator": 999999}, {"operator": ""}])
def test_nobody_is_called(world: World, log_in: LogIn, conversation: Conversation, data: dict[str, object]) -> None:
    answer = log_in(world.anna).post(f"/inbox/{conversation.pk}/call/", data)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_senior")


def test_the_list_counts_what_one_was_called_into(world: World, log_in: LogIn, conversation: Conversation) -> None:
    seniors.call(world.anna, conversation.pk, world.vera.pk, now=world.now)
    page = log_in(world.vera).get("/inbox/").content.decode()
    assert f'id="c-{conversation.pk}"' in page
    assert 'data-count="my">1<' in page
