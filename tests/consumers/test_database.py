"""PostgreSQL refuses to talk for a while: everybody is told to try again, and nothing is lost."""

from channels_app import auth
from tests.conftest import World
from tests.doors.clients import Http, OperatorClient, VisitorClient
from tests.outage import outage


async def test_a_message_waits_for_the_database(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        with outage():
            client_id = await zoya.write("Hello", world.skoda.pk)
            error = await zoya.hear("error")
            assert (error["code"], error["retry"], error["client_id"]) == ("unavailable", True, client_id)
            await zoya.say("ping", cursor={"conversation": None, "seq": 0})
            assert (await zoya.hear("error"))["code"] == "unavailable"
        await zoya.write("Hello", world.skoda.pk, client_id=client_id)
        assert (await zoya.hear_until("ack"))["client_id"] == client_id


async def test_hello_may_be_said_again(world: World) -> None:
    async with VisitorClient(world.zoya) as zoya:
        with outage():
            await zoya.hello()
            assert (await zoya.hear("error"))["code"] == "unavailable"
        await zoya.welcomed()


async def test_an_operators_socket_survives(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        with outage():
            await anna.pulse()
            assert (await anna.hear("error"))["code"] == "unavailable"
        await anna.pulse()
        await anna.hear("pulse")


async def test_new_operators_are_sent_away(world: World) -> None:
    client = await OperatorClient.logged_in(world.anna)
    with outage():
        assert await client.connect() == (False, 1013)
    await client.wait()


async def test_http_says_unavailable(world: World) -> None:
    http = Http(auth.token_for(world.zoya))
    with outage():
        for response in (await http.get("events"), await http.get("boot", key="cheshka")):
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
            assert response.json()["retry"] is True
    assert (await http.get("events")).status_code == 200
