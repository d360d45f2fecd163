"""Whose pages may use the HTTP calls, and what browsers need to hear for it."""

from typing import Any
from uuid import uuid4

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.models import Ban
from tests.conftest import World
from tests.doors.clients import ORIGIN, Http

ALLOWED = ["https://cheshka.example", "http://localhost:8000"]


async def _every_call(http: Http, world: World) -> dict[str, Any]:
    message = {"client_id": str(uuid4()), "text": "Hello", "group": world.skoda.pk, "page": ORIGIN}
    return {
        "boot": await http.get("boot", key="cheshka"),
        "session": await http.post("session", {"key": "cheshka"}),
        "messages": await http.post("messages", message),
        "events": await http.get("events"),
        "page": await http.post("page", {"page": ORIGIN}),
    }


@pytest.mark.parametrize("origin", [*ALLOWED, None])
async def test_an_allowed_page_may_read_every_answer(world: World, origin: str | None) -> None:
    world.site.allowed_origins = ALLOWED
    await in_thread(world.site.save)
    for path, response in (await _every_call(Http(auth.token_for(world.zoya), origin=origin), world)).items():
        assert response.status_code in (200, 204), path
        assert response.get("Access-Control-Allow-Origin") == origin, path
        assert "Access-Control-Allow-Credentials" not in response
        assert "Origin" in response["Vary"]
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:8001", "null", "https://cheshka.example.evil"]
)
async def test_a_foreign_page_gets_the_refusal_and_nothing_else(world: World, origin: str) -> None:
    world.site.allowed_origins = ALLOWED
    await in_thread(world.site.save)
    for path, response in (await _every_call(Http(auth.token_for(world.zoya), origin=origin), world)).items():
        assert response.status_code == 403, path
        assert set(response.json()) == {"code", "text", "retry"}, path
        assert response["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize("ban", ["visitor", "address"])
async def test_the_banned_get_nothing_from_any_call(world: World, ban: str) -> None:
    await in_thread(Ban.objects.create, **({"visitor": world.zoya} if ban == "visitor" else {"ip": "192.0.2.1"}))
    for path, response in (await _every_call(Http(auth.token_for(world.zoya)), world)).items():
        if path == "boot":
            assert response.json() == {"show": False}
        else:
            assert (response.status_code, response.json()["code"]) == (403, "forbidden"), path


async def test_lifting_a_ban_works_at_once(world: World) -> None:
    ban = await in_thread(Ban.objects.create, visitor=world.zoya)
    http = Http(auth.token_for(world.zoya))
    assert (await http.get("events")).status_code == 403
    await in_thread(ban.delete)
    assert (await http.get("events")).status_code == 200


@pytest.mark.parametrize("path", ["boot", "session", "messages", "events", "page"])
async def test_a_preflight_is_answered(world: World, path: str) -> None:
    method = "GET" if path in ("boot", "events") else "POST"
    response = await Http().client.options(
        f"/w/v1/{path}",
        headers={
            "Origin": ORIGIN,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization,content-type",
        },
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert response["Access-Control-Allow-Methods"] == method
    assert response["Access-Control-Allow-Headers"] == "authorization, content-type"


async def test_the_wrong_method_is_refused(world: World) -> None:
    assert (await Http().post("boot", {})).status_code == 405
    assert (await Http().get("messages")).status_code == 405


async def test_no_cookie_is_set(world: World) -> None:
    response = await Http().post("session", {"key": "cheshka"})
    assert not response.cookies
