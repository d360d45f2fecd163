"""What colleagues see of a visitor in the menu, and of what came of it (SPEC 5.8)."""

import pytest
from django.test import Client

from helpdesk import queries
from helpdesk.models import Conversation, Event, Menu
from helpdesk.views.lists import listing
from helpdesk.views.rendering import order_of, render_row
from helpdesk.views.wording import sentence
from routing.placement import Tab
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


def test_nobody_is_kept_waiting_in_the_menu(world: World) -> None:
    """Neither a dot nor a clock, and no place before those who do wait."""
    waits, asked = world.write(world.arrive(), after=5), world.write(world.zoya)
    Conversation.objects.filter(pk=waits.pk).update(menu_times=0)
    assert asked.unanswered_since < waits.unanswered_since
    rows = list(queries.others(world.dina))
    assert rows == [waits, asked]
    assert rows == sorted(rows, key=order_of)
    assert [("Unanswered" in html, "data-wait" in html) for html in map(render_row, rows)] == [
        (True, True),
        (False, False),
    ]


def test_the_page_counts_it_among_the_others(world: World) -> None:
    world.write(world.zoya)
    page = listing(world.anna, Tab.OTHERS)
    assert page.counts == queries.counts(world.anna) == {"my": 0, "others": 1}
    assert "is-blue" not in page.rows[0]
    world.write(world.zoya, "1", after=1)
    page = listing(world.dina, Tab.MY)
    assert page.counts == queries.counts(world.dina) == {"my": 1, "others": 0}
    assert "is-blue" in page.rows[0]


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
