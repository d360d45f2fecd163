"""The visitor's socket on good days (docs/PROTOCOL.md)."""

from channels_app.database import in_thread
from helpdesk.actions import conversations
from helpdesk.models import Conversation, Message
from tests.conftest import World
from tests.doors.clients import VisitorClient


async def test_a_message_is_acknowledged_after_its_commit(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        assert await zoya.welcomed() == {"type": "welcome", "conversation": None, "events": [], "more": False}
        client_id = await zoya.write("Is the Octavia still there?", world.skoda.pk)
        ack = await zoya.hear_until("ack")
        assert ack["client_id"] == client_id == ack["event"]["client_id"]
        assert ack["event"]["seq"] == 1 == ack["conversation"]["seq"]
        assert ack["event"]["text"] == "Is the Octavia still there?"
        stored = await in_thread(Message.objects.get, client_id=client_id)
        assert stored.conversation_id == ack["conversation"]["id"]


async def test_the_operators_answer_is_pushed(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.write("Hello", world.skoda.pk)
        ack = await zoya.hear_until("ack")
        conversation = await in_thread(Conversation.objects.get, pk=ack["conversation"]["id"])
        await in_thread(world.answer, world.anna, conversation, "Good morning")
        pushed = await zoya.hear_until("events")
        if pushed["events"][0]["seq"] == 1:
            pushed = await zoya.hear_until("events")
        joined, said = pushed["events"]
        assert (joined["kind"], joined["name"], joined["seq"]) == ("joined", "Anna", 2)
        assert (said["kind"], said["author"], said["name"], said["text"]) == (
            "message",
            "operator",
            "Anna",
            "Good morning",
        )
        assert pushed["conversation"]["operator"] == {"name": "Anna", "photo": ""}


async def test_every_tab_of_the_visitor_hears_it(world: World) -> None:
    async with VisitorClient(world.zoya) as one, VisitorClient(world.zoya) as other:
        await one.welcomed()
        await other.welcomed()
        client_id = await one.write("Hello", world.skoda.pk)
        assert (await other.hear("events"))["events"][0]["client_id"] == client_id


async def test_a_repeated_message_is_stored_once(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.write("Hello", world.skoda.pk)
        first = await zoya.hear_until("ack")
        await zoya.write("Hello", world.skoda.pk, client_id=client_id)
        assert await zoya.hear_until("ack") == first
    assert await in_thread(Message.objects.count) == 1


async def test_a_closed_conversation_is_followed_by_a_linked_one(world: World) -> None:
    old = await in_thread(world.write, world.zoya)
    await in_thread(world.answer, world.anna, old)
    await in_thread(lambda: conversations.close(world.anna, old.pk, now=world.now))
    async with VisitorClient(world.zoya) as zoya:
        welcome = await zoya.welcomed(old.pk, 1)
        assert [e["kind"] for e in welcome["events"]] == ["joined", "message", "closed"]
        assert welcome["conversation"]["status"] == "closed"
        await zoya.write("One more thing", world.tatra.pk)
        ack = await zoya.hear_until("ack")
    new = await in_thread(Conversation.objects.get, pk=ack["conversation"]["id"])
    assert (new.pk != old.pk, new.previous_id, new.group_id) == (True, old.pk, world.tatra.pk)
