"""What visitors are told is an allow-list, whatever happens in a conversation (SPEC 10.4)."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels_app import payloads
from helpdesk import queries
from helpdesk.actions import assignments, bans, conversations, due, messages
from helpdesk.events import CATALOGUE
from helpdesk.models import Conversation, Event, Message, Operator, Visitor
from tests.conftest import World

SECRET = "s3cret"
NUMBER = 918_273_645
AT = datetime(2026, 3, 2, 10, 0, 0, 123_456, tzinfo=UTC)

ALLOWED_IN_EVENT = {"seq", "kind", "at", "author", "name", "text", "client_id", "choices", "due"}
PUBLIC_KINDS = {"message", "requested", "joined", "ended", "closed", "transferred", "offered"}
ALLOWED_IN_CONVERSATION = {"id", "status", "active", "seq", "operator", "offer"}

secrets = st.dictionaries(
    st.sampled_from(["by", "id", "why", "name", "to", "from", "reason", "trace", "operator", "group", "category"]),
    st.sampled_from([SECRET, NUMBER, {"dropped": [[NUMBER, SECRET]]}]),
)


def _event(kind: str, cause: dict, data: dict, *, author: str | None = None, staff_only: bool = False) -> Event:
    message = None
    if author is not None:
        operator = Operator(pk=NUMBER, name="Anna") if author == "operator" else None
        visitor = Visitor(pk=NUMBER) if author == "visitor" else None
        message = Message(
            pk=NUMBER,
            author=author,
            operator=operator,
            visitor=visitor,
            text="Hi",
            staff_only=staff_only,
            client_id=uuid4(),
        )
    return Event(
        pk=NUMBER,
        conversation_id=1,
        seq=NUMBER,
        public_seq=7,
        kind=kind,
        cause=cause,
        data=data,
        message=message,
        created_at=AT,
    )


@given(st.sampled_from(sorted(CATALOGUE)), secrets, secrets, st.sampled_from([None, "visitor", "operator", "service"]))
def test_nothing_but_the_allowed_is_ever_told(kind: str, cause: dict, data: dict, author: str | None) -> None:
    public = CATALOGUE[kind].public
    # Names are public where the protocol says so: of an operator who acts, of whoever receives a transfer.
    cause = {"by": "system", **{k: v for k, v in cause.items() if k not in ("by", "name")}}
    data = {k: v for k, v in data.items() if k != "to"}
    event = _event(kind, cause, data, author=author)
    if public is None:
        with pytest.raises(ValueError, match="not for visitors"):
            payloads.event(event)
        return
    told = payloads.event(event)
    assert set(told) <= ALLOWED_IN_EVENT
    assert ("client_id" in told) == (author == "visitor")
    assert SECRET not in json.dumps(told)
    assert str(NUMBER) not in json.dumps(told)


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_a_note_is_never_told_under_any_kind(kind: str) -> None:
    with pytest.raises(ValueError, match="not for visitors"):
        payloads.event(_event(kind, {}, {}, author="operator", staff_only=True))


def test_every_public_kind_is_one_of_the_protocols() -> None:
    assert {k.public for k in CATALOGUE.values()} - {None} <= PUBLIC_KINDS


def test_moments_are_in_utc_with_milliseconds() -> None:
    assert payloads.event(_event("conversation.closed", {}, {}))["at"] == "2026-03-02T10:00:00.123Z"


@pytest.mark.parametrize(("accepted", "named"), [(True, {"name": "Anna", "photo": ""}), (False, None)])
def test_the_operator_is_named_once_they_have_accepted(accepted: bool, named: dict | None) -> None:
    row = Conversation(pk=1, assignee=Operator(pk=NUMBER, name="Anna"), accepted=accepted, public_seq=4, seq=NUMBER)
    told = payloads.conversation(row)
    assert (set(told), told["operator"], told["seq"]) == (ALLOWED_IN_CONVERSATION, named, 4)


def test_a_whole_life_told_to_the_visitor(world: World) -> None:
    """Every action there is, and then everything the visitor's own welcome contains."""
    now, zoya = world.now, world.zoya
    row = world.write(zoya, "Hello")
    messages.note(world.boris, row.pk, SECRET, client_id=uuid4(), now=now)
    assignments.transfer_to_person(world.boris, row.pk, world.anna.pk, now=now)
    assignments.accept(world.anna, row.pk, now=now)
    conversations.mark_read(world.anna, row.pk, now=now)
    assignments.release(world.anna, row.pk, now=now)
    Conversation.objects.filter(pk=row.pk).update(hold_due_at=now)
    due.run(row.pk, now=now)
    world.answer(world.anna, row)
    conversations.end(world.anna, row.pk, now=now)
    world.write(zoya, "Still there?")
    bans.ban(world.anna, row.pk, reason=SECRET, now=now)

    told = payloads.welcome(zoya, payloads.Cursor())
    text = json.dumps(told)
    assert SECRET not in text
    assert all(set(e) <= ALLOWED_IN_EVENT for e in told["events"])
    assert [e["seq"] for e in told["events"]] == list(range(1, told["conversation"]["seq"] + 1))
    assert {e["kind"] for e in told["events"]} == {"message", "transferred", "joined", "ended", "closed"}
    assert len(told["events"]) < queries.timeline(Conversation.objects.get(pk=row.pk)).count()


def test_the_client_id_is_the_visitors_own(world: World) -> None:
    client_id = UUID("0F0E0D0C-0B0A-4908-8706-050403020100")
    stored = messages.receive(world.zoya.pk, "Hi", client_id=client_id, group_id=world.skoda.pk, now=world.now)
    assert payloads.event(stored.event)["client_id"] == "0f0e0d0c-0b0a-4908-8706-050403020100"
