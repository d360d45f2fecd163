"""One sweep for whatever is due: in its order, and what is wrong with one row is nobody else's trouble (SPEC 5.9)."""

from datetime import timedelta

import pytest

from helpdesk.actions import due
from helpdesk.actions.actor import System
from helpdesk.actions.change import Change
from helpdesk.models import Conversation, Message
from tests.actions.test_automation import rule
from tests.conftest import World

LATER = timedelta(seconds=30)


def held() -> list[int]:
    """The conversations in which something was said, in the order in which it was."""
    return list(Message.objects.filter(author="service").order_by("id").values_list("conversation", flat=True))


def test_nothing_is_due(world: World) -> None:
    world.write(world.zoya)
    assert due.sweep(world.now) == 0


def test_a_few_at_a_time_longest_overdue_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "TOGETHER", 2)
    begun = [world.write(world.arrive(), after=after).pk for after in (2, 0, 1)]
    moment = world.now + LATER + timedelta(seconds=2)
    assert [due.sweep(moment) for _ in range(3)] == [2, 1, 0]
    assert held() == [begun[1], begun[2], begun[0]]


def test_one_that_fails_is_pushed_on_and_the_others_have_their_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = [world.write(world.arrive(), after=after).pk for after in (0, 1, 2)]
    actor, step = due.TIMERS["hold_due_at"]

    def stumble(change: Change) -> None:
        if change.conversation.pk == begun[1]:
            raise ValueError
        step(change)

    timers: dict[str, tuple[System, due.Runner]] = {**due.TIMERS, "hold_due_at": (actor, stumble)}
    monkeypatch.setattr(due, "TIMERS", timers)
    moment = world.now + LATER + timedelta(seconds=2)
    assert due.sweep(moment) == 3
    assert held() == [begun[0], begun[2]]
    assert Conversation.objects.get(pk=begun[1]).next_due_at == moment + due.PUSHED_ON
    assert due.sweep(moment) == 0


def test_each_alone_where_a_rule_gives_one_of_them_to_somebody(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[int] = []
    run = due.run
    monkeypatch.setattr(due, "run", lambda pk, *, now: alone.append(pk) or run(pk, now=now))
    world.at_the_screen(world.anna, now=world.now + LATER)
    rule("Held", {"do": "assign", "operator": world.anna.pk}, event="message.held")
    begun = [world.write(world.arrive()) for _ in range(3)]
    assert [due.sweep(world.now + LATER) for _ in range(2)] == [3, 0]
    assert set(Conversation.objects.values_list("assignee", "hold_done")) == {(world.anna.pk, 1)}
    assert held() == alone == [conversation.pk for conversation in begun]
    assert not caplog.records, "nothing was wrong"
