"""What operators do: each verb done, and refused where it may not be."""

from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.actions import assignments, conversations
from helpdesk.models import Ban, Category, Conversation, Message
from tests.conftest import World
from tests.views.conftest import LogIn

VERBS = ["reply", "begin", "note", "take", "accept", "transfer", "release", "end", "close", "reopen", "category"]
VERBS += ["read", "ban", "call", "leave", "stage", "postpone"]


def do(client: Client, conversation: Conversation, verb: str, **data: object):
    answer = client.post(f"/inbox/{conversation.pk}/{verb}/", data)
    conversation.refresh_from_db()
    return answer


@pytest.fixture
def conversation(world: World) -> Conversation:
    return world.write(world.zoya)


@pytest.mark.parametrize("verb", VERBS)
def test_what_may_not_be_seen_may_not_be_touched(world: World, log_in: LogIn, verb: str) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    world.anna.visibility = "groups"
    world.anna.save()
    before = Conversation.objects.filter(pk=conversation.pk).values().get()
    data = {"text": "Hello", "client_id": uuid4(), "operator": world.anna.pk}
    assert do(log_in(world.anna), conversation, verb, **data).status_code == 404
    assert Conversation.objects.filter(pk=conversation.pk).values().get() == before
    assert not Ban.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_does_anything_without_logging_in(conversation: Conversation, client: Client, verb: str) -> None:
    assert client.post(f"/inbox/{conversation.pk}/{verb}/").url.startswith("/login/")


@pytest.mark.parametrize("verb", VERBS)
def test_looking_changes_nothing(world: World, conversation: Conversation, log_in: LogIn, verb: str) -> None:
    assert log_in(world.anna).get(f"/inbox/{conversation.pk}/{verb}/").status_code == 405


def test_no_page_elsewhere_can_act_for_an_operator(world: World, conversation: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.anna.user, backend="django.contrib.auth.backends.ModelBackend")
    assert do(client, conversation, "close").status_code == 403
    assert conversation.status == "open"


def test_reply(world: World, conversation: Conversation, log_in: LogIn) -> None:
    answer = do(log_in(world.anna), conversation, "reply", text=" Good morning ", client_id=uuid4())
    assert answer.status_code == 200
    assert f'id="head" data-id="{conversation.pk}" data-seq="{conversation.seq}"' in answer.content.decode()
    assert conversation.assignee == world.anna
    assert Message.objects.get(author="operator").text == "Good morning"


