"""Moved forces and called seniors on open screens: seen at once, and gone by themselves (SPEC 3.11, 3.13)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from channels_app.database import in_thread
from helpdesk.actions import assignments, due, seniors
from helpdesk.models import Conversation, Operator, Reinforcement
from tests.conftest import World
from tests.doors.clients import OperatorClient, unpushed


async def sees(operator: Operator, level: str) -> Operator:
    operator.visibility = level
    await in_thread(operator.save)
    return operator


def lend(world: World, **fields: object) -> Reinforcement:
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    return Reinforcement.objects.create(**{"operator": world.vera, "to_group": world.skoda, **hours, **fields})


async def test_whoever_is_moved_sees_it_at_once_and_when_it_is_called_off(world: World) -> None:
    vera = await sees(world.vera, "groups")
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(vera) as client:
        assert await client.settled() == {"my": 0, "others": 0}
        moved = await in_thread(lend, world)
        await client.hear("reload")
        await in_thread(world.write, world.zoya, "Hello?")
        row = await client.hear("row")
        assert (row["id"], row["tab"]) == (conversation.pk, "my")
        await in_thread(moved.delete)
        await client.hear("reload")
        await in_thread(world.write, world.zoya, "Anybody?")
        assert await client.hears_nothing()


async def test_a_lent_group_comes_with_all_its_members(world: World) -> None:
    async with await OperatorClient.logged_in(await sees(world.vera, "groups")) as client:
        await client.settled()
        await in_thread(lambda: lend(world, operator=None, group=world.tatra))
        await client.hear("reload")
        await in_thread(world.write, world.zoya)
        assert (await client.hear("row"))["tab"] == "my"


async def test_what_begins_and_ends_by_the_clock_is_seen_with_the_pulse(world: World) -> None:
    """Nothing is written at these moments; an UPDATE that nobody announces stands for the passing of time."""
    vera = await sees(world.vera, "groups")
    tomorrow = timezone.now() + timedelta(days=1)
    moved = await in_thread(lambda: lend(world, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1)))
    await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(vera) as client:
        assert await client.settled() == {"my": 0, "others": 0}
        await _turn_the_clock(moved, starts_at=timezone.now() - timedelta(minutes=1))
        await client.pulse()
        await client.hear("reload")
        assert (await client.hear_until("pulse"))["counts"] == {"my": 1, "others": 0}
        await _turn_the_clock(moved, ends_at=timezone.now())
        await client.pulse()
        await client.hear("reload")
        assert (await client.hear_until("pulse"))["counts"] == {"my": 0, "others": 0}
        await client.pulse()
        await client.hear("pulse")


async def test_a_called_senior_who_sees_only_own_ones_follows_it(world: World) -> None:
    vera = await sees(world.vera, "own")
    await in_thread(Operator.objects.filter(pk=vera.pk).update, senior=True)
    conversation = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(vera) as client, await OperatorClient.logged_in(world.anna) as anna:
        await client.settled()
        await anna.settled()
        await in_thread(lambda: seniors.call(world.anna, conversation.pk, vera.pk, now=world.now))
        row = await client.hear("row")
        assert (row["tab"], row["was"]) == ("my", None)
        assert row["notice"].startswith("Anna calls you into the conversation with Visitor")
        assert "notice" not in await anna.hear("row")
        await client.say("open", id=conversation.pk, after=0)
        await client.hear("thread")
        await in_thread(world.write, world.zoya, "Are you the boss?")
        assert "Are you the boss?" in (await client.hear_until("thread"))["html"]
        await in_thread(lambda: seniors.leave(vera, conversation.pk, now=world.now))
        assert (await client.hear_until("row"))["seq"] <= 5
        await in_thread(world.write, world.zoya, "A secret now")
        while not client.output_queue.empty():
            assert "A secret now" not in str(client.output_queue.get_nowait())
        assert await client.hears_nothing()


async def test_whoever_did_not_accept_is_told_and_nobody_else(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    await in_thread(lambda: assignments.transfer_to_person(world.boris, conversation.pk, world.anna.pk, now=world.now))
    row = Conversation.objects.filter(pk=conversation.pk)
    await in_thread(lambda: row.update(accept_due_at=world.now, next_due_at=world.now))
    async with await OperatorClient.logged_in(world.anna) as anna, await OperatorClient.logged_in(world.boris) as boris:
        await anna.settled()
        await boris.settled()
        assert await in_thread(lambda: due.run(conversation.pk, now=world.now))
        told = (await anna.hear("row"))["notice"]
        assert told.startswith("Not accepted in time: the conversation with Visitor")
        assert "notice" not in await boris.hear("row")


async def test_what_one_gives_back_oneself_is_no_news(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    await in_thread(lambda: assignments.take(world.anna, conversation.pk, now=world.now))
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        await in_thread(lambda: assignments.release(world.anna, conversation.pk, now=world.now))
        assert "notice" not in await anna.hear("row")


async def _turn_the_clock(moved: Reinforcement, **to: object) -> None:
    change: Callable[[], object] = lambda: Reinforcement.objects.filter(pk=moved.pk).update(**to)  # noqa: E731
    await in_thread(unpushed, change)
