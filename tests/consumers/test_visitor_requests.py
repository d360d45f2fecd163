"""The request form: what is left when nobody is there (SPEC 2.7, 4.7, 7.4)."""

from typing import Any
from uuid import UUID

import pytest

from channels_app.database import in_thread
from helpdesk.actions import presence
from helpdesk.models import Ban, Conversation, Message, OperatorGroup, Visitor
from helpdesk.views.rendering import row_html
from tests.conftest import World
from tests.doors.clients import ORIGIN, VisitorClient


@pytest.fixture
def evening(world: World) -> World:
    """Everybody has gone home."""
    for operator in (world.anna, world.boris, world.vera, world.gleb, world.dina):
        presence.leave(operator.pk)
    return world


async def test_a_request_is_acknowledged_and_shown(evening: World) -> None:
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        assert zoya.audience["mode"] == "request"
        client_id = await zoya.ask("How much is the Superb?", evening.skoda.pk)
        ack = await zoya.hear_until("ack")
        assert (ack["client_id"], ack["event"]["client_id"], ack["event"]["seq"]) == (client_id, client_id, 2)
        assert (ack["conversation"]["status"], ack["conversation"]["active"]) == ("open", False)
        await zoya.say("ping", cursor={"conversation": None, "seq": 0})
        events = (await zoya.hear_until("welcome"))["events"]
        assert [(e["kind"], e.get("name")) for e in events] == [("requested", ""), ("message", "")]
        await zoya.ask("How much is the Superb?", evening.skoda.pk, client_id=client_id)
        assert await zoya.hear_until("ack") == ack
    conversation = await in_thread(Conversation.objects.select_related("visitor").get)
    assert (conversation.kind, conversation.group_id, conversation.start_page) == ("request", evening.skoda.pk, ORIGIN)
    assert (conversation.visitor.name, conversation.visitor.email) == ("Zoya", "zoya@example.com")


async def test_nobody_is_there_any_more_so_the_text_goes_into_the_form(evening: World) -> None:
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.write("Is anybody there?", evening.skoda.pk)
        error = await zoya.hear("error")
        assert (error["code"], error["client_id"], error["retry"]) == ("request_form", client_id, False)
        assert [g["name"] for g in error["groups"]] == ["Skoda: new", "Tatra: new", "Used cars", "Service"]
        await zoya.ask("Is anybody there?", error["groups"][0]["id"], client_id=client_id)
        assert (await zoya.hear_until("ack"))["client_id"] == client_id
        await zoya.write("And have you got a red one?")
        assert (await zoya.hear_until("ack"))["event"]["text"] == "And have you got a red one?"
    assert await in_thread(Conversation.objects.count) == 1


async def test_on_a_page_without_groups_there_is_nobody(evening: World) -> None:
    await in_thread(OperatorGroup.objects.all().update, include_pages=["/elsewhere/*"])
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        assert zoya.audience == {"type": "audience", "mode": "none", "groups": []}
        for send in (zoya.write, zoya.ask):
            client_id = await send("Hello?", evening.skoda.pk)
            error = await zoya.hear("error")
            assert (error["code"], error["client_id"], error["retry"]) == ("nobody", client_id, False)
    assert await in_thread(Message.objects.count) == 0


