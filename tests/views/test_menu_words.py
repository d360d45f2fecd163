"""What colleagues see of a visitor in the menu, and of what came of it (SPEC 5.8)."""

import pytest
from django.test import Client

from helpdesk import queries
from helpdesk.models import Conversation, Event, Menu
from helpdesk.views.rendering import render_row
from helpdesk.views.wording import sentence
from tests.conftest import World


@pytest.fixture(autouse=True)
def menu(world: World) -> None:
    menu = Menu.objects.create(name="First", greeting="What is it about?")
    menu.options.create(number=1, label="Repairs", group=world.service)
    world.site.menu = menu
    world.site.save()


def head(world: World) -> str:
    """Of the only conversation, as somebody sees it who may take it up."""
    client = Client()
    client.force_login(world.anna.user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/inbox/{Conversation.objects.get().pk}/head/").text


def row() -> str:
    return str(render_row(queries._for_list(Conversation.objects.all()).get()))


def test_row_and_head_say_so_while_it_lasts(world: World) -> None:
    world.write(world.zoya)
    assert "In the menu" in row()
    assert "In the menu" in head(world)
    assert "/take/" in head(world)
    world.write(world.zoya, "1", after=1)
    assert "In the menu" not in row()
    assert "In the menu" not in head(world)


def test_the_timeline_says_what_was_chosen_and_what_was_not(world: World) -> None:
    world.write(world.zoya)
    world.write(world.zoya, "1", after=1)
    other = world.arrive()
    world.write(other)
    for second in (2, 3):
        world.write(other, "hello", after=second)
    told = Event.objects.filter(kind__in=["conversation.chosen", "conversation.menu_left"])
    said = [sentence(event) for event in told.order_by("pk")]
    assert said == [
        "The visitor chose “Repairs” in the menu, for Service",
        "Nothing was chosen in the menu: it is for people to sort out",
    ]
