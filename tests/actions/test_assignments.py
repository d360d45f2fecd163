"""Claim, take, accept, transfer, release (SPEC 3.1, 3.9, 3.10, 6.2)."""

import pytest

from helpdesk import snapshots
from helpdesk.actions import assignments, distribution, presence
from helpdesk.actions.claims import claim
from helpdesk.actions.errors import Conflict, Invalid, NotAllowed
from helpdesk.models import Conversation, Operator, VisibilityLevel
from routing.decisions import Assign, Trace
from routing.traces import says
from tests.conftest import World


def proposal(world: World, conversation: Conversation, operator: Operator) -> Assign:
    """As if the plan had been made for this operator alone, whatever their status says."""
    snapshot = snapshots.take(world.now)
    waiting = next(w for w in snapshot.waiting if w.id == conversation.pk)
    state = next(o for o in snapshot.operators if o.id == operator.pk)
    trace = Trace(world.now, waiting, snapshot.policy_of(waiting.point), (state,), (), operator.pk)
    return Assign(conversation.pk, operator.pk, trace)


def test_the_queue_is_drained_to_the_least_loaded_of_the_group(world: World) -> None:
    busy = world.write(world.arrive())
    assignments.take(world.anna, busy.pk, now=world.now)
    conversation = world.write(world.zoya)
    assert distribution.drain(now=world.now) == 1
    conversation.refresh_from_db()
    assert conversation.assignee == world.boris
    assert not conversation.accepted
    event = conversation.events.get(kind="conversation.assigned")
    assert event.cause == {"by": "system", "why": "distribution"}
    assert says(event.data["trace"])[1][world.vera.pk] == ("participant", "not_in_group")


def test_nobody_gets_more_than_the_limit_and_the_rest_waits(world: World) -> None:
    for _ in range(12):
        world.write(world.arrive())
    distribution.drain(now=world.now)
    loads = [o.conversations.filter(active=True).count() for o in (world.anna, world.boris, world.gleb)]
    assert loads == [3, 3, 3]
    assert Conversation.objects.filter(queued_at__isnull=False).count() == 3


@pytest.mark.parametrize("status", ["busy", "lunch", "break"])
def test_only_the_free_receive(world: World, status: str) -> None:
    conversation = world.write(world.zoya, group=world.service)
    presence.set_status(world.dina, status, now=world.now)
    assert not claim(proposal(world, conversation, world.dina), now=world.now)


def test_a_stale_plan_is_not_carried_out(world: World) -> None:
    conversation = world.write(world.zoya)
    planned = proposal(world, conversation, world.boris)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assert not claim(planned, now=world.now)


def test_who_has_left_the_group_since_the_plan_is_not_given_it(world: World) -> None:
    conversation = world.write(world.zoya)
    planned = proposal(world, conversation, world.boris)
    world.skoda.members.remove(world.boris)
    assert not claim(planned, now=world.now)
    world.skoda.members.add(world.boris)
    assert claim(planned, now=world.now)


def test_a_plan_made_before_a_change_of_configuration_is_made_anew(world: World) -> None:
    conversation = world.write(world.zoya)
    planned, version = proposal(world, conversation, world.boris), snapshots.take(world.now).version
    world.site.weight = 2
    world.site.save()
    assert not claim(planned, version=version, now=world.now)
    assert claim(planned, version=snapshots.take(world.now).version, now=world.now)


def test_two_take_it_and_the_second_learns_who_was_faster(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    with pytest.raises(Conflict) as refused:
        assignments.take(world.boris, conversation.pk, seen_assignee=None, now=world.now)
    assert "Anna" in str(refused.value.text)
    assert Conversation.objects.get().assignee == world.anna


def test_taking_over_from_whom_one_saw_is_meant(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.take(world.boris, conversation.pk, seen_assignee=world.anna.pk, now=world.now)
    assert Conversation.objects.get().assignee == world.boris


def test_taking_twice_is_taking_once(world: World) -> None:
    conversation = world.write(world.zoya)
    for _ in "12":
        assignments.take(world.anna, conversation.pk, now=world.now)
    assert conversation.events.filter(kind="conversation.taken").count() == 1


def test_a_person_may_take_more_than_the_limit(world: World) -> None:
    for _ in range(4):
        assignments.take(world.dina, world.write(world.arrive(), group=world.service).pk, now=world.now)
    assert world.dina.conversations.count() == 4


def test_only_the_assignee_accepts(world: World) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    distribution.drain(now=world.now)
    with pytest.raises(NotAllowed):
        assignments.accept(world.anna, conversation.pk, now=world.now)
    assignments.accept(world.vera, conversation.pk, now=world.now)
    assert Conversation.objects.get().accepted


def test_to_a_group_frees_the_slot_and_joins_its_queue(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.transfer_to_group(world.anna, conversation.pk, world.service.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.group, conversation.assignee) == (world.service, None)
    assert conversation.queued_at is not None


def test_to_a_person_even_if_full_and_they_must_accept(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.transfer_to_person(world.anna, conversation.pk, world.dina.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted) == (world.dina, False)


def test_to_nobody_is_refused(world: World) -> None:
    conversation = world.write(world.zoya)
    Operator.objects.filter(pk=world.dina.pk).update(enabled=False)
    with pytest.raises(Invalid):
        assignments.transfer_to_person(world.anna, conversation.pk, world.dina.pk, now=world.now)
    with pytest.raises(Invalid):
        assignments.transfer_to_group(world.anna, conversation.pk, 10**6, now=world.now)


def test_released_ones_wait_again(world: World) -> None:
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.release(world.anna, conversation.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted) == (None, False)
    assert conversation.queued_at == world.now


VERBS = [
    lambda who, pk, world: assignments.take(who, pk, now=world.now),
    lambda who, pk, world: assignments.accept(who, pk, now=world.now),
    lambda who, pk, world: assignments.release(who, pk, now=world.now),
    lambda who, pk, world: assignments.transfer_to_person(who, pk, world.dina.pk, now=world.now),
    lambda who, pk, world: assignments.transfer_to_group(who, pk, world.service.pk, now=world.now),
]


@pytest.mark.parametrize("verb", VERBS)
def test_what_one_may_not_see_does_not_exist(world: World, verb: object) -> None:
    conversation = world.write(world.zoya, group=world.skoda)
    world.vera.visibility = VisibilityLevel.GROUPS
    world.vera.save()
    with pytest.raises(Conversation.DoesNotExist):
        verb(world.vera, conversation.pk, world)  # type: ignore[operator]


@pytest.mark.parametrize("verb", VERBS)
def test_a_disabled_operator_may_do_nothing(world: World, verb: object) -> None:
    conversation = world.write(world.zoya, group=world.skoda)
    world.anna.enabled = False
    with pytest.raises(NotAllowed):
        verb(world.anna, conversation.pk, world)  # type: ignore[operator]
