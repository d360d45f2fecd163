"""A visitor who comes back or misses something: cursors, pings, transfers, pages."""

from uuid import uuid4

from channels_app.database import in_thread
from helpdesk.actions import assignments, messages
from helpdesk.models import Visitor
from tests.conftest import World
from tests.doors.clients import VisitorClient


async def test_whoever_comes_back_gets_what_followed_the_cursor(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    await in_thread(world.answer, world.anna, conversation)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello(conversation.pk, 1)
        assert [e["seq"] for e in (await zoya.hear("welcome"))["events"]] == [2, 3]
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello(None, 0)
        assert [e["seq"] for e in (await zoya.hear("welcome"))["events"]] == [1, 2, 3]
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello(conversation.pk + 1000, 3)
        assert [e["seq"] for e in (await zoya.hear("welcome"))["events"]] == [1, 2, 3]


async def test_a_long_absence_comes_in_portions(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)

    def talk() -> None:
        for number in range(205):
            messages.reply(world.anna, conversation.pk, f"{number}", client_id=uuid4(), now=world.now)

    await in_thread(talk)
    async with VisitorClient(world.zoya) as zoya:
        first = await zoya.welcomed()
        assert (len(first["events"]), first["more"]) == (200, True)
        await zoya.say("ping", cursor={"conversation": conversation.pk, "seq": 200})
        second = await zoya.hear("welcome")
        assert [e["seq"] for e in second["events"]] == list(range(201, 208))
        assert second["more"] is False


async def test_ping_brings_what_is_missing_and_nothing_else(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.say("ping", cursor={"conversation": conversation.pk, "seq": 1})
        await zoya.hear("pong")
        await zoya.say("ping", cursor={"conversation": conversation.pk, "seq": 0})
        assert [e["seq"] for e in (await zoya.hear("welcome"))["events"]] == [1]
        await zoya.hear("pong")


async def test_a_transfer_names_who_gets_it(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(
            lambda: assignments.transfer_to_group(world.anna, conversation.pk, world.tatra.pk, now=world.now)
        )
        told = await zoya.hear("events")
        assert [(e["kind"], e["name"]) for e in told["events"]] == [("transferred", "Tatra: new")]
        assert told["conversation"]["operator"] is None


async def test_pages_are_remembered(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed(page="https://cheshka.example/tatra/")
        assert (await in_thread(Visitor.objects.get, pk=world.zoya.pk)).page == "https://cheshka.example/tatra/"
        await zoya.say("page", page="https://cheshka.example/used/\x00", title="Used \ud83d cars")
        await zoya.say("ping", cursor={"conversation": None, "seq": 0})
        await zoya.hear("pong")
    visitor = await in_thread(Visitor.objects.get, pk=world.zoya.pk)
    assert (visitor.page, visitor.page_title) == ("https://cheshka.example/used/", "Used ? cars")
