"""The first page."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from helpdesk.actions import assignments
from helpdesk.admin.dashboard import duration
from helpdesk.models import Conversation, Operator, RegionSet
from tests.admin.conftest import logged_in
from tests.conftest import World


def figures(client: Client) -> list[str]:
    return [card.figure for card in client.get("/admin/").context["cards"]]


def test_an_empty_house_is_shown_what_to_do_first(db: None, django_user_model: type) -> None:
    client = logged_in(django_user_model.objects.create_superuser("owner", password="secret"))
    response = client.get("/admin/")
    assert figures(client) == ["0", "—", "0", "0"]
    assert [todo.done for todo in response.context["todos"]] == [False] * 4
    assert "Getting started" in response.text


def test_the_steps_go_when_all_are_done(world: World, mila: Client) -> None:
    assert "Getting started" in mila.get("/admin/").text
    world.write(world.zoya)
    assert "Getting started" not in mila.get("/admin/").text


def test_the_figures_are_those_of_now(world: World, mila: Client) -> None:
    now = timezone.now()
    world.at_the_screen(world.anna, now=now)
    assignments.take(world.anna, world.write(world.arrive("2")).pk, now=now)
    waiting = world.write(world.zoya)
    Conversation.objects.filter(pk=waiting.pk).update(queued_at=now - timedelta(minutes=2))
    queued, longest, live, present = figures(mila)
    assert (queued, live, present) == ("1", "1", "1")
    assert longest.startswith("2:0")
    head = mila.get("/admin/").context["waiting"]
    assert [(one.name, one.group) for one in head] == [(str(world.zoya), "Skoda: new")]


def test_a_group_that_nobody_answers_for_is_pointed_out(world: World, mila: Client) -> None:
    assert mila.get("/admin/").context["warnings"] == []
    Operator.objects.filter(pk=world.vera.pk).update(enabled=False)
    [warning] = mila.get("/admin/").context["warnings"]
    assert "Tatra: new" in warning.text


def test_regions_that_nothing_can_tell_apart_are_pointed_out(world: World, mila: Client) -> None:
    world.tatra.region_sets.add(RegionSet.objects.create(name="Moscow", codes=["RU-MOW"]))
    [warning] = mila.get("/admin/").context["warnings"]
    assert "no database of addresses" in warning.text
    world.tatra.enabled = False
    world.tatra.save()
    assert mila.get("/admin/").context["warnings"] == []


def test_costs_the_same_however_long_the_queue(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        world.write(world.arrive(str(number)))
    with django_assert_max_num_queries(16):
        mila.get("/admin/")


def test_waits_are_written_like_a_clock() -> None:
    assert [duration(seconds) for seconds in (0, 5, 65, 3600, 7209)] == ["0:00", "0:05", "1:05", "1:00:00", "2:00:09"]
