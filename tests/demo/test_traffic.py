"""The visitors' and operators' clients: the protocol's rules for a client, without a network."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.utils import timezone

from helpdesk.demo import cast
from helpdesk.demo.seed import seed
from helpdesk.demo.words import LANGUAGES
from helpdesk.models import Conversation, Operator
from helpdesk.traffic.delays import before_try
from helpdesk.traffic.rows import row, rows
from helpdesk.traffic.scripts import OPERATOR, VISITOR, Script, choose, department_of
from helpdesk.traffic.thread import Thread
from helpdesk.traffic.visitor import Visitor
from helpdesk.views.rendering import row_html


def conversation(number: int = 1, seq: int = 0) -> dict[str, Any]:
    return {"id": number, "status": "open", "active": True, "seq": seq, "operator": None}


def message(seq: int, client_id: str | None = None) -> dict[str, Any]:
    own = {"client_id": client_id} if client_id else {}
    return {"seq": seq, "kind": "message", "author": "visitor" if client_id else "operator", "text": "…", **own}


def pushed(*events: dict[str, Any], number: int = 1) -> dict[str, Any]:
    return {"type": "events", "conversation": conversation(number, events[-1]["seq"]), "events": list(events)}


def acked(event: dict[str, Any], number: int = 1) -> dict[str, Any]:
    return {"type": "ack", "client_id": event["client_id"], "conversation": conversation(number), "event": event}


def test_an_ack_settles_the_message() -> None:
    thread = Thread()
    said = thread.say("Hello", None)
    assert thread.take(acked(message(1, said.client_id)))
    assert said.done.is_set()
    assert (said.conversation, said.seq) == (1, 1)
    assert not thread.pending


def test_an_event_settles_it_too_and_is_shown_once() -> None:
    thread = Thread()
    said = thread.say("Hello", None)
    thread.take(pushed(message(1, said.client_id)))
    thread.take(acked(message(1, said.client_id)))
    assert [said] == thread.acked
    assert [event["seq"] for _, event in thread.shown] == [1]


def test_a_gap_is_noticed_and_nothing_behind_it_is_shown() -> None:
    thread = Thread()
    assert thread.take(pushed(message(1)))
    assert not thread.take(pushed(message(3)))
    assert thread.cursor == {"conversation": 1, "seq": 1}
    assert thread.take(pushed(message(2), message(3)))
    assert thread.seq == 3


def test_a_new_conversation_starts_at_its_first_event() -> None:
    thread = Thread()
    thread.take(pushed(message(1), message(2)))
    assert thread.take(pushed(message(1), number=2))
    assert thread.cursor == {"conversation": 2, "seq": 1}
    assert [number for number, _ in thread.shown] == [1, 1, 2]


def test_a_late_ack_of_an_older_conversation_is_no_step_back() -> None:
    thread = Thread()
    said = thread.say("Hello", None)
    thread.take(pushed(message(1), number=2))
    thread.take(acked(message(7, said.client_id), number=1))
    assert said.done.is_set()
    assert thread.cursor == {"conversation": 2, "seq": 1}


def test_a_refused_message_is_not_sent_again() -> None:
    thread = Thread()
    said = thread.say("x" * 5000, None)
    thread.refuse(said, "text_too_long")
    assert said.refused == "text_too_long"
    assert not thread.pending


def test_somebody_elses_client_id_settles_nothing() -> None:
    thread = Thread()
    said = thread.say("Hello", None)
    thread.take(pushed(message(1, str(uuid4()))))
    assert list(thread.pending) == [said]


async def test_whoever_is_refused_a_chat_can_still_ask() -> None:
    async with httpx.AsyncClient() as http:
        visitor = Visitor("http://x.example", "key", http)
    visitor._look_around({"type": "audience", "mode": "request", "groups": [{"id": 3, "name": "Service"}]})
    assert (visitor.mode, visitor.groups[0]["id"]) == ("request", 3)
    talk = visitor.say("Hello", 3)
    visitor._in_flight = talk
    await visitor._refused({"code": "request_form", "retry": False, "groups": visitor.groups})
    assert (talk.refused, list(visitor.thread.pending)) == ("request_form", [])
    asked = visitor.ask("Hello", 3, name="Tim", email="tim@example.com")
    frame = visitor._message(asked)
    assert (frame["type"], frame["email"], frame["group"]) == ("request", "tim@example.com", 3)


@pytest.mark.parametrize("failures", [1, 2, 7, 10_000])
def test_delays_grow_up_to_the_longest(failures: int) -> None:
    expected = min(30, 0.5 * 2 ** min(failures - 1, 20))
    assert 0.7 * expected <= before_try(failures, 30) <= 1.3 * expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_script_lets_both_sides_speak_in_turn(language: str) -> None:
    for _ in range(50):
        script = choose(language)
        assert script.department in cast.GROUPS
        said = [(who, line) for who in [VISITOR, OPERATOR] * 20 for line in script.next_lines(who)]
        assert script.over
        assert said[0][0] == VISITOR
        assert len(said) == len(script.lines)


def test_nobody_speaks_out_of_turn() -> None:
    script = Script("skoda", ["> Hello", "< Hi"])
    assert script.next_lines(OPERATOR) == []
    assert script.next_lines(VISITOR) == ["Hello"]
    assert script.next_lines(VISITOR) == []


@pytest.mark.django_db
def test_rows_are_read_as_the_inbox_draws_them() -> None:
    seed("en", now=timezone.now())
    drawn = {c.pk: row_html(c, "en") for c in Conversation.objects.select_related("assignee", "group", "visitor")}
    found = {found.id: found for found in rows("\n".join(drawn.values()))}
    assert set(found) == set(drawn)
    for c in Conversation.objects.select_related("assignee"):
        read = found[c.pk]
        assert (read.seq, read.text, read.who) == (c.seq, c.last_text, c.assignee.name if c.assignee else "")
        assert read.unanswered == (c.unanswered_since is not None)
        assert read.accepted == (c.accepted or (c.assignee is not None and not c.active))


def test_something_else_is_not_read_as_a_row() -> None:
    with pytest.raises(ValueError, match="not a row"):
        row("<li>Hello</li>")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_departments_are_known_by_name(language: str) -> None:
    seed(language, now=timezone.now())
    names = Operator.groups.through.objects.values_list("operatorgroup__name", flat=True).distinct()
    assert {department_of(name) for name in names} == set(cast.GROUPS)
    assert department_of("Accounting") is None
