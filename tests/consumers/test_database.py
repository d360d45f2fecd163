"""PostgreSQL refuses to talk for a while: everybody is told to try again, and nothing is lost."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import psycopg
import pytest
from django.db import connection

from channels_app import auth
from channels_app.database import in_thread
from tests.conftest import World
from tests.doors.clients import Http, OperatorClient, VisitorClient

Outage = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def outage(transactional_db: None) -> Outage:
    """`async with outage():` nobody gets a connection, as while the server starts anew."""
    settings = connection.settings_dict
    server = {"host": settings["HOST"] or settings["OPTIONS"].get("host"), "port": settings["PORT"] or None}
    login = {"user": settings["USER"], "password": settings["PASSWORD"] or None, "dbname": "postgres"}

    def accept(yes: bool) -> None:
        with psycopg.connect(**server, **login, autocommit=True) as maintenance:
            maintenance.execute(f'ALTER DATABASE "{settings["NAME"]}" ALLOW_CONNECTIONS {yes}')

    @asynccontextmanager
    async def refuse() -> AsyncIterator[None]:
        await in_thread(accept, False)
        try:
            yield
        finally:
            await in_thread(accept, True)

    return refuse


async def test_a_message_waits_for_the_database(world: World, outage: Outage) -> None:
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        async with outage():
            client_id = await zoya.write("Hello", world.skoda.pk)
            error = await zoya.hear("error")
            assert (error["code"], error["retry"], error["client_id"]) == ("unavailable", True, client_id)
            await zoya.say("ping", cursor={"conversation": None, "seq": 0})
            assert (await zoya.hear("error"))["code"] == "unavailable"
        await zoya.write("Hello", world.skoda.pk, client_id=client_id)
        assert (await zoya.hear_until("ack"))["client_id"] == client_id


async def test_hello_may_be_said_again(world: World, outage: Outage) -> None:
    async with VisitorClient(world.zoya) as zoya:
        async with outage():
            await zoya.hello()
            assert (await zoya.hear("error"))["code"] == "unavailable"
        await zoya.welcomed()


async def test_an_operators_socket_survives(world: World, outage: Outage) -> None:
    async with await OperatorClient.logged_in(world.anna) as anna:
        await anna.settled()
        async with outage():
            await anna.pulse()
            assert (await anna.hear("error"))["code"] == "unavailable"
        await anna.pulse()
        await anna.hear("pulse")


async def test_new_operators_are_sent_away(world: World, outage: Outage) -> None:
    client = await OperatorClient.logged_in(world.anna)
    async with outage():
        assert await client.connect() == (False, 1013)
    await client.wait()


async def test_http_says_unavailable(world: World, outage: Outage) -> None:
    http = Http(auth.token_for(world.zoya))
    async with outage():
        for response in (await http.get("events"), await http.get("boot", key="cheshka")):
            assert (response.status_code, response.json()["code"]) == (503, "unavailable")
            assert response.json()["retry"] is True
    assert (await http.get("events")).status_code == 200
