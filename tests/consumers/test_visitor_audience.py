"""Who is there is told to open widgets when it changes, and only then (SPEC 2.6, 2.7; docs/PROTOCOL.md)."""

import pytest

from channels_app.database import in_thread
from helpdesk.actions import presence
from helpdesk.board.current import Keeper
from helpdesk.models import OperatorGroup
from tests.conftest import World
from tests.doors.clients import ORIGIN, VisitorClient

PING = {"cursor": {"conversation": None, "seq": 0}}


def names(audience: dict) -> list[str]:
    return [group["name"] for group in audience["groups"]]


@pytest.fixture
def pages(world: World) -> World:
    """Tatra on its own pages, service on its own."""
    for group, pages in ((world.tatra, ["/tatra/*"]), (world.service, ["/service/*"])):
        group.include_pages = pages
        group.save()
    return world


async def test_it_follows_the_welcome(pages: World) -> None:
    async with VisitorClient(pages.zoya) as zoya:
        await zoya.welcomed(page=f"{ORIGIN}/tatra/815/")
        assert zoya.audience["mode"] == "choice"
        assert zoya.audience["groups"][1] == {"id": pages.tatra.pk, "name": "Tatra: new"}
        assert names(zoya.audience) == ["Skoda: new", "Tatra: new", "Used cars"]
    async with VisitorClient(pages.zoya) as zoya:
        await zoya.welcomed(page="")
        assert len(zoya.audience["groups"]) == 3, "of the last page that was told"


async def test_another_page_is_another_audience(pages: World) -> None:
    async with VisitorClient(pages.zoya) as zoya:
        await zoya.welcomed()
        await zoya.say("page", page=f"{ORIGIN}/tatra/")
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Tatra: new", "Used cars"]
        await zoya.say("page", page=f"{ORIGIN}/tatra/815/")
        assert await zoya.hears_nothing()
        await zoya.say("page", page=ORIGIN)
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Used cars"]


async def test_whoever_comes_or_leaves_is_told(pages: World, keeper: Keeper) -> None:
    async with VisitorClient(pages.zoya) as zoya, VisitorClient(pages.zoya) as elsewhere:
        await zoya.welcomed(page=f"{ORIGIN}/service/")
        await elsewhere.welcomed()
        await in_thread(presence.leave, pages.dina.pk)
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Used cars"]
        await in_thread(pages.at_the_screen, pages.dina)
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Used cars", "Service"]
        await in_thread(presence.leave, pages.anna.pk)
        assert await zoya.hears_nothing(), "Boris still sells Skodas"
        assert await elsewhere.hears_nothing()


async def test_a_change_in_the_admin_is_told(world: World, keeper: Keeper) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        world.used.hidden = True
        await in_thread(world.used.save)
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Tatra: new", "Service"]
        world.used.hidden, world.used.name = False, "Second hand"
        await in_thread(world.used.save)
        assert "Second hand" in names(await zoya.hear("audience"))


async def test_one_direct_one_only_by_form_and_none(world: World, keeper: Keeper) -> None:
    await in_thread(OperatorGroup.objects.exclude(pk=world.service.pk).update, enabled=False)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        assert (zoya.audience["mode"], names(zoya.audience)) == ("direct", ["Service"])
        await in_thread(presence.leave, world.dina.pk)
        told = await zoya.hear("audience")
        assert (told["mode"], names(told)) == ("request", ["Service"])
        world.service.when_away = "hide"
        await in_thread(world.service.save)
        assert await zoya.hear("audience") == {"type": "audience", "mode": "none", "groups": []}


async def test_what_was_not_noticed_is_found_by_the_next_ping(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await in_thread(presence.leave, world.vera.pk)
        await zoya.say("ping", **PING)
        await zoya.hear("pong")
        assert names(await zoya.hear("audience")) == ["Skoda: new", "Used cars", "Service"]
        await zoya.say("ping", **PING)
        await zoya.hear("pong")
        assert await zoya.hears_nothing()


async def test_who_has_left_is_not_remembered(world: World, keeper: Keeper) -> None:
    async with VisitorClient(world.zoya) as zoya, VisitorClient(world.zoya) as silent:
        await zoya.welcomed()
        assert len(keeper._listeners) == 1, "nobody looks out for whoever has said nothing"
        assert await silent.hears_nothing()
    assert keeper._listeners == set()
    # Cut off by the server in the middle of it all, without a word of goodbye.
    client = VisitorClient(world.zoya)
    await client.connect()
    await client.welcomed()
    assert len(keeper._listeners) == 1
    client.stop(exceptions=False)
    with pytest.raises(BaseException):  # noqa: B017, PT011 - cancelled, however that shows
        await client.future
    assert keeper._listeners == set()
