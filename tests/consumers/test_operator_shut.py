"""Who may open the inbox's socket, who is turned out of it, and which frames it refuses."""

from channels_app.database import in_thread
from helpdesk.models import Operator
from tests.conftest import World
from tests.doors.clients import OperatorClient


async def test_nobody_is_turned_away(world: World) -> None:
    async with OperatorClient("/ws/inbox/", "192.0.2.50", {"origin": "http://localhost"}) as client:
        assert await client.hear_close() == 4403


async def test_a_forged_session_is_turned_away(world: World) -> None:
    headers = {"origin": "http://localhost", "cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
    async with OperatorClient("/ws/inbox/", "192.0.2.50", headers) as client:
        assert await client.hear_close() == 4403


async def test_a_supervisor_who_is_no_operator_is_turned_away(world: World) -> None:
    async with await OperatorClient.logged_in(Operator(user=world.mila)) as client:
        assert await client.hear_close() == 4403


async def test_a_disabled_operator_is_turned_away(world: World) -> None:
    world.anna.enabled = False
    await in_thread(world.anna.save)
    async with await OperatorClient.logged_in(world.anna) as client:
        assert await client.hear_close() == 4403


async def test_a_foreign_page_cannot_use_the_cookie(world: World) -> None:
    client = await OperatorClient.logged_in(world.anna, origin="https://evil.example")
    assert await client.connect() == (False, 1000)
    await client.wait()


async def test_an_unknown_path_is_refused(world: World) -> None:
    client = OperatorClient("/ws/other/", "192.0.2.50", {"origin": "http://localhost"})
    assert await client.connect() == (False, 1000)
    await client.wait()


async def test_disabling_turns_out_at_once(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        world.anna.enabled = False
        await in_thread(world.anna.save)
        assert await client.hear_close() == 4403
        await in_thread(world.write, world.zoya)
        assert await client.hears_nothing()


async def test_logging_out_turns_out_at_the_next_pulse(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        await client.log_out()
        await client.pulse()
        assert await client.hear_close() == 4403
