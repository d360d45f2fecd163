"""What a hold step offers, and taking it, through the doors (SPEC 4.7, 5.5, 7.4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.actions import due
from helpdesk.models import Ban, Conversation, HoldAction, Message, Visitor
from tests.conftest import World
from tests.doors.clients import Http, VisitorClient

PHONE = {"name": "Zoya", "email": "", "phone": "+420 555 010 111"}


def waits(world: World) -> Conversation:
    """Zoya waits, and is offered a call."""
    steps = world.site.hold_scenario.steps
    steps.filter(after=90).delete()
    steps.filter(after=30).update(action=HoldAction.OFFER_CALLBACK)
    conversation = world.write(world.zoya)
    due.run(conversation.pk, now=world.now + timedelta(seconds=30))
    return conversation


async def a_slot(world: World) -> str:
    told = (await Http(auth.token_for(world.zoya)).get("slots", key="cheshka", zone="Europe/Prague")).json()
    return told["slots"][3]


async def test_the_offer_is_pushed_and_still_there_after_a_reload(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(waits, world)
        frame = await zoya.hear_until("events")
        while frame["conversation"]["offer"] is None:
            frame = await zoya.hear_until("events")
        assert [event["kind"] for event in frame["events"]] == ["message", "offered"]
        assert frame["conversation"]["offer"] == "callback"
    async with VisitorClient(world.zoya) as zoya:
        assert (await zoya.welcomed())["conversation"]["offer"] == "callback"


async def test_taking_it_makes_a_request_with_its_time(world: World) -> None:
    conversation = await in_thread(waits, world)
    slot = await a_slot(world)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.ask("Call me", offer=True, due=slot, **PHONE)
        ack = await zoya.hear_until("ack")
        assert (ack["client_id"], ack["event"]["text"]) == (client_id, "Call me")
        assert (ack["conversation"]["active"], ack["conversation"]["offer"]) == (False, None)
    async with VisitorClient(world.zoya) as zoya:
        requested = (await zoya.welcomed())["events"][-2]
        assert requested["kind"] == "requested"
        assert datetime.fromisoformat(requested["due"]) == datetime.fromisoformat(slot)
    row = await in_thread(Conversation.objects.get, pk=conversation.pk)
    assert (row.kind, row.due_at) == ("request", datetime.fromisoformat(slot).astimezone(UTC))


async def test_where_sockets_are_blocked_http_takes_it(world: World) -> None:
    await in_thread(waits, world)
    http, frame = Http(auth.token_for(world.zoya)), {"text": "Call me", "offer": True, "due": await a_slot(world)}
    frame |= PHONE | {"client_id": "0f0e0d0c-0b0a-4908-8706-050403020100"}
    first = await http.post("requests", frame)
    assert first.status_code == 200
    assert (await http.post("requests", frame)).json() == first.json()
    assert await in_thread(Conversation.objects.filter(kind="request").count) == 1


async def test_whoever_is_too_late_is_told(world: World) -> None:
    conversation = await in_thread(waits, world)
    slot = await a_slot(world)
    await in_thread(world.answer, world.anna, conversation)
    async with VisitorClient(world.zoya) as zoya:
        welcome = await zoya.welcomed()
        assert welcome["conversation"]["offer"] is None
        client_id = await zoya.ask("Call me", offer=True, due=slot, **PHONE)
        error = await zoya.hear("error")
        assert (error["code"], error["client_id"], error["retry"]) == ("no_offer", client_id, False)
    response = await Http(auth.token_for(world.zoya)).post(
        "requests", {"client_id": client_id, "text": "Call me", "offer": True, **PHONE}
    )
    assert (response.status_code, response.json()["code"]) == (409, "no_offer")
    assert await in_thread(Message.objects.filter(text="Call me").count) == 0


async def test_a_time_that_is_gone_leaves_everything_as_it_was(world: World) -> None:
    await in_thread(waits, world)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.ask("Call me", offer=True, due="2020-01-01T10:00:00Z", **PHONE)
        error = await zoya.hear("error")
        assert (error["code"], error["field"], error["client_id"]) == ("slot_gone", "due", client_id)
        await zoya.ask("Call me", offer=True, due=await a_slot(world), client_id=client_id, **PHONE)
        assert (await zoya.hear_until("ack"))["client_id"] == client_id


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"due": 1764266400}, "bad_frame", None),
        ({"due": "tomorrow"}, "bad_frame", None),
        ({"due": "2026-11-27T15:30:00"}, "bad_frame", None),
        ({"due": "0001-01-01T00:00:00+23:59"}, "bad_frame", None),
        ({"due": ["2026-11-27T15:30:00Z"]}, "bad_frame", None),
        ({"due": "9" * 3000}, "bad_frame", None),
        ({"offer": 1}, "bad_frame", None),
        ({"offer": "yes"}, "bad_frame", None),
        ({"offer": None}, "bad_frame", None),
        ({"due": "2026-11-27T15:30:00Z", "phone": "", "email": "zoya@example.com"}, "contacts", "phone"),
        ({"phone": "", "email": ""}, "contacts", "contacts"),
        ({"text": ""}, "text_empty", None),
        ({"text": "a" * 4001}, "text_too_long", None),
    ],
)
async def test_a_wrong_one_is_named_in_the_refusal(
    world: World, fields: dict[str, Any], code: str, field: str | None
) -> None:
    await in_thread(waits, world)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.ask(**{"text": "Call me", "offer": True} | PHONE | fields)
        error = await zoya.hear("error")
        assert (error["code"], error.get("field"), error["retry"]) == (code, field, False)
    assert await in_thread(Conversation.objects.filter(kind="request").count) == 0
    assert (await in_thread(Visitor.objects.get)).phone == ""


async def test_it_counts_as_a_request(world: World) -> None:
    await in_thread(waits, world)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        for _ in range(5):
            await zoya.ask("Call me", offer=True, due="2020-01-01T10:00:00Z", **PHONE)
            assert (await zoya.hear("error"))["code"] == "slot_gone"
        await zoya.ask("Call me", offer=True, **PHONE)
        error = await zoya.hear("error")
        assert (error["code"], error["retry"]) == ("too_many", True)


async def test_nobody_takes_anothers_offer(world: World) -> None:
    await in_thread(waits, world)
    stranger = await in_thread(world.arrive)
    async with VisitorClient(stranger) as other:
        await other.welcomed()
        await other.ask("Call me", offer=True, **PHONE)
        assert (await other.hear("error"))["code"] == "no_offer"
    assert (await in_thread(Conversation.objects.get)).kind == "chat"


async def test_the_banned_take_nothing(world: World) -> None:
    await in_thread(waits, world)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(Ban.objects.bulk_create, [Ban(visitor=world.zoya)])
        await zoya.ask("Call me", offer=True, **PHONE)
        assert (await zoya.hear("error"))["code"] == "forbidden"
    assert (await in_thread(Conversation.objects.get)).kind == "chat"
