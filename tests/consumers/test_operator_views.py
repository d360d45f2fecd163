"""What an operator's open and closed views hear."""

from uuid import uuid4

from django.utils import translation
from django.utils.translation import gettext

from channels_app.database import in_thread
from helpdesk.actions import messages
from tests.conftest import World
from tests.doors.clients import OperatorClient, unpushed


async def test_a_closed_view_hears_no_more_items(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await anna.say("open", id=conversation.pk, after=2)
        await anna.hear("thread")
        await anna.say("close")
        await anna.pulse()
        await anna.hear("pulse")
        await in_thread(world.answer, world.anna, conversation)
        assert (await anna.hear("row"))["seq"] == 4
        assert await anna.hears_nothing()


async def test_far_behind_is_told_to_fetch(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)

    def talk() -> None:
        for number in range(201):
            messages.note(world.anna, conversation.pk, f"{number}", client_id=uuid4(), now=world.now)

    await in_thread(talk)
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await anna.say("open", id=conversation.pk, after=2)
        assert (await anna.hear("thread"))["html"] is None


async def test_rows_come_in_the_pages_language(world: World) -> None:
    async with (
        await OperatorClient.logged_in(world.anna, **{"accept-language": "ru-RU,ru;q=0.9"}) as anna,
        await OperatorClient.logged_in(world.boris) as boris,
    ):
        await anna.settled()
        await boris.settled()
        await in_thread(world.write, world.zoya)
        with translation.override("ru"):
            assert gettext("nobody yet") in (await anna.hear("row"))["html"]
        assert "nobody yet" in (await boris.hear("row"))["html"]


async def test_what_was_not_pushed_comes_with_the_pulse(world: World) -> None:
    """An UPDATE that nobody announces stands for a push that Redis lost."""
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        conversation = await in_thread(world.write, world.zoya)
        await anna.hear("row")
        await in_thread(unpushed, lambda: world.write(world.zoya, "Anybody?"))
        await anna.pulse()
        row = await anna.hear("row")
        assert (row["id"], row["seq"], row["tab"], row["was"]) == (conversation.pk, 3, "my", "my")
        assert "Anybody?" in row["html"]
        await anna.hear("pulse")
        await anna.pulse()
        await anna.hear("pulse")
