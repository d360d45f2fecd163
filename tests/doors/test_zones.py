"""The visitor's time zone, as the browser says it: kept where it is one, whatever else is said (SPEC 5.7)."""

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.models import Visitor
from tests.conftest import World
from tests.doors.clients import Http, VisitorClient


async def zone_of(visitor: Visitor) -> str:
    return (await in_thread(Visitor.objects.get, pk=visitor.pk)).zone


async def test_a_session_keeps_it(world: World) -> None:
    told = (await Http().post("session", {"key": "cheshka", "zone": "Asia/Tokyo"})).json()
    assert await zone_of(Visitor(pk=told["visitor"])) == "Asia/Tokyo"
    await Http(auth.token_for(world.zoya)).post("session", {"key": "cheshka", "zone": "Europe/Prague"})
    assert await zone_of(world.zoya) == "Europe/Prague"


async def test_the_socket_keeps_the_latest(world: World) -> None:
    for said, kept in (("Europe/Prague", "Europe/Prague"), ("Asia/Tokyo", "Asia/Tokyo"), ("", "Asia/Tokyo")):
        async with VisitorClient(world.zoya) as zoya:
            await zoya.welcomed(zone=said)
        assert await zone_of(world.zoya) == kept


@pytest.mark.parametrize("said", ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "x" * 3000, "\x00"])
async def test_what_is_no_zone_is_no_reason_to_refuse(world: World, said: str) -> None:
    response = await Http(auth.token_for(world.zoya)).post("session", {"key": "cheshka", "zone": said})
    assert response.status_code == 200
    assert await zone_of(world.zoya) == ""
