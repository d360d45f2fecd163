"""Answers against steps that act and against offers that are taken."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from helpdesk.actions import due, messages, offers, requests
from helpdesk.models import Conversation
from tests.conftest import World
from tests.races.crowd import at_once, errors


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
