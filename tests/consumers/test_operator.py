"""The operator's socket on good days (docs/INBOX_SOCKET.md)."""

from django.utils import timezone

from channels_app.database import in_thread
from helpdesk.actions import assignments, conversations
from helpdesk.models import PresenceLease
from tests.conftest import World
from tests.doors.clients import OperatorClient


async def test_hello_renews_the_lease_and_counts(world: World) -> None:
    await in_thread(world.write, world.zoya)
    await in_thread(PresenceLease.objects.all().delete)
    async with await OperatorClient.logged_in(world.anna) as anna:
        assert await anna.settled() == {"my": 1, "others": 0}
        lease = await in_thread(PresenceLease.objects.get, operator=world.anna)
        assert lease.tab == anna.tab
        assert lease.expires_at > timezone.now()
    async with await OperatorClient.logged_in(world.vera) as vera:
        assert await vera.settled() == {"my": 0, "others": 1}


async def test_a_new_conversation_appears_where_it_belongs(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna, await OperatorClient.logged_in(world.vera) as vera:
        await anna.settled()
        await vera.settled()
        conversation = await in_thread(world.write, world.zoya)
        row = await anna.hear("row")
        assert (row["id"], row["seq"], row["tab"], row["was"], row["blue"]) == (conversation.pk, 2, "my", None, True)
        assert f'data-id="{conversation.pk}"' in row["html"]
        assert [str(n) for n in row["order"]] == row["html"].split('data-order="')[1].split('"')[0].split(",")
        assert (await vera.hear("row"))["tab"] == "others"


async def test_a_take_moves_it_on_the_others_screen(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.anna) as anna, await OperatorClient.logged_in(world.boris) as boris:
        await anna.settled()
        await boris.settled()
        await in_thread(lambda: assignments.take(world.anna, conversation.pk, now=world.now))
        row = await boris.hear("row")
        assert (row["tab"], row["was"], row["blue"]) == ("others", "my", False)
        row = await anna.hear("row")
        assert (row["tab"], row["was"], row["blue"]) == ("my", "my", False)
        await in_thread(lambda: conversations.close(world.anna, conversation.pk, now=world.now))
        assert (await boris.hear("row"))["tab"] == "archive"


async def test_an_opened_conversation_brings_its_new_items(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await anna.say("open", id=conversation.pk, after=1)
        missed = await anna.hear("thread")
        assert (missed["from"], missed["seq"]) == (2, 2)
        assert "Hello" in missed["html"]
        await in_thread(world.answer, world.anna, conversation, "Good <b>morning</b>")
        added = await anna.hear_until("thread")
        assert (added["id"], added["from"], added["seq"]) == (conversation.pk, 3, 4)
        assert "Good &lt;b&gt;morning&lt;/b&gt;" in added["html"]
        await anna.say("open", id=conversation.pk, after=4)
        nothing = await anna.hear_until("thread")
        assert (nothing["from"], nothing["seq"], nothing["html"]) == (5, 4, "")
