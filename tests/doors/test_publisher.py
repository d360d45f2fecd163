"""What a commit costs and whom it reaches, seen from the channel layer's own side."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from channels_app import publisher, staff, topics, wire
from channels_app.database import in_thread
from helpdesk.actions import assignments
from helpdesk.models import Conversation
from helpdesk.outbox import Commit, committed
from tests.conftest import World

PATIENCE = 3


class Listener:
    """Somebody subscribed in the way the framework documents."""

    async def to(self, *names: str) -> "Listener":
        self.layer = get_channel_layer()
        self.channel = await self.layer.new_channel()
        for name in names:
            await self.layer.group_add(name, self.channel)
        return self

    async def heard(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.layer.receive(self.channel), PATIENCE)


async def test_the_wire_speaks_the_channel_layers_language(world: World) -> None:
    """`wire` repeats how the layer names groups; should a new version name them otherwise, this fails."""
    listener = await Listener().to("visitor.1", "visitor.2")
    assert wire.heard(["visitor.1", "visitor.2", "visitor.3"]) == {"visitor.1", "visitor.2"}
    wire.send([(["visitor.1", "visitor.3"], {"type": "x", "n": 1}), (["visitor.2"], {"type": "x", "n": 2})])
    assert [(await listener.heard())["n"] for _ in range(2)] == [1, 2]
    wire.send([])


async def test_only_what_is_heard_is_rendered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []

    def spy(name: str, whole: Callable[[Commit, str], dict[str, Any]]) -> None:
        def render(commit: Commit, language: str) -> dict[str, Any]:
            rendered.append(f"{name} {language}")
            return whole(commit, language)

        monkeypatch.setattr(staff, name, render)

    spy("row", staff.row)
    spy("thread", staff.thread)
    conversation = await in_thread(world.write, world.zoya)
    assert rendered == []
    listener = await Listener().to("staff.all.ru", topics.thread(conversation.pk, "en"))
    await in_thread(world.write, world.zoya)
    assert rendered == ["thread en", "row ru"]
    assert {(await listener.heard())["type"] for _ in range(2)} == {"staff.thread", "staff.row"}


async def test_a_push_asks_the_database_nothing(world: World) -> None:
    """The rows an action has locked carry everything a push shows."""
    await Listener().to(
        "staff.all.en",
        "staff.all.ru",
        topics.visitor(world.zoya.pk),
        *(topics.thread(pk, "en") for pk in range(1, 500)),
    )
    costs: list[int] = []

    def counted(action: Callable[[], Any]) -> None:
        whole = publisher.on_commit

        def count(**kwargs: Any) -> None:
            with CaptureQueriesContext(connection) as queries:
                whole(**kwargs)
            costs.append(len(queries))

        committed.disconnect(dispatch_uid="publisher")
        committed.connect(count, dispatch_uid="publisher", weak=False)
        try:
            action()
        finally:
            committed.disconnect(dispatch_uid="publisher")
            committed.connect(whole, dispatch_uid="publisher")

    def story() -> None:
        row = world.write(world.zoya)
        world.write(world.zoya, "Hello?")
        assignments.take(world.anna, row.pk, now=world.now)
        world.answer(world.anna, row)
        assignments.transfer_to_person(world.anna, row.pk, world.boris.pk, now=world.now)
        assignments.transfer_to_group(world.anna, row.pk, world.tatra.pk, now=world.now)

    await in_thread(counted, story)
    assert costs == [0] * 6


async def test_a_rolled_back_action_is_not_pushed(world: World) -> None:
    listener = await Listener().to("staff.all.en")

    def fail() -> None:
        with transaction.atomic():
            world.write(world.zoya)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await in_thread(fail)
    await in_thread(world.write, world.zoya, "This one")
    assert "This one" in (await listener.heard())["html"]
    assert await in_thread(Conversation.objects.count) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda w: w.skoda.members.add(w.vera),
        lambda w: w.tatra.members.remove(w.vera),
        lambda w: w.tatra.members.clear(),
        lambda w: w.tatra.members.set([]),
        lambda w: w.vera.groups.add(w.skoda),
        lambda w: w.vera.groups.clear(),
        lambda w: w.vera.save(),
    ],
)
async def test_whoever_may_see_something_else_is_told(world: World, change: Callable[[World], Any]) -> None:
    listener = await Listener().to(topics.operator(world.vera.pk))
    await in_thread(change, world)
    assert (await listener.heard())["type"] == "staff.reload"
