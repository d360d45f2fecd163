"""Who is not let in, and who is turned out while the socket is open (SPEC 7.9, 10.5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from channels_app.consumers import visitor as door
from channels_app.database import in_thread
from helpdesk.actions import bans
from helpdesk.models import Ban, Conversation, Message
from tests.conftest import World
from tests.doors.clients import VisitorClient


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("https://cheshka.example", True),
        ("https://www.cheshka.example", False),
        ("http://cheshka.example", False),
        ("https://cheshka.example:8443", False),
        ("https://cheshka.example.evil.example", False),
        ("https://xn--e1aybc.example", True),
        ("null", False),
    ],
)
async def test_only_allowed_pages(world: World, origin: str, let_in: bool) -> None:
    world.site.allowed_origins = ["https://Cheshka.example/", "https://тест.example"]
    await in_thread(world.site.save)
    async with VisitorClient(world.zoya, origin=origin) as zoya:
        await zoya.hello()
        if let_in:
            await zoya.hear("welcome")
        else:
            await _is_turned_out(zoya)


async def test_without_a_list_every_page_may(world: World) -> None:
    async with VisitorClient(world.zoya, origin="https://anybody.example") as zoya:
        await zoya.welcomed()


@pytest.mark.parametrize("ban", [{"visitor": True}, {"ip": "192.0.2.1"}])
async def test_the_banned_are_not_let_in(world: World, ban: dict[str, Any]) -> None:
    await in_thread(Ban.objects.create, **_named(ban, world))
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello()
        await _is_turned_out(zoya)


async def test_an_expired_ban_is_none(world: World) -> None:
    await in_thread(Ban.objects.create, visitor=world.zoya, expires_at=timezone.now() - timedelta(seconds=1))
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()


@pytest.mark.parametrize("ban", [{"visitor": True}, {"ip": "192.0.2.1"}, {"ip": "192.0.2.0/29"}])
async def test_a_ban_closes_the_open_socket(world: World, ban: dict[str, Any]) -> None:
    bystander = await in_thread(world.arrive)
    async with VisitorClient(world.zoya) as zoya, VisitorClient(bystander, address="192.0.2.9") as other:
        await zoya.welcomed()
        await other.welcomed()
        await in_thread(Ban.objects.create, **_named(ban, world))
        await _is_turned_out(zoya)
        assert await other.hears_nothing()


async def test_an_operators_ban_tells_the_banned_nothing(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(lambda: bans.ban(world.anna, conversation.pk, reason="rude", now=timezone.now()))
        error = await _is_turned_out(zoya)
        assert "rude" not in error["text"]
        assert await zoya.hears_nothing()


async def test_a_switched_off_contact_point_closes_its_sockets(world: World) -> None:
    world.site.enabled = False
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(world.site.save)
        await _is_turned_out(zoya)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.hello()
        await _is_turned_out(zoya)


async def test_a_harmless_change_of_the_contact_point_closes_nothing(world: World) -> None:
    world.site.greeting = "Good day!"
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(world.site.save)
        assert await zoya.hears_nothing()


async def test_a_ban_that_was_not_pushed_is_found_by_the_next_frame(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "CHECK_AFTER", timedelta(0))
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(Ban.objects.bulk_create, [Ban(ip="192.0.2.1")])
        await zoya.write("Hello", world.skoda.pk)
        await _is_turned_out(zoya)
    assert await in_thread(Message.objects.count) == 0


async def test_the_banned_write_nothing_even_in_the_same_moment(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(Ban.objects.bulk_create, [Ban(visitor=world.zoya)])
        await zoya.write("Hello", world.skoda.pk)
        await _is_turned_out(zoya)
    assert await in_thread(Conversation.objects.count) == 0


async def test_an_erased_visitor_is_nobody(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(world.zoya.delete)
        await zoya.write("Hello", world.skoda.pk)
        assert (await zoya.hear("error"))["code"] == "bad_token"
        assert await zoya.hear_close() == 4401


async def _is_turned_out(client: VisitorClient) -> dict[str, Any]:
    error = await client.hear("error")
    assert (error["code"], error["retry"]) == ("forbidden", False)
    assert await client.hear_close() == 4403
    return error


def _named(ban: dict[str, Any], world: World) -> dict[str, Any]:
    return {"visitor": world.zoya} if "visitor" in ban else ban
