"""Frames that are wrong: a clear answer, nothing lost, nothing leaked, and the socket survives where it should."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.translation import gettext

from channels_app.consumers import visitor as door
from channels_app.database import in_thread
from helpdesk.models import ContactPoint, Conversation, Event, Message
from tests.conftest import World
from tests.doors.clients import VisitorClient

CURSOR = {"conversation": None, "seq": 0}

UNREADABLE: list[str] = [
    "{",
    "null",
    "[]",
    '"hello"',
    "7",
    "[" * 16000,
    '{"a":' * 2500 + "1" + "}" * 2500,
    "1" * 5000,
    '{"type": null}',
    '{"type": ["message"]}',
    '{"type": "visitor.events"}',
    '{"type": "_message"}',
    '{"type": "disconnect"}',
    '{"type": "hello"}',
    '{"type": "ping"}',
    '{"type": "ping", "cursor": {"conversation": "1", "seq": 0}}',
    '{"type": "ping", "cursor": {"conversation": null, "seq": true}}',
    '{"type": "ping", "cursor": {"conversation": null, "seq": -1}}',
    '{"type": "ping", "cursor": {"conversation": null, "seq": 1.5}}',
    '{"type": "ping", "cursor": {"conversation": null, "seq": NaN}}',
    '{"type": "ping", "cursor": {"conversation": 99999999999999999999, "seq": 0}}',
    '{"type": "ping", "cursor": {"conversation": null, "seq": 99999999999}}',
    '{"type": "page"}',
    '{"type": "page", "page": {}}',
    '{"type": "message"}',
    '{"type": "message", "client_id": "7", "text": "x"}',
    '{"type": "message", "client_id": {"a": 1}, "text": "x"}',
]


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_cannot_be_read_is_refused_and_survived(world: World, text: str) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.send_to(text_data=text)
        error = await zoya.hear("error")
        assert (error["code"], error["retry"]) == ("bad_frame", False)
        await _still_works(zoya, world)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"text": None}, "bad_frame"),
        ({"text": ["a"]}, "bad_frame"),
        ({"text": ""}, "text_empty"),
        ({"text": " \n\x00 "}, "text_empty"),
        ({"text": "a" * 4001}, "text_too_long"),
        ({"group": "3"}, "bad_frame"),
        ({"group": True}, "bad_frame"),
        ({"group": -1}, "bad_frame"),
        ({"page": 5}, "bad_frame"),
    ],
)
async def test_a_wrong_message_is_named_in_the_refusal(world: World, fields: dict[str, Any], code: str) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.write(**{"text": "Hello", "group": world.skoda.pk} | fields)
        error = await zoya.hear("error")
        assert (error["code"], error["client_id"], error["retry"]) == (code, client_id, False)
        assert await in_thread(Message.objects.count) == 0
        await _still_works(zoya, world)


async def test_refusals_speak_the_visitors_language(world: World) -> None:
    world.zoya.language = "ru"
    await in_thread(world.zoya.save)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.write("")
        with translation.override("ru"):
            assert (await zoya.hear("error"))["text"] == gettext("There is nothing to send.")


async def test_what_is_too_large_is_not_read(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.write("a" * 20_000)
        error = await zoya.hear("error")
        assert (error["code"], "client_id" in error) == ("too_large", False)
        await zoya.send_to(text_data=json.dumps({"type": "ping", "x": "я" * 8200}, ensure_ascii=False))
        assert (await zoya.hear("error"))["code"] == "too_large"
        await zoya.send_to(bytes_data=b"\x00\xff")
        assert (await zoya.hear("error"))["code"] == "bad_frame"
        await _still_works(zoya, world)


async def test_the_longest_message_fits(world: World) -> None:
    text = "\U0001f697" * 3000 + "я" * 1000
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        frame = {"type": "message", "client_id": str(uuid4()), "text": text, "group": world.skoda.pk, "page": ""}
        await zoya.send_to(text_data=json.dumps(frame, ensure_ascii=False))
        assert (await zoya.hear_until("ack"))["event"]["text"] == text


async def test_html_stays_text(world: World) -> None:
    evil = "<script>alert('x')</script><img src=x onerror=alert(1)>"
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed(page=f"https://x/{evil}")
        await zoya.write(evil + "\x00\ud83d", world.skoda.pk, page=evil)
        assert (await zoya.hear_until("ack"))["event"]["text"] == evil + "?"


async def test_several_groups_and_none_named(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        for group in (None, 10**6):
            client_id = await zoya.write("Hello", group)
            error = await zoya.hear("error")
            assert (error["code"], error["client_id"]) == ("choose_group", client_id)
            assert [g["name"] for g in error["groups"]] == ["Skoda: new", "Tatra: new", "Used cars", "Service"]
        await zoya.write("Hello", error["groups"][0]["id"], client_id=client_id)
        assert (await zoya.hear_until("ack"))["client_id"] == client_id


@pytest.mark.parametrize("first", ["message", "ping", "page", "open"])
async def test_hello_comes_first(world: World, first: str) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.say(first, client_id=str(uuid4()), text="Hello", cursor=CURSOR, page="x")
        assert (await zoya.hear("error"))["code"] == "hello_first"
        assert await zoya.hear_close() == 4400
    assert await in_thread(Message.objects.count) == 0


async def test_hello_is_said_once(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.hello()
        assert (await zoya.hear("error"))["code"] == "bad_frame"
        await _still_works(zoya, world)


async def test_silence_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "HELLO_SECONDS", 0.1)
    async with VisitorClient(world.zoya) as zoya:
        assert (await zoya.hear("error"))["code"] == "hello_first"
        assert await zoya.hear_close() == 4400


@pytest.mark.parametrize(
    "token", ["", "x", "a:b:c", "WzEsMV0:1abcde:3YTJrU9zGZWQbTb8nQF4HqWc0000000000000000000", "\ud83d", "я"]
)
async def test_a_forged_token_closes(world: World, token: str) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello(token=token)
        assert (await zoya.hear("error"))["code"] == "bad_token"
        assert await zoya.hear_close() == 4401


async def test_a_token_of_another_contact_point_closes(world: World) -> None:
    other = await in_thread(ContactPoint.objects.create, name="Other site", public_key="other")
    async with VisitorClient(world.zoya, key=other.public_key) as zoya:
        await zoya.hello()
        assert (await zoya.hear("error"))["code"] == "bad_token"
        assert await zoya.hear_close() == 4401


async def test_a_token_opens_only_its_own_visitors_conversation(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya, "My secret")
    stranger = await in_thread(world.arrive)
    async with VisitorClient(stranger) as client:
        nothing = {"type": "welcome", "conversation": None, "events": [], "more": False}
        assert await client.welcomed(conversation.pk, 0) == nothing
        await client.say("ping", cursor={"conversation": conversation.pk, "seq": 0})
        await client.hear("pong")
        secret = await in_thread(Message.objects.get)
        secret.client_id = uuid4()
        await in_thread(secret.save)
        # Somebody else's client_id is only a number: it neither shows nor replaces the other's message.
        await client.write("Mine", world.skoda.pk, client_id=str(secret.client_id))
        ack = await client.hear_until("ack")
        assert (ack["event"]["text"], ack["conversation"]["id"] != conversation.pk) == ("Mine", True)
        await in_thread(world.answer, world.anna, conversation, "Only for Zoya")
        assert (await client.hear("events"))["events"][0]["text"] == "Mine"
        assert await client.hears_nothing()


async def test_ten_messages_in_ten_seconds(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        for number in range(10):
            await zoya.write(str(number), world.skoda.pk)
            await zoya.hear_until("ack")
        client_id = await zoya.write("one too many", world.skoda.pk)
        error = await zoya.hear_until("error")
        assert (error["code"], error["retry"], error["client_id"]) == ("too_many", True, client_id)
        assert 1 <= error["after"] <= 10
    assert await in_thread(Message.objects.count) == 10


async def test_sixty_frames_in_ten_seconds(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        for _ in range(60):
            await zoya.send_to(text_data="?")
        codes = [(await zoya.hear("error"))["code"] for _ in range(60)]
        assert codes == ["bad_frame"] * 59 + ["too_many"]


async def _still_works(zoya: VisitorClient, world: World) -> None:
    client_id = await zoya.write("Hello", world.skoda.pk)
    assert (await zoya.hear_until("ack"))["client_id"] == client_id
    assert await in_thread(Conversation.objects.count) == 1
    assert await in_thread(Event.objects.filter(public_seq__isnull=False).count) == 1
