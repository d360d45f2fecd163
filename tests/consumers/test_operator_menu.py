"""A visitor in the menu on open screens: nobody is called before it ends (SPEC 5.8, 6.1, 6.8)."""

from datetime import timedelta
from typing import Any

import pytest

from channels_app.database import in_thread
from helpdesk.actions import assignments, due
from helpdesk.models import Menu
from tests.conftest import World
from tests.doors.clients import OperatorClient, unpushed


@pytest.fixture
def world(world: World) -> World:
    """The site's menu asks first; its only choice leads to Tatra."""
    menu = Menu.objects.create(name="First", greeting="What is it about?")
    menu.options.create(number=1, label="Trucks", group=world.tatra)
    world.site.menu = menu
    world.site.save()
    return world


def stands(row: dict[str, Any]) -> tuple[str, str | None, bool]:
    return row["tab"], row["was"], row["blue"]


async def test_it_stands_in_others_until_it_has_run_out(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await in_thread(world.write, world.zoya)
        row = await anna.hear("row")
        assert stands(row) == ("others", None, False)
        assert "In the menu" in row["html"]
        await anna.pulse()
        assert (await anna.hear_until("pulse"))["counts"] == {"my": 0, "others": 1}
        await in_thread(due.sweep, world.now + timedelta(seconds=60))
        row = await anna.hear("row")
        assert stands(row) == ("my", "others", True)
        assert "In the menu" not in row["html"]
        await anna.pulse()
        assert (await anna.hear_until("pulse"))["counts"] == {"my": 1, "others": 0}


async def test_a_choice_calls_those_whom_it_leads_to_and_nobody_else(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna, await OperatorClient.logged_in(world.vera) as vera:
        await anna.settled()
        await vera.settled()
        await in_thread(world.write, world.zoya)
        assert [stands(await client.hear("row")) for client in (anna, vera)] == [("others", None, False)] * 2
        await in_thread(lambda: world.write(world.zoya, "1", after=1))
        assert stands(await vera.hear("row")) == ("my", "others", True)
        assert stands(await anna.hear("row")) == ("others", "others", True)


async def test_whoever_takes_it_up_has_it_at_once(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.dina) as dina:
        assert await dina.settled() == {"my": 0, "others": 1}
        await in_thread(lambda: assignments.take(world.dina, conversation.pk, now=world.now))
        assert stands(await dina.hear("row")) == ("my", "others", False)


async def test_a_lost_push_says_the_same_with_the_next_pulse(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await in_thread(unpushed, lambda: world.write(world.zoya))
        await anna.pulse()
        assert stands(await anna.hear_until("row")) == ("others", None, False)
