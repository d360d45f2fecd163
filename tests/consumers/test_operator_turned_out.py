"""Operators are turned out at once, and odd frames do no harm."""

from typing import Any
from uuid import uuid4

import pytest

from channels_app.database import in_thread
from tests.conftest import World
from tests.doors.clients import OperatorClient


async def test_a_changed_password_turns_out_at_the_next_pulse(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        world.anna.user.set_password("another")
        await in_thread(world.anna.user.save)
        await client.pulse()
        assert await client.hear_close() == 4403


async def test_a_dismissed_user_is_turned_out_at_the_next_pulse(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        world.anna.user.is_active = False
        await in_thread(world.anna.user.save)
        await client.pulse()
        assert await client.hear_close() == 4403


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"type": "staff.row", "id": 1, "seq": 1}, "bad_frame"),
        ({"type": "staff.reload"}, "bad_frame"),
        ({"type": None}, "bad_frame"),
        ({}, "bad_frame"),
        ({"type": "pulse"}, "bad_frame"),
        ({"type": "pulse", "tab": "not a uuid"}, "bad_frame"),
        ({"type": "open"}, "bad_frame"),
        ({"type": "open", "id": "1", "after": 0}, "bad_frame"),
        ({"type": "open", "id": 1, "after": -1}, "bad_frame"),
        ({"type": "open", "id": 1, "after": None}, "bad_frame"),
        ({"type": "open", "id": 2**63, "after": 0}, "bad_frame"),
        ({"type": "open", "id": 999999, "after": 0}, "not_found"),
        ({"type": "open", "id": 1, "after": 0, "x": "y" * 17000}, "too_large"),
    ],
)
async def test_wrong_frames_are_refused_and_survived(world: World, frame: dict[str, Any], code: str) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.settled()
        await client.send_json_to(frame)
        assert (await client.hear("error"))["code"] == code
        await client.pulse()
        await client.hear("pulse")


async def test_hello_comes_first(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        await client.say("open", id=1, after=0)
        assert (await client.hear("error"))["code"] == "hello_first"


async def test_sixty_frames_in_ten_seconds(world: World) -> None:
    async with await OperatorClient.logged_in(world.anna) as client:
        for _ in range(60):
            await client.say("hello", tab="?")
        for _ in range(60):
            await client.hear("error")
        await client.say("hello", tab=str(uuid4()))
        assert (await client.hear("error"))["code"] == "too_many"
