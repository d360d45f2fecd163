"""A plan is carried out only if it is still true (law 4; SPEC 3.1, 3.4, 3.5, 3.10)."""

from datetime import timedelta

import pytest

from helpdesk import snapshots
from helpdesk.actions import assignments
from helpdesk.actions.claims import claim
from helpdesk.models import Conversation, Portion, Turn
from routing.assignment import plan
from routing.decisions import Assign
from tests.actions.terms import general
from tests.conftest import World


def planned(world: World) -> list[Assign]:
    """What a plan made now proposes, in its order."""
    return [decision for decision in plan(snapshots.take(world.now)) if isinstance(decision, Assign)]


def test_two_plans_that_begin_a_rotation_with_the_same_operator_move_it_once(world: World) -> None:
    general(algorithm="cyclic")
    first = world.write(world.arrive())
    (one,) = planned(world)
    assignments.take(world.vera, first.pk, now=world.now)
    world.write(world.arrive())
    (other,) = planned(world)
    assert one.operator == other.operator == world.anna.pk
    Conversation.objects.filter(pk=first.pk).update(assignee=None, accepted=False, queued_at=world.now)
    assert claim(one, now=world.now)
    assert not claim(other, now=world.now)
    assert Turn.objects.get().operator == world.anna.pk


def test_a_pointer_that_has_moved_since_the_plan_refuses_it(world: World) -> None:
    policy = general(algorithm="cyclic")
    Turn.objects.create(policy=policy, group=world.skoda, operator=world.anna.pk)
    world.write(world.arrive())
    (proposal,) = planned(world)
    assert proposal.operator == world.boris.pk
    Turn.objects.update(operator=world.boris.pk)
    assert not claim(proposal, now=world.now)
    Turn.objects.update(operator=world.anna.pk)
    assert claim(proposal, now=world.now)


def test_who_has_passed_it_on_since_the_plan_is_not_given_it(world: World) -> None:
    conversation = world.write(world.arrive())
    (proposal,) = planned(world)
    assert proposal.operator == world.anna.pk
    assignments.take(world.anna, conversation.pk, now=world.now)
    assignments.release(world.anna, conversation.pk, now=world.now)
    for late, won in ((timedelta(minutes=5, seconds=-1), False), (timedelta(minutes=5), True)):
        world.at_the_screen(world.anna, now=world.now + late)
        assert claim(proposal, now=world.now + late) is won


@pytest.mark.parametrize(("weight", "taken", "fits"), [(1, 2, True), (1, 3, False), (2, 0, True), (2, 1, False)])
def test_what_was_taken_since_the_plan_is_counted_by_weight(world: World, weight: int, taken: int, fits: bool) -> None:
    """The limit is three."""
    world.site.weight = weight
    world.site.save()
    world.skoda.members.set([world.anna])
    world.write(world.arrive())
    (proposal,) = planned(world)
    for _ in range(taken):
        assignments.take(world.anna, world.write(world.arrive()).pk, now=world.now)
    assert claim(proposal, now=world.now) is fits


def test_a_lost_claim_uses_nothing_up(world: World) -> None:
    """The portion is written down before the pause is asked for; whoever loses takes everything back."""
    policy = general(portion=5, pause=60)
    world.skoda.members.set([world.anna])
    world.write(world.arrive())
    (proposal,) = planned(world)
    world.anna.last_assigned_at = world.now - timedelta(seconds=59)
    world.anna.save()
    assert not claim(proposal, now=world.now)
    world.anna.refresh_from_db()
    assert world.anna.last_assigned_at == world.now - timedelta(seconds=59)
    assert not Portion.objects.filter(policy=policy).exists()
    assert claim(proposal, now=world.now + timedelta(seconds=1))
    assert Portion.objects.get(policy=policy).given == [world.now + timedelta(seconds=1)]


def test_accepted_at_once_where_the_policy_says_so(world: World) -> None:
    general(accept="at_once", accept_seconds=30)
    conversation = world.write(world.arrive())
    (proposal,) = planned(world)
    assert claim(proposal, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.accepted, conversation.accept_due_at, conversation.waiting_since) == (True, None, None)
    kinds = conversation.events.order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["conversation.assigned", "conversation.accepted"]
