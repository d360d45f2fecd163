"""Nothing doubled, nothing out of order, nothing after the answer (SPEC 10.2, 10.3)."""

from datetime import timedelta
from uuid import uuid4

from helpdesk.actions import conversations, due, messages
from helpdesk.models import Conversation, Message
from tests.conftest import World
from tests.races.crowd import at_once, errors


def test_one_message_sent_over_ten_ways_is_stored_once(world: World) -> None:
    same = uuid4()
    results = at_once(
        *[lambda: messages.receive(world.zoya.pk, "Hello", client_id=same, group_id=world.skoda.pk, now=world.now)] * 10
    )
    assert not errors(results)
    assert Message.objects.count() == Conversation.objects.count() == 1
    assert [r.repeated for r in results].count(False) == 1


def test_ten_first_messages_begin_one_conversation_numbered_without_gaps(world: World) -> None:
    results = at_once(*[lambda n=n: world.write(world.zoya, f"message {n}") for n in range(10)])
    assert not errors(results)
    conversation = Conversation.objects.get()
    assert list(conversation.events.values_list("seq", flat=True)) == list(range(1, 12))
    public = conversation.events.exclude(public_seq=None).values_list("public_seq", flat=True)
    assert list(public) == list(range(1, 11))
    assert conversation.seq == 11


def test_a_visitors_word_against_a_close_is_in_one_of_the_two_conversations(world: World) -> None:
    for _ in range(20):
        visitor = world.arrive()
        old = world.write(visitor)
        results = at_once(
            lambda: world.write(visitor, "One more thing"),  # noqa: B023 - run before the loop goes on
            lambda: conversations.close(world.anna, old.pk, now=world.now),  # noqa: B023
        )
        assert not errors(results)
        assert visitor.conversations.filter(messages__text="One more thing").count() == 1
        old.refresh_from_db()
        assert old.status == "closed"


def test_an_answer_racing_a_hold_step_never_lets_it_through_afterwards(world: World) -> None:
    for _ in range(20):
        conversation = world.write(world.arrive())
        moment = world.now + timedelta(seconds=30)
        results = at_once(
            lambda: world.answer(world.anna, conversation),  # noqa: B023
            lambda: due.run(conversation.pk, now=moment),  # noqa: B023
            lambda: due.run(conversation.pk, now=moment),  # noqa: B023
        )
        assert not errors(results)
        kinds = list(conversation.events.values_list("kind", flat=True))
        assert kinds.count("message.held") <= 1
        assert "message.held" not in kinds[kinds.index("conversation.accepted") :]