@pytest.mark.parametrize("enabled", [True, False])
async def test_one_group_or_none_need_not_be_named(evening: World, enabled: bool) -> None:
    await in_thread(OperatorGroup.objects.exclude(pk=evening.service.pk).update, enabled=False)
    await in_thread(OperatorGroup.objects.filter(pk=evening.service.pk).update, enabled=enabled)
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        # Whoever chose while there were departments need not know that there are none now.
        await zoya.ask("Please call", None if enabled else evening.skoda.pk)
        await zoya.hear_until("ack")
    group = (await in_thread(Conversation.objects.get)).group_id
    assert group == (evening.service.pk if enabled else None)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"email": ""}, "contacts", "contacts"),
        ({"email": " ", "phone": "\x00"}, "contacts", "contacts"),
        ({"email": "zoya"}, "contacts", "email"),
        ({"email": "zoya@example.com, yana@example.com"}, "contacts", "email"),
        ({"email": "zoya@example.com\nBcc: all@example.com"}, "contacts", "email"),
        ({"email": f"{'z' * 60}@{'example.' * 30}com"}, "contacts", "email"),
        ({"phone": "call me"}, "contacts", "phone"),
        ({"phone": "1" * 40}, "contacts", "phone"),
        ({"phone": "<b>123456</b>"}, "contacts", "phone"),
        ({"text": ""}, "text_empty", None),
        ({"text": "a" * 4001}, "text_too_long", None),
        ({"text": None}, "bad_frame", None),
        ({"name": None}, "bad_frame", None),
        ({"name": ["Zoya"]}, "bad_frame", None),
        ({"email": {"to": "x"}}, "bad_frame", None),
        ({"phone": 84951234567}, "bad_frame", None),
        ({"page": 1}, "bad_frame", None),
        ({"group": "1"}, "bad_frame", None),
        ({"group": True}, "bad_frame", None),
        ({"group": None}, "choose_group", None),
        ({"group": 10**12}, "choose_group", None),
    ],
)
async def test_a_wrong_request_is_named_in_the_refusal(
    evening: World, fields: dict[str, Any], code: str, field: str | None
) -> None:
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        client_id = await zoya.ask(**{"text": "Hello", "group": evening.skoda.pk} | fields)
        error = await zoya.hear("error")
        assert (error["code"], error.get("field"), error["client_id"]) == (code, field, client_id)
        assert error["retry"] is False
        assert await in_thread(Conversation.objects.count) == 0
        assert (await in_thread(Visitor.objects.get)).email == ""
        await zoya.ask("Hello", evening.skoda.pk)
        await zoya.hear_until("ack")


async def test_a_group_of_another_page_is_not_reached(evening: World) -> None:
    evening.tatra.include_pages = ["/tatra/*"]
    await in_thread(evening.tatra.save)
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        for send in (zoya.write, zoya.ask):
            await send("Hello", evening.tatra.pk)
            error = await zoya.hear("error")
            assert error["code"] == ("request_form" if send == zoya.write else "choose_group")
            assert [g["name"] for g in error["groups"]] == ["Skoda: new", "Used cars", "Service"]
        await zoya.ask("Hello", evening.tatra.pk, page=f"{ORIGIN}/tatra/815/")
        await zoya.hear_until("ack")


async def test_html_stays_text_and_a_long_name_is_cut(evening: World) -> None:
    evil = "<script>alert('x')</script>"
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        await zoya.ask(evil, evening.skoda.pk, name=f" {evil}\x00\ud83d " + "z" * 3000)
        assert (await zoya.hear_until("ack"))["event"]["text"] == evil
    conversation = await in_thread(Conversation.objects.select_related("visitor", "group", "contact_point").get)
    assert conversation.visitor.name == f"{evil}? " + "z" * (118 - len(evil))
    assert "<script" not in str(await in_thread(row_html, conversation, "en"))


async def test_five_requests_in_ten_minutes(evening: World) -> None:
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        for _ in range(7):
            await zoya.ask("Hello", evening.skoda.pk, email="mistyped")
            assert (await zoya.hear("error"))["code"] == "contacts"
        for number in range(5):
            await zoya.ask(f"{number}", evening.skoda.pk)
            await zoya.hear_until("ack")
        client_id = await zoya.ask("one too many", evening.skoda.pk)
        error = await zoya.hear_until("error")
        assert (error["code"], error["retry"], error["client_id"]) == ("too_many", True, client_id)
        assert 590 <= error["after"] <= 600
    assert await in_thread(Message.objects.count) == 5


async def test_the_banned_leave_no_request(evening: World) -> None:
    async with VisitorClient(evening.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(Ban.objects.bulk_create, [Ban(visitor=evening.zoya)])
        await zoya.ask("Hello", evening.skoda.pk)
        assert (await zoya.hear("error"))["code"] == "forbidden"
        assert await zoya.hear_close() == 4403
    assert await in_thread(Conversation.objects.count) == 0


async def test_a_strangers_client_id_is_only_a_number(evening: World) -> None:
    stranger = await in_thread(evening.arrive)
    async with VisitorClient(evening.zoya) as zoya, VisitorClient(stranger) as other:
        await zoya.welcomed()
        await other.welcomed()
        client_id = await zoya.ask("My secret", evening.skoda.pk)
        await zoya.hear_until("ack")
        await other.ask("Mine", evening.skoda.pk, client_id=client_id)
        assert (await other.hear_until("ack"))["event"]["text"] == "Mine"
    assert await in_thread(Message.objects.filter(client_id=UUID(client_id)).count) == 2
