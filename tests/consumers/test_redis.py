"""Redis goes away and comes back: what was acknowledged stays, open sockets go on, and catch up by themselves."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from channels_app import wire
from channels_app.database import in_thread
from helpdesk.engines.binaries import find_redis
from helpdesk.engines.redis_server import Redis
from tests.conftest import World
from tests.doors.clients import OperatorClient, VisitorClient

RECOVERY_SECONDS = 10
PROMPT_SECONDS = 1.5


@pytest.fixture
def redis(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Redis]:
    """One of our own, so that it can be killed. The path is short: a socket's name may not be long."""
    monkeypatch.setattr(wire, "_health", wire._Health())
    folder = tmp_path_factory.mktemp("r")
    server = Redis(find_redis(None), folder, folder, folder / "log", throwaway=True)
    server.start()
    server.wait_ready()
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {**settings.CHANNEL_LAYERS["default"]["CONFIG"], "hosts": [f"unix://{server.socket}"]},
        }
    }
    yield server
    server.stop()


async def test_sockets_outlive_redis(world: World, redis: Redis) -> None:
    async with VisitorClient(world.zoya) as zoya, await OperatorClient.logged_in(world.anna) as anna:
        await zoya.welcomed()
        await anna.settled()
        conversation = await in_thread(world.write, world.zoya)
        assert (await zoya.hear("events"))["events"][0]["seq"] == 1
        assert (await anna.hear("row"))["seq"] == 2

        _kill(redis)
        began = time.monotonic()
        client_id = await zoya.write("Is anybody there?")
        assert (await zoya.hear("ack"))["client_id"] == client_id
        assert time.monotonic() - began < PROMPT_SECONDS
        await _catch_up(zoya, anna, conversation.pk)

        redis.start()
        redis.wait_ready()
        await _heard_again(world, zoya, anna)


async def test_without_redis_new_sockets_are_sent_away(world: World, redis: Redis) -> None:
    _kill(redis)
    async with VisitorClient(world.zoya) as zoya:
        assert (zoya.let_in, zoya.code) == (False, 1013)
    redis.start()
    redis.wait_ready()
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()


async def test_a_dead_redis_is_asked_only_now_and_then(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    _kill(redis)
    for _ in range(5):
        assert wire.heard(["visitor.1"]) == set()
        wire.send([(["visitor.1"], {"type": "visitor.events"})])
    assert [record.levelname for record in caplog.records if record.name == wire.__name__] == ["WARNING"]


async def _catch_up(zoya: VisitorClient, anna: OperatorClient, conversation: int) -> None:
    """What the pushes did not bring, the next ping and the next pulse do."""
    await zoya.say("ping", cursor={"conversation": conversation, "seq": 1})
    assert [e["seq"] for e in (await zoya.hear("welcome"))["events"]] == [2]
    await zoya.hear("pong")
    await anna.pulse()
    assert (await anna.hear("row"))["seq"] == 3
    await anna.hear("pulse")


async def _heard_again(world: World, zoya: VisitorClient, anna: OperatorClient) -> None:
    """Both sockets are subscribed again soon, although nobody told them to."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while zoya.output_queue.empty() or anna.output_queue.empty():
        assert time.monotonic() < deadline
        await in_thread(world.write, world.zoya, "And now?")
        await asyncio.sleep(0.2)
    await zoya.hear("events")
    await anna.hear("row")


def _kill(redis: Redis) -> None:
    assert redis.process is not None
    redis.process.kill()
    redis.process.wait()
