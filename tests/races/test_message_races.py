"""Nothing doubled, nothing out of order, nothing after the answer (SPEC 10.2, 10.3)."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from helpdesk.actions import conversations, due, messages, offers, requests
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


def test_steps_that_act_are_taken_once_and_never_after_the_answer(world: World) -> None:
    world.skoda.fallback = world.service
    world.skoda.save()
    world.site.hold_scenario.steps.filter(after=30).update(text="", action="fallback")
    world.site.hold_scenario.steps.filter(after=90).update(text="", action="offer_request")
    for number in range(20):
        conversation = world.write(world.arrive())
        sweeps = [
            lambda after=after: due.run(conversation.pk, now=world.now + timedelta(seconds=after))  # noqa: B023
            for after in (30, 90, 90)
        ]
        answers = [lambda: world.answer(world.dina, conversation)] if number % 2 else []  # noqa: B023
        assert not errors(at_once(*sweeps, *answers))
        kinds = list(conversation.events.values_list("kind", flat=True))
        for kind in ("conversation.moved", "conversation.offered"):
            assert kinds.count(kind) <= 1
            assert not answers or kind not in kinds[kinds.index("conversation.accepted") :]
        if not answers:
            assert kinds[2] == "conversation.moved"
        row = Conversation.objects.get(pk=conversation.pk)
        assert bool(row.offered) == (not row.accepted and "conversation.offered" in kinds)


def test_an_answer_racing_a_taken_offer_wins_or_is_told(world: World) -> None:
    """Either it is a request and the operator hears of it, or it is a chat and the visitor does."""
    won = set()
    for _ in range(20):
        visitor = world.arrive()
        conversation = world.write(visitor)
        Conversation.objects.filter(pk=conversation.pk).update(offered="request")
        seen = Conversation.objects.get(pk=conversation.pk).seq
        contacts = requests.Contacts.read("", "zoya@example.com", "")
        options = {"client_id": uuid4(), "now": world.now}
        accepted, replied = at_once(
            partial(offers.accept, visitor.pk, "Later", contacts, **options),
            partial(messages.reply, world.anna, conversation.pk, "Now", seen_seq=seen, **options),
        )
        refused = errors([accepted, replied])
        assert [getattr(error, "code", error) for error in refused] in (["no_offer"], ["became_request"])
        row = Conversation.objects.get(pk=conversation.pk)
        assert (row.kind, row.active, row.outcome) == (
            ("request", False, "moved") if replied in refused else ("chat", True, "")
        )
        won.add(row.kind)
    assert won
