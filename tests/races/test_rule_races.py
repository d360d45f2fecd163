"""Rules under many hands: limits hold, nothing is lost, and what happens once happens once (SPEC 3.1, 5.1, 5.9)."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from helpdesk.actions import due, messages
from helpdesk.models import Automation, AutomationOnce, Conversation, Event, HoldScenario, Message, Operator
from tests.conftest import World
from tests.races.crowd import at_once, errors

VISITORS, WORKERS, LIMIT = 12, 6, 3


def rule(kind: str, *actions: dict[str, Any], **conditions: Any) -> None:
    rows = [{"subject": subject, "op": "is", "value": value} for subject, value in conditions.items()]
    Automation.objects.create(
        name=f"{kind} {Automation.objects.count()}", kind=kind, conditions={"all": rows}, actions=list(actions)
    )


def test_a_rule_gives_nobody_more_than_the_limit(world: World) -> None:
    Operator.objects.filter(pk=world.anna.pk).update(limit=LIMIT)
    rule("incoming", {"do": "assign", "operator": world.anna.pk})
    visitors = [world.arrive(str(number)) for number in range(VISITORS)]
    results = at_once(*[lambda visitor=visitor: world.write(visitor) for visitor in visitors])
    assert not errors(results)
    assert Conversation.objects.filter(assignee=world.anna, active=True).count() == LIMIT
    assert Conversation.objects.filter(queued_at__isnull=False).count() == VISITORS - LIMIT


def test_two_who_are_given_each_others_conversations_lose_no_word(world: World) -> None:
    """Each holds their own row and wants the other's: the database lets one of them do without rules."""
    for writer, other in ((world.anna, world.boris), (world.boris, world.anna)):
        rule("changed", {"do": "assign", "operator": other.pk}, author_operator=writer.pk, event="message.sent")
    pairs = [(operator, world.write(world.arrive())) for operator in (world.anna, world.boris) * 3]
    for start in range(0, len(pairs), 2):
        results = at_once(
            *[
                lambda operator=operator, c=c: messages.reply(operator, c.pk, "Hi", client_id=uuid4(), now=world.now)
                for operator, c in pairs[start : start + 2]
            ]
        )
        assert not errors(results)
    assert Message.objects.filter(author="operator").count() == len(pairs)
    for _operator, conversation in pairs:
        seqs = list(Event.objects.filter(conversation=conversation).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))


@pytest.fixture
def sorry(world: World) -> None:
    """Whoever has waited for a minute is told so; no hold scenario speaks in between."""
    HoldScenario.objects.all().delete()
    Automation.objects.create(
        name="late",
        kind="timed",
        conditions={"all": [{"subject": "waiting", "op": "more_than", "value": 60}]},
        actions=[{"do": "send_text", "text": "Sorry"}],
    )


@pytest.mark.usefixtures("sorry")
def test_a_timed_rule_acts_once_however_many_workers_sweep(world: World) -> None:
    waiting = [world.write(world.arrive()) for _ in range(4)]
    later = world.now + timedelta(seconds=61)
    deeds = [lambda c=c: due.run(c.pk, now=later) for c in waiting for _ in range(WORKERS)]
    results = at_once(*deeds)
    assert not errors(results)
    assert sum(results) == len(waiting)
    assert Message.objects.filter(text="Sorry").count() == AutomationOnce.objects.count() == len(waiting)


@pytest.mark.usefixtures("sorry")
def test_an_answer_that_comes_first_leaves_a_timed_rule_nothing_to_do(world: World) -> None:
    """Whichever is faster: after the answer nothing more is said for a wait that is over."""
    later = world.now + timedelta(seconds=61)
    for _ in range(6):
        c = world.write(world.arrive())
        results = at_once(
            lambda c=c: messages.reply(world.anna, c.pk, "Here I am", client_id=uuid4(), now=later),
            lambda c=c: due.run(c.pk, now=later),
        )
        assert not errors(results)
        said = list(c.messages.order_by("id").values_list("text", flat=True))
        assert said in (["Hello", "Here I am"], ["Hello", "Sorry", "Here I am"])


def test_sweeps_whose_rules_give_to_people_stand_in_nobodys_way(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """One sweep comes to Anna's conversations first and then to Boris's, the other the other way round."""
    later = world.now + timedelta(seconds=31)
    world.at_the_screen(world.anna, world.boris, now=later)
    Operator.objects.update(limit=100)
    for operator, group in ((world.anna, world.skoda), (world.boris, world.tatra)):
        rule("changed", {"do": "assign", "operator": operator.pk}, event="message.held", group=group.pk)
    half = due.TOGETHER // 2
    groups = [*[world.skoda] * half, *[world.tatra] * 2 * half, *[world.skoda] * half]
    for number, group in enumerate(groups):
        world.write(world.arrive(), group=group, after=number / 100)
    results = at_once(*[lambda: due.sweep(later) for _ in range(2)])
    while due.sweep(later):
        pass
    assert not errors(results)
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    given = Counter(Conversation.objects.values_list("group", "assignee"))
    assert given == {(world.skoda.pk, world.anna.pk): 2 * half, (world.tatra.pk, world.boris.pk): 2 * half}
    assert Message.objects.filter(author="service").count() == len(groups)
