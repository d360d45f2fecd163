"""What operators may see, pair by pair, by every way the socket has: rows, items, sweeps, counts (SPEC 6.3, 10.4)."""

import pytest

from channels_app.database import in_thread
from helpdesk.actions import assignments, bans
from helpdesk.models import Operator, VisibilityLevel
from tests.conftest import World
from tests.doors.clients import OperatorClient, unpushed

OWN, GROUPS, ALL = VisibilityLevel.OWN, VisibilityLevel.GROUPS, VisibilityLevel.ALL

# Zoya writes to Skoda, and nobody has it yet. Anna is in Skoda, Vera is not.
WHO_SEES = [
    ("anna", ALL, "my"),
    ("vera", ALL, "others"),
    ("anna", GROUPS, "my"),
    ("vera", GROUPS, None),
    ("anna", OWN, None),
    ("vera", OWN, None),
]


@pytest.mark.parametrize(("name", "visibility", "tab"), WHO_SEES)
async def test_rows_are_pushed_to_those_who_may_see_them(
    world: World, name: str, visibility: str, tab: str | None
) -> None:
    operator = await _with_sight(getattr(world, name), visibility)
    async with await OperatorClient.logged_in(operator) as client:
        await client.settled()
        conversation = await in_thread(world.write, world.zoya)
        if tab is None:
            assert await client.hears_nothing()
        else:
            row = await client.hear("row")
            assert (row["id"], row["tab"]) == (conversation.pk, tab)


@pytest.mark.parametrize(("name", "visibility", "tab"), WHO_SEES)
async def test_sweeps_and_counts_tell_no_more_than_pushes(
    world: World, name: str, visibility: str, tab: str | None
) -> None:
    operator = await _with_sight(getattr(world, name), visibility)
    async with await OperatorClient.logged_in(operator) as client:
        assert sum((await client.settled()).values()) == 0
        await in_thread(unpushed, lambda: world.write(world.zoya))
        await client.pulse()
        if tab is not None:
            assert (await client.hear("row"))["tab"] == tab
        assert sum((await client.hear("pulse"))["counts"].values()) == (0 if tab is None else 1)


@pytest.mark.parametrize(("name", "visibility", "tab"), WHO_SEES)
async def test_items_are_told_to_those_who_may_see_them(
    world: World, name: str, visibility: str, tab: str | None
) -> None:
    conversation = await in_thread(world.write, world.zoya)
    operator = await _with_sight(getattr(world, name), visibility)
    async with await OperatorClient.logged_in(operator) as client:
        await client.settled()
        await client.say("open", id=conversation.pk, after=0)
        if tab is None:
            error = await client.hear("error")
            assert (error["code"], error["id"]) == ("not_found", conversation.pk)
        else:
            assert (await client.hear("thread"))["seq"] == 2
        await in_thread(world.write, world.zoya, "Hello?")
        if tab is None:
            assert await client.hears_nothing()
        else:
            assert (await client.hear_until("thread"))["seq"] == 3


async def test_an_assignee_of_another_group_sees_own_conversations(world: World) -> None:
    dina = await _with_sight(world.dina, OWN)
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(dina) as client:
        await client.settled()
        await in_thread(lambda: assignments.transfer_to_person(world.anna, conversation.pk, dina.pk, now=world.now))
        row = await client.hear("row")
        assert (row["tab"], row["was"], row["blue"]) == ("my", None, True)
        assert await client.hears_nothing()


async def test_whoever_loses_sight_learns_that_it_is_gone_and_no_more(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    anna = await _with_sight(world.anna, GROUPS)
    async with await OperatorClient.logged_in(anna) as client:
        await client.settled()
        await client.say("open", id=conversation.pk, after=2)
        await client.hear("thread")
        await in_thread(
            lambda: assignments.transfer_to_group(world.boris, conversation.pk, world.tatra.pk, now=world.now)
        )
        gone = await client.hear("row")
        assert gone == {
            "type": "row",
            "id": conversation.pk,
            "seq": 3,
            "tab": None,
            "was": "my",
            "blue": None,
            "order": None,
            "html": None,
        }
        await in_thread(world.write, world.zoya, "A secret for Tatra")
        assert await client.hears_nothing()


async def test_a_new_membership_is_seen_at_once(world: World) -> None:
    vera = await _with_sight(world.vera, GROUPS)
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(vera) as client:
        await client.settled()
        await in_thread(world.skoda.members.add, vera)
        await client.hear("reload")
        await in_thread(world.write, world.zoya, "Hello?")
        assert (await client.hear("row"))["tab"] == "my"
        await client.say("open", id=conversation.pk, after=0)
        await client.hear("thread")
        await in_thread(world.skoda.members.clear)
        await client.hear("reload")
        await in_thread(world.write, world.zoya, "Anybody?")
        assert await client.hears_nothing()


async def test_a_change_of_visibility_is_seen_at_once(world: World) -> None:
    async with await OperatorClient.logged_in(world.vera) as client:
        await client.settled()
        await _with_sight(world.vera, OWN)
        await client.hear("reload")
        await in_thread(world.write, world.zoya)
        assert await client.hears_nothing()


async def test_a_harmless_change_of_the_operator_reloads_nothing(world: World) -> None:
    async with await OperatorClient.logged_in(world.vera) as client:
        await client.settled()
        world.vera.name = "Věra"
        await in_thread(world.vera.save)
        assert await client.hears_nothing()


async def test_staff_see_what_visitors_never_do(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        await client.say("open", id=conversation.pk, after=2)
        await client.hear("thread")
        await in_thread(lambda: bans.ban(world.boris, conversation.pk, reason="spam", now=world.now))
        items = await client.hear_until("thread")
        assert (items["from"], items["seq"]) == (3, 4)


async def _with_sight(operator: Operator, visibility: str) -> Operator:
    operator.visibility = visibility
    await in_thread(operator.save)
    return operator