def test_the_same_reply_twice_is_one(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client, client_id = log_in(world.anna), uuid4()
    for _ in range(2):
        assert do(client, conversation, "reply", text="Good morning", client_id=client_id).status_code == 200
    assert Message.objects.filter(author="operator").count() == 1


def test_a_reply_to_what_a_colleague_has_answered_meanwhile_is_asked_about(
    world: World, conversation: Conversation, log_in: LogIn
) -> None:
    seen = conversation.seq
    world.answer(world.boris, conversation)
    reply = {"text": "Good morning", "client_id": uuid4()}
    answer = do(log_in(world.anna), conversation, "reply", seen_seq=seen, **reply)
    assert answer.status_code == 409
    assert answer.json()["code"] == "colleague_answered"
    assert "Boris" in answer.json()["text"]
    assert do(log_in(world.anna), conversation, "reply", **reply).status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"text": "  ", "client_id": uuid4()}, "text_empty"),
        ({"text": "x" * 4001, "client_id": uuid4()}, "text_too_long"),
        ({"text": "Hello", "client_id": "x"}, "bad_frame"),
        ({"text": "Hello"}, "bad_frame"),
        ({"text": "Hello", "client_id": uuid4(), "seen_seq": "x"}, "bad_frame"),
        ({"text": "Hello", "client_id": uuid4(), "seen_seq": "²"}, "bad_frame"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(
    world: World, conversation: Conversation, log_in: LogIn, data: dict[str, object], code: str
) -> None:
    answer = do(log_in(world.anna), conversation, "reply", **data)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["text"]


def test_no_reply_into_a_closed_conversation_but_a_note(
    world: World, conversation: Conversation, log_in: LogIn
) -> None:
    conversations.close(world.anna, conversation.pk, now=world.now)
    client = log_in(world.anna)
    answer = do(client, conversation, "reply", text="Hello", client_id=uuid4())
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert do(client, conversation, "note", text="Called back", client_id=uuid4()).status_code == 200
    assert Message.objects.get(staff_only=True).text == "Called back"


def test_take_and_somebody_was_faster(world: World, conversation: Conversation, log_in: LogIn) -> None:
    assert do(log_in(world.boris), conversation, "take").status_code == 200
    answer = do(log_in(world.anna), conversation, "take", seen_assignee="")
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
    assert "Boris" in answer.json()["text"]
    assert conversation.assignee == world.boris


def test_taking_over_from_whom_the_screen_showed(world: World, conversation: Conversation, log_in: LogIn) -> None:
    assignments.take(world.boris, conversation.pk, now=world.now)
    assert do(log_in(world.anna), conversation, "take", seen_assignee=world.boris.pk).status_code == 200
    assert conversation.assignee == world.anna


def test_only_the_assignee_accepts(world: World, conversation: Conversation, log_in: LogIn) -> None:
    assignments.transfer_to_person(world.boris, conversation.pk, world.anna.pk, now=world.now)
    answer = do(log_in(world.gleb), conversation, "accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
    assert "Anna" in answer.json()["text"]
    assert not conversation.accepted
    assert do(log_in(world.anna), conversation, "accept").status_code == 200
    assert conversation.accepted


def test_nobody_accepts_what_is_nobodys(world: World, conversation: Conversation, log_in: LogIn) -> None:
    answer = do(log_in(world.anna), conversation, "accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_transfer_to_a_person_or_a_group(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client = log_in(world.anna)
    assert do(client, conversation, "transfer", operator=world.vera.pk).status_code == 200
    assert conversation.assignee == world.vera
    assert do(client, conversation, "transfer", group=world.service.pk).status_code == 200
    assert (conversation.assignee, conversation.group) == (None, world.service)


def test_a_note_goes_along_with_a_transfer(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client = log_in(world.anna)
    assert do(client, conversation, "transfer", operator=world.vera.pk, note=" Wants a discount ").status_code == 200
    assert Message.objects.get(staff_only=True).text == "Wants a discount"
    answer = do(client, conversation, "transfer", group=world.service.pk, note="x" * 4001)
    assert (answer.status_code, answer.json()["code"]) == (400, "text_too_long")
    assert conversation.assignee == world.vera, "a refused note refuses the transfer"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "no_target"),
        ({"operator": 999999}, "no_operator"),
        ({"group": 999999}, "no_group"),
        ({"operator": "x"}, "bad_frame"),
        ({"group": "9" * 30}, "bad_frame"),
    ],
)
def test_transfer_to_nobody(
    world: World, conversation: Conversation, log_in: LogIn, data: dict[str, object], code: str
) -> None:
    answer = do(log_in(world.anna), conversation, "transfer", **data)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_whoever_hands_away_what_they_then_cannot_see_is_told(
    world: World, conversation: Conversation, log_in: LogIn
) -> None:
    assignments.take(world.anna, conversation.pk, now=world.now)
    world.anna.visibility = "own"
    world.anna.save()
    answer = do(log_in(world.anna), conversation, "transfer", operator=world.boris.pk)
    assert (answer.status_code, answer.json()["code"]) == (410, "gone")
    assert conversation.assignee == world.boris


def test_the_life_of_a_conversation(world: World, conversation: Conversation, log_in: LogIn) -> None:
    client = log_in(world.anna)
    do(client, conversation, "take")
    assert do(client, conversation, "release").status_code == 200
    assert conversation.assignee is None
    assert do(client, conversation, "end").status_code == 200
    assert not conversation.active
    assert do(client, conversation, "close").status_code == 200
    assert conversation.status == "closed"
    answer = do(client, conversation, "close")
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert do(client, conversation, "reopen").status_code == 200
    assert conversation.status == "open"


def test_read_by_hand(world: World, conversation: Conversation, log_in: LogIn) -> None:
    assert conversation.unanswered_since
    assert do(log_in(world.anna), conversation, "read").status_code == 200
    assert conversation.unanswered_since is None


def test_category(world: World, conversation: Conversation, log_in: LogIn) -> None:
    price = Category.objects.create(name="Price")
    client = log_in(world.anna)
    assert do(client, conversation, "category", category=price.pk).status_code == 200
    assert conversation.category == price
    assert do(client, conversation, "category", category="").status_code == 200
    assert conversation.category is None
    assert do(client, conversation, "category", category=999999).json()["code"] == "no_category"


def test_ban(world: World, conversation: Conversation, log_in: LogIn) -> None:
    assert do(log_in(world.anna), conversation, "ban", reason=" Insults ").status_code == 200
    ban = Ban.objects.get()
    assert (ban.visitor, ban.reason, ban.created_by) == (world.zoya, "Insults", world.anna.user)
    assert conversation.status == "closed"


@pytest.mark.parametrize("verb", VERBS)
def test_a_disabled_operator_does_nothing(world: World, conversation: Conversation, log_in: LogIn, verb: str) -> None:
    client = log_in(world.anna)
    world.anna.enabled = False
    world.anna.save()
    assert do(client, conversation, verb, text="Hello", client_id=uuid4()).status_code == 403
    assert conversation.seq == conversation.events.count()
    assert not Message.objects.filter(author="operator").exists()
