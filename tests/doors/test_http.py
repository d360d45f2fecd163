"""The widget's HTTP calls (docs/PROTOCOL.md): the way in and out where sockets are blocked."""

from typing import Any
from uuid import uuid4

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.actions import presence
from helpdesk.models import ContactPoint, Conversation, IpRange, Message, Visitor
from tests.conftest import World
from tests.doors.clients import ORIGIN, Http


async def test_session_makes_a_visitor(world: World) -> None:
    response = await Http(address="192.0.2.77").post(
        "session",
        {"key": "cheshka", "page": "https://cheshka.example/used/\x00", "referrer": "https://search.example/"},
    )
    assert response.status_code == 200
    told = response.json()
    visitor = await in_thread(Visitor.objects.get, pk=told["visitor"])
    assert (visitor.page, visitor.referrer) == ("https://cheshka.example/used/", "https://search.example/")
    assert (visitor.ip, visitor.language, visitor.contact_point_id) == ("192.0.2.77", "en", world.site.pk)
    assert auth.read(told["token"]) == auth.Claims(visitor.pk, world.site.pk)


async def test_a_good_token_is_given_back(world: World) -> None:
    token = auth.token_for(world.zoya)
    response = await Http(token).post("session", {"key": "cheshka", "page": "https://cheshka.example/tatra/"})
    assert response.json() == {"token": token, "visitor": world.zoya.pk}
    assert (await in_thread(Visitor.objects.get)).page == "https://cheshka.example/tatra/"


@pytest.mark.parametrize("path", ["session", "messages", "requests", "end", "page", "events"])
@pytest.mark.parametrize("token", ["forged", "another's"])
async def test_a_bad_token_is_refused_everywhere(world: World, path: str, token: str) -> None:
    other = await in_thread(ContactPoint.objects.create, name="Other site", public_key="other")
    if token == "another's":
        token = await in_thread(lambda: auth.token_for(Visitor(pk=world.zoya.pk, contact_point=other)))
    http = Http(token)
    message = {"key": "cheshka", "page": "x", "client_id": str(uuid4()), "text": "Hello", "group": world.skoda.pk}
    message["email"] = "zoya@example.com"
    response = await (http.get(path) if path == "events" else http.post(path, message))
    assert (response.status_code, response.json()["code"], response.json()["retry"]) == (401, "bad_token", False)
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert await in_thread(Message.objects.count) == 0


async def test_a_message_and_its_answer_without_a_socket(world: World) -> None:
    http = Http(auth.token_for(world.zoya))
    client_id = str(uuid4())
    message = {"client_id": client_id, "text": "Hello", "group": world.skoda.pk, "page": ORIGIN}
    response = await http.post("messages", message)
    assert response.status_code == 200
    ack = response.json()
    assert (ack["type"], ack["client_id"], ack["event"]["seq"]) == ("ack", client_id, 1)
    assert (await http.post("messages", message)).json() == ack

    conversation = await in_thread(Conversation.objects.get)
    await in_thread(world.answer, world.anna, conversation)
    told = (await http.get("events", conversation=conversation.pk, after=1)).json()
    assert [e["seq"] for e in told["events"]] == [2, 3]
    assert (told["type"], told["more"], told["conversation"]["seq"]) == ("welcome", False, 3)
    assert len((await http.get("events", conversation="", after=0)).json()["events"]) == 3


async def test_events_of_somebody_elses_conversation_are_not_told(world: World) -> None:
    conversation = await in_thread(world.write, world.zoya, "My secret")
    stranger = await in_thread(world.arrive)
    told = (await Http(auth.token_for(stranger)).get("events", conversation=conversation.pk, after=0)).json()
    assert (told["conversation"], told["events"]) == (None, [])


async def test_events_tell_who_is_there_for_the_page(world: World) -> None:
    world.tatra.include_pages = ["/tatra/*"]
    await in_thread(world.tatra.save)
    http = Http(auth.token_for(world.zoya))
    await http.post("page", {"page": f"{ORIGIN}/used/"})
    told = (await http.get("events", conversation="", after=0)).json()["audience"]
    assert (told["mode"], [g["name"] for g in told["groups"]]) == ("choice", ["Skoda: new", "Used cars", "Service"])
    told = (await http.get("events", conversation="", after=0, page=f"{ORIGIN}/tatra/815/")).json()["audience"]
    assert len(told["groups"]) == 4


