"""One spelling of each address must serve every library that is given it."""

import uuid

import dj_database_url
import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from kombu import Connection

from helpdesk.engines.addresses import celery_url, database_url, redis_url
from tests.engines.runners import Running


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("unix:///tmp/a/redis.sock", "redis+socket:///tmp/a/redis.sock?virtual_host=0"),
        ("unix:///tmp/a/redis.sock?db=3", "redis+socket:///tmp/a/redis.sock?virtual_host=3"),
        ("unix:///tmp/a%20b/redis.sock", "redis+socket:///tmp/a b/redis.sock?virtual_host=0"),
        ("redis://cache.example:6379/1", "redis://cache.example:6379/1"),
        ("rediss://:secret@cache.example/0", "rediss://:secret@cache.example/0"),
    ],
)
def test_celery_spelling(given: str, expected: str) -> None:
    assert celery_url(given) == expected


def test_django_reads_the_database_address_and_keeps_its_capitals(running: Running) -> None:
    parsed = dj_database_url.parse(database_url(running.data / "RUN"))
    assert parsed["NAME"] == "switchboard"
    assert parsed["USER"] == "switchboard"
    assert parsed["OPTIONS"] == {"host": str(running.data / "RUN")}


def test_celerys_transport_reaches_redis(running: Running) -> None:
    with Connection(celery_url(running.urls["REDIS_URL"])) as connection:
        queue = connection.SimpleQueue(f"test-{uuid.uuid4().hex}")
        queue.put({"hello": "мир"})
        assert queue.get(timeout=30).payload == {"hello": "мир"}
        queue.close()


async def test_the_channel_layer_reaches_redis(running: Running) -> None:
    layer = RedisPubSubChannelLayer(hosts=[running.urls["REDIS_URL"]])
    channel = await layer.new_channel()
    await layer.group_add("group", channel)
    await layer.group_send("group", {"type": "hello"})
    assert await layer.receive(channel) == {"type": "hello"}
    await layer.flush()


def test_redis_address_is_absolute(running: Running) -> None:
    assert running.urls["REDIS_URL"] == redis_url(running.data / "run" / "redis.sock")
