"""Switching groups on and off (SPEC 2.1, 2.2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import outbox
from helpdesk.actions import assignments, groups
from helpdesk.actions.errors import Invalid
from helpdesk.models import Conversation, Event, HoldScenario, OperatorGroup
from tests.conftest import World


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def moves(conversation: Conversation) -> list[dict[str, object]]:
    return list(conversation.events.filter(kind="conversation.moved").values_list("data", flat=True))


def test_unassigned_conversations_go_to_the_fallback(world: World) -> None:
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.used)
    waiting = world.write(world.zoya)
    taken = world.write(world.arrive("2"))
    assignments.take(world.anna, taken.pk, now=world.now)

    assert groups.disable(world.skoda.pk, now=world.now) == 1

    assert fresh(waiting).group == world.used
    assert fresh(waiting).queued_at == waiting.queued_at  # its place in the queue is kept
    assert moves(waiting) == [{"from": "Skoda: new", "to": "Used cars", "group": world.used.pk}]
    assert waiting.events.get(kind="conversation.moved").cause == {"by": "system", "why": "fallback"}
    assert fresh(taken).group == world.skoda
    assert fresh(taken).assignee == world.anna
    assert moves(taken) == []
    assert not OperatorGroup.objects.get(pk=world.skoda.pk).enabled


def test_the_chain_is_followed_past_disabled_groups(world: World) -> None:
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.tatra)
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(fallback=world.service, enabled=False)
    waiting = world.write(world.zoya)
    groups.disable(world.skoda.pk, now=world.now)
    assert fresh(waiting).group == world.service


def test_a_loop_in_the_chain_ends(world: World) -> None:
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.tatra)
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(fallback=world.skoda, enabled=False)
    waiting = world.write(world.zoya)
    groups.disable(world.skoda.pk, now=world.now)
    assert fresh(waiting).group is None


def test_without_a_fallback_they_are_everyones(world: World) -> None:
    waiting = world.write(world.zoya)
    groups.disable(world.skoda.pk, now=world.now)
    assert fresh(waiting).group is None
    assert moves(waiting) == [{"from": "Skoda: new", "to": None, "group": None}]


def test_ended_ones_without_an_assignee_move_without_joining_the_queue(world: World) -> None:
    ended = world.write(world.zoya)
    Conversation.objects.filter(pk=ended.pk).update(active=False, queued_at=None, waiting_since=None, hold_due_at=None)
    groups.disable(world.skoda.pk, now=world.now)
    assert fresh(ended).group is None
    assert fresh(ended).queued_at is None


def test_closed_ones_stay_where_they_were(world: World) -> None:
    closed = world.write(world.zoya)
    Conversation.objects.filter(pk=closed.pk).update(status="closed", active=False, queued_at=None)
    assert groups.disable(world.skoda.pk, now=world.now) == 0
    assert fresh(closed).group == world.skoda


def test_switching_off_twice_moves_nothing_more(world: World) -> None:
    world.write(world.zoya)
    assert groups.disable(world.skoda.pk, now=world.now) == 1
    assert groups.disable(world.skoda.pk, now=world.now) == 0
    assert Event.objects.filter(kind="conversation.moved").count() == 1


def test_a_group_without_members_is_not_switched_on(world: World) -> None:
    empty = OperatorGroup.objects.create(name="Empty")
    with pytest.raises(Invalid) as refused:
        groups.enable(empty.pk, now=world.now)
    assert refused.value.code == "no_members"
    assert not OperatorGroup.objects.get(pk=empty.pk).enabled


def test_a_group_with_members_is(world: World) -> None:
    group = OperatorGroup.objects.create(name="New")
    group.members.add(world.anna)
    groups.enable(group.pk, now=world.now)
    assert OperatorGroup.objects.get(pk=group.pk).enabled


def test_the_house_is_told_after_the_commit(world: World, at_once: Callable) -> None:
    heard: list[object] = []

    def listen(**signal: object) -> None:
        heard.append(signal["operator_id"])

    outbox.availability_changed.connect(listen)
    with at_once():
        groups.disable(world.skoda.pk, now=world.now)
        assert heard == []
    assert heard == [None]


def test_what_came_into_a_disabled_group_is_rescued(world: World) -> None:
    taken = world.write(world.zoya)
    assignments.take(world.anna, taken.pk, now=world.now)
    groups.disable(world.skoda.pk, now=world.now)
    assignments.release(world.anna, taken.pk, now=world.now)
    assert fresh(taken).group == world.skoda

    assert groups.rescue(now=world.now) == 1

    assert fresh(taken).group is None
    assert groups.rescue(now=world.now) == 0


class TestHoldScenario:
    @pytest.fixture
    def patient(self, world: World) -> World:
        """Used cars hold their visitors with words of their own."""
        scenario = HoldScenario.objects.create(name="Patience")
        for after in (10, 60, 300):
            scenario.steps.create(after=after, text=f"After {after}")
        OperatorGroup.objects.filter(pk=world.used.pk).update(hold_scenario=scenario)
        OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.used)
        return world

    def test_moments_that_have_passed_are_not_made_up_for(self, patient: World) -> None:
        waiting = patient.write(patient.zoya)
        groups.disable(patient.skoda.pk, now=patient.now + timedelta(seconds=70))
        moved = fresh(waiting)
        assert moved.hold_done == 2
        assert moved.hold_due_at == patient.now + timedelta(seconds=300)

    def test_the_same_scenario_goes_on_where_it_was(self, world: World) -> None:
        waiting = world.write(world.zoya)
        groups.disable(world.skoda.pk, now=world.now + timedelta(seconds=31))
        assert fresh(waiting).hold_done == 0
        assert fresh(waiting).hold_due_at == waiting.hold_due_at