async def test_a_request_without_a_socket(world: World) -> None:
    await in_thread(presence.leave, world.dina.pk)
    http = Http(auth.token_for(world.zoya))
    form = {"client_id": str(uuid4()), "text": "Please call", "name": "Zoya", "phone": "+7 495 123-45-67"}
    form |= {"group": world.service.pk, "page": ORIGIN}
    ack = (await http.post("requests", form)).json()
    assert (ack["type"], ack["client_id"], ack["event"]["seq"]) == ("ack", form["client_id"], 2)
    assert (await http.post("requests", form)).json() == ack
    told = (await http.get("events", conversation="", after=0)).json()
    assert [e["kind"] for e in told["events"]] == ["requested", "message"]
    conversation = await in_thread(Conversation.objects.select_related("visitor").get)
    assert (conversation.kind, conversation.active, conversation.group_id) == ("request", False, world.service.pk)
    assert (conversation.visitor.name, conversation.visitor.phone) == ("Zoya", "+7 495 123-45-67")


async def test_the_address_that_chooses_is_the_one_that_was_shown(world: World) -> None:
    """Zoya's telephone has left the network in which her visit began."""

    def configure() -> None:
        IpRange.objects.create(network="198.51.100.0/24", country="RU", subdivision="RU-MOW")
        world.tatra.regions = ["RU-MOW"]
        world.tatra.save()

    await in_thread(configure)
    http = Http(auth.token_for(world.zoya), address="198.51.100.7")
    assert "Tatra: new" in str((await http.get("events")).json()["audience"])
    message = {"client_id": str(uuid4()), "text": "Hello", "group": world.tatra.pk, "page": ORIGIN}
    assert (await http.post("messages", message)).status_code == 200
    assert (await in_thread(Visitor.objects.get)).ip == "198.51.100.7"


async def test_page_is_remembered(world: World) -> None:
    response = await Http(auth.token_for(world.zoya)).post("page", {"page": "https://x.example/", "title": "X"})
    assert (response.status_code, response.content) == (204, b"")
    visitor = await in_thread(Visitor.objects.get)
    assert (visitor.page, visitor.page_title) == ("https://x.example/", "X")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("messages", "{", 400, "bad_frame"),
        ("messages", "[]", 400, "bad_frame"),
        ("messages", b"\xff\xfe", 400, "bad_frame"),
        ("messages", {"text": "Hello"}, 400, "bad_frame"),
        ("messages", {"text": "", "client_id": str(uuid4())}, 400, "text_empty"),
        ("messages", {"text": "a" * 4001, "client_id": str(uuid4())}, 400, "text_too_long"),
        ("messages", {"text": "Hello", "client_id": str(uuid4())}, 400, "choose_group"),
        ("messages", "a" * 17_000, 413, "too_large"),
        ("messages", "a" * 3_000_000, 413, "too_large"),
        ("requests", {"text": "Hello", "client_id": str(uuid4())}, 400, "contacts"),
        ("page", {}, 400, "bad_frame"),
        ("session", {}, 400, "bad_frame"),
        ("session", {"key": ["cheshka"]}, 400, "bad_frame"),
    ],
)
async def test_wrong_bodies_are_refused(world: World, path: str, body: Any, status: int, code: str) -> None:
    response = await Http(auth.token_for(world.zoya)).post(path, body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) - {"groups", "field"} == {"code", "text", "retry"}


@pytest.mark.parametrize("query", [{"after": "x"}, {"after": "-1"}, {"conversation": "1.5"}, {"after": "9" * 30}])
async def test_wrong_cursors_are_refused(world: World, query: dict[str, str]) -> None:
    response = await Http(auth.token_for(world.zoya)).get("events", **query)
    assert (response.status_code, response.json()["code"]) == (400, "bad_frame")


async def test_sessions_are_counted_by_address(world: World) -> None:
    for _ in range(30):
        assert (await Http().post("session", {"key": "cheshka"})).status_code == 200
    refused = await Http().post("session", {"key": "cheshka"})
    assert (refused.status_code, refused.json()["code"], refused.json()["retry"]) == (429, "too_many", True)
    assert 0 < refused.json()["after"] <= 600
    assert (await Http(address="192.0.2.2").post("session", {"key": "cheshka"})).status_code == 200
    # Who has a token already makes no new row.
    assert (await Http(auth.token_for(world.zoya)).post("session", {"key": "cheshka"})).status_code == 200


async def test_messages_are_counted_by_visitor(world: World) -> None:
    http = Http(auth.token_for(world.zoya))
    answers = [
        await http.post("messages", {"client_id": str(uuid4()), "text": "Hello", "group": world.skoda.pk})
        for _ in range(11)
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


async def test_a_chosen_address_does_not_escape_the_count(world: World) -> None:
    """X-Forwarded-For counts only from a trusted proxy."""
    for number in range(31):
        response = await Http().client.post(
            "/w/v1/session",
            {"key": "cheshka"},
            content_type="application/json",
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
    assert response.status_code == 429
