"""A rule's alert reaches the screens of those whom it names, and of nobody who may not see the conversation."""

import pytest

from channels_app.database import in_thread
from helpdesk.models import Automation, Operator
from tests.conftest import World
from tests.doors.clients import OperatorClient


@pytest.mark.parametrize("visibility", ["all", "own"])
async def test_only_those_who_are_named_and_may_look(world: World, visibility: str) -> None:
    def prepare() -> None:
        Operator.objects.filter(pk=world.vera.pk).update(visibility=visibility)
        call = {"do": "notify", "operators": [world.vera.pk], "groups": [world.skoda.pk], "text": "Big order"}
        Automation.objects.create(name="alert", kind="incoming", actions=[call])

    await in_thread(prepare)
    async with (
        await OperatorClient.logged_in(world.anna) as anna,
        await OperatorClient.logged_in(world.vera) as vera,
        await OperatorClient.logged_in(world.dina) as dina,
    ):
        for client in (anna, vera, dina):
            await client.settled()
        conversation = await in_thread(world.write, world.zoya)
        told = await anna.hear_until("alert")
        assert (told["id"], told["text"]) == (conversation.pk, "Big order")
        if visibility == "all":
            assert (await vera.hear_until("alert"))["id"] == conversation.pk
        else:
            assert await vera.hears_nothing()
        await dina.hear("row")
        assert await dina.hears_nothing()
