"""A visitor ends the chat (SPEC 4.2, 4.10): the call and the frame `end`."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.actions import conversations, requests
from helpdesk.models import Ban, Conversation, Event, Visitor
from tests.conftest import World
from tests.doors.clients import Http, OperatorClient, VisitorClient


async def the_chat(visitor: Visitor) -> Conversation:
    return await in_thread(Conversation.objects.get, visitor=visitor)


@pytest.mark.parametrize(("seconds", "outcome"), [(1, "cancelled"), (60, "unserved")])
async def test_sooner_than_the_setting_it_is_cancelled(world: World, seconds: int, outcome: str) -> None:
    chat = await in_thread(world.write, world.zoya)
    begun = world.now - timedelta(seconds=seconds)
    await in_thread(Conversation.objects.filter(pk=chat.pk).update, created_at=begun)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed()
        await zoya.say("end")
        told = (await zoya.hear_until("ended"))["conversation"]
        assert (told["id"], told["status"], told["active"]) == (chat.pk, "open", False)
    ended = await the_chat(world.zoya)
    assert (ended.active, ended.status, ended.outcome) == (False, "open", outcome)
    last = await in_thread(ended.events.latest, "seq")
    assert (last.kind, last.cause["by"]) == ("conversation.ended", "visitor")


async def test_asked_for_again_it_changes_nothing(world: World) -> None:
    await in_thread(world.write, world.zoya)
    http = Http(auth.token_for(world.zoya))
    first = await http.post("end", "")
    assert (first.status_code, first.json()["type"]) == (200, "ended")
    seq = (await the_chat(world.zoya)).seq
    assert (await http.post("end", {})).json() == first.json()
    assert (await the_chat(world.zoya)).seq == seq


async def test_two_at_once_end_it_once(world: World) -> None:
    await in_thread(world.write, world.zoya)
    http = Http(auth.token_for(world.zoya))
    answers = await asyncio.gather(*(http.post("end", {}) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    chat = await the_chat(world.zoya)
    assert await in_thread(chat.events.filter(kind="conversation.ended").count) == 1


async def test_where_there_is_nothing_there_is_nothing_to_end(world: World) -> None:
    answer = await Http(auth.token_for(world.zoya)).post("end", {})
    assert answer.json() == {"type": "ended", "conversation": None}


async def test_what_is_closed_or_a_request_stays_what_it_is(world: World) -> None:
    def leave() -> None:
        chat = world.write(world.zoya)
        conversations.close(world.anna, chat.pk, now=world.now)

    await in_thread(leave)
    told = (await Http(auth.token_for(world.zoya)).post("end", {})).json()["conversation"]
    assert told["status"] == "closed"
    left = await in_thread(ask_for_a_call, world)
    http = Http(auth.token_for(await in_thread(Visitor.objects.get, pk=left.visitor_id)))
    assert (await http.post("end", {})).json()["conversation"]["active"] is False
    assert await in_thread(left.events.filter(kind="conversation.ended").count) == 0


def ask_for_a_call(world: World) -> Conversation:
    visitor = world.arrive()
    contacts = requests.Contacts.read("Zoya", "zoya@example.com", "")
    stored = requests.leave(visitor.pk, "Call me", contacts, client_id=uuid4(), group_id=world.skoda.pk, now=world.now)
    return stored.conversation


async def test_nobody_ends_what_is_somebody_elses(world: World) -> None:
    await in_thread(world.write, world.zoya)
    stranger = await in_thread(world.arrive)
    assert (await Http(auth.token_for(stranger)).post("end", {})).json()["conversation"] is None
    for token in (None, "forged"):
        answer = await Http(token).post("end", {})
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert (await the_chat(world.zoya)).active


async def test_a_banned_visitor_is_sent_away(world: World) -> None:
    await in_thread(world.write, world.zoya)
    await in_thread(Ban.objects.create, visitor=world.zoya)
    assert (await Http(auth.token_for(world.zoya)).post("end", {})).status_code == 403
    assert (await the_chat(world.zoya)).active


async def test_ten_a_minute(world: World) -> None:
    http = Http(auth.token_for(world.zoya))
    for _ in range(10):
        assert (await http.post("end", {})).status_code == 200
    answer = await http.post("end", {})
    assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (429, "too_many", True)


async def test_the_visitor_hears_at_once_that_somebody_has_ended_it(world: World) -> None:
    chat = await in_thread(world.write, world.zoya)
    async with VisitorClient(world.zoya) as zoya:
        await zoya.welcomed(chat.pk, 1)
        await in_thread(lambda: conversations.end(world.anna, chat.pk, now=world.now))
        pushed = await zoya.hear("events")
        assert (pushed["conversation"]["active"], pushed["conversation"]["seq"]) == (False, 2)
        assert [(e["kind"], e["seq"], e["name"]) for e in pushed["events"]] == [("ended", 2, "")]


async def test_an_end_of_which_nobody_was_told_then_makes_no_gap(world: World) -> None:
    """What has ended before visitors were told of it stands in the table without a public number."""
    chat = await in_thread(world.write, world.zoya)
    await in_thread(lambda: conversations.end(world.anna, chat.pk, now=world.now))
    await in_thread(Event.objects.filter(kind="conversation.ended").update, public_seq=None)
    await in_thread(Conversation.objects.filter(pk=chat.pk).update, public_seq=1)
    async with VisitorClient(world.zoya) as zoya:
        welcome = await zoya.welcomed()
        assert ([e["seq"] for e in welcome["events"]], welcome["conversation"]["active"]) == ([1], False)
        await zoya.write("One more thing")
        assert (await zoya.hear_until("ack"))["event"]["seq"] == 2


async def test_the_operator_hears_of_it_and_the_next_word_wakes_it_up(world: World) -> None:
    chat = await in_thread(world.write, world.zoya)
    async with await OperatorClient.logged_in(world.anna) as anna, VisitorClient(world.zoya) as zoya:
        await anna.settled()
        await zoya.welcomed()
        await zoya.say("end")
        await zoya.hear_until("ended")
        assert (await anna.hear_until("row"))["id"] == chat.pk
        await zoya.write("One more thing")
        ack = await zoya.hear_until("ack")
        assert (ack["conversation"]["id"], ack["conversation"]["active"]) == (chat.pk, True)
