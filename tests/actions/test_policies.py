"""Who takes part, and what a channel inherits: it holds for the next conversation, with no restart (SPEC 2.10, 3.3)."""

from datetime import timedelta

import pytest

from helpdesk.actions import distribution
from helpdesk.models import ContactPoint, Conversation, Operator, OperatorGroup, Reinforcement
from tests.actions.terms import bind, general, of
from tests.conftest import World


def whose(world: World, group: OperatorGroup | None = None, queued: Conversation | None = None) -> str:
    """Who is given the next conversation of this group (Skoda where none is named); "" when nobody is.

    `queued` was there before: where nobody could answer any more, visitors are not let in.
    """
    conversation = queued or world.write(world.arrive(), group=group)
    distribution.drain(now=world.now)
    conversation.refresh_from_db()
    name = conversation.assignee.name if conversation.assignee else ""
    # Everybody stays as free as before, and nobody waits beside the next one.
    Conversation.objects.filter(pk=conversation.pk).update(
        active=False, assignee=None, accepted=False, queued_at=None, status="closed"
    )
    Operator.objects.update(last_assigned_at=None)
    return name


def test_binding_and_unbinding_hold_for_the_next_conversation(world: World) -> None:
    assert whose(world) == "Anna"
    policy = of(world.site)
    bind(policy, world.boris)
    assert whose(world) == "Boris"
    bind(policy, world.gleb)
    assert whose(world) == "Gleb"
    bind(policy)
    assert whose(world) == "Anna"


def test_a_group_is_bound_with_all_its_members(world: World) -> None:
    bind(of(world.site), world.used)
    assert whose(world) == "Gleb"
    world.used.members.add(world.boris)
    assert whose(world) == "Boris"
    world.used.members.remove(world.boris)
    assert whose(world) == "Gleb"


def test_a_channel_without_participants_has_the_general_ones(world: World) -> None:
    bind(general(), world.boris)
    assert whose(world) == "Boris"
    bind(of(world.site), world.gleb)
    assert whose(world) == "Gleb"
    bind(of(world.site))
    assert whose(world) == "Boris"


def test_participants_of_one_channel_are_not_those_of_another(world: World) -> None:
    other = ContactPoint.objects.create(name="Other", public_key="other")
    bind(of(other), world.boris)
    assert whose(world) == "Anna"


def test_a_participant_must_still_be_a_member(world: World) -> None:
    """Departments are apart: to be bound to the channel makes nobody a member (the conversation waits)."""
    queued = world.write(world.arrive())
    bind(of(world.site), world.vera)
    assert whose(world, queued=queued) == ""
    assert whose(world, world.tatra) == "Vera"


def test_the_fallback_group_gets_what_nobody_takes_part_in(world: World) -> None:
    bind(of(world.site, fallback=world.service), world.vera)
    assert whose(world) == "Dina"
    assert whose(world, world.tatra) == "Vera"


def test_the_general_fallback_is_inherited_and_replaced(world: World) -> None:
    general(fallback=world.service)
    bind(of(world.site), world.vera)
    assert whose(world) == "Dina"
    of(world.site, fallback=world.tatra)
    assert whose(world) == "Vera"


def test_the_fallback_is_for_nobody_taking_part_and_not_for_nobody_being_free(world: World) -> None:
    """Those who take part will come back; their visitors wait for them."""
    of(world.site, fallback=world.service)
    world.skoda.members.set([world.anna])
    world.anna.limit = 0
    world.anna.save()
    assert whose(world) == ""


@pytest.mark.parametrize(
    ("everywhere", "here", "goes"),
    [(None, None, False), (False, None, False), (True, None, True), (True, False, False), (None, True, True)],
)
def test_anybody_only_where_a_supervisor_said_so(
    world: World, everywhere: bool | None, here: bool | None, goes: bool
) -> None:
    queued = world.write(world.arrive())
    general(anyone=everywhere)
    bind(of(world.site, anyone=here), world.vera)
    assert bool(whose(world, queued=queued)) is goes


def test_anybody_stands_back_behind_the_fallback_group(world: World) -> None:
    bind(of(world.site, anyone=True, fallback=world.service), world.vera)
    assert whose(world) == "Dina"


def test_a_channels_term_wins_and_none_inherits(world: World) -> None:
    general(algorithm="cyclic", presence="status")
    of(world.site, presence="both")
    world.anna.leases.all().delete()
    assert whose(world) == "Boris"
    of(world.site, presence=None)
    assert whose(world) == "Gleb"
    assert whose(world) == "Anna"


def test_the_limit_of_a_channel_stands_beside_the_operators_own(world: World) -> None:
    of(world.site, limit=1)
    for _ in range(5):
        world.write(world.arrive())
    distribution.drain(now=world.now)
    held = [o.conversations.filter(active=True).count() for o in (world.anna, world.boris, world.gleb)]
    assert held == [1, 1, 1]
    assert set(Conversation.objects.filter(assignee=None).values_list("noted", flat=True)) == {"full"}


def test_a_pause_between_assignments(world: World) -> None:
    general(pause=60)
    world.skoda.members.set([world.anna])
    for number in range(2):
        world.write(world.arrive(), after=number / 10)
    for late, assigned in ((1, 1), (2, 0), (60, 0), (61, 1)):
        now = world.now + timedelta(seconds=late)
        world.at_the_screen(world.anna, now=now)
        assert distribution.drain(now=now) == assigned


def lend(world: World, **which: object) -> None:
    Reinforcement.objects.create(
        starts_at=world.now + timedelta(minutes=1), ends_at=world.now + timedelta(minutes=2), **which
    )


@pytest.mark.parametrize(("minute", "name"), [(0, ""), (1, "Dina"), (1.99, "Dina"), (2, "")])
def test_somebody_helps_out_in_a_group_for_a_time(world: World, minute: float, name: str) -> None:
    queued = world.write(world.arrive(), group=world.tatra)
    lend(world, operator=world.dina, to_group=world.tatra)
    world.tatra.members.clear()
    world.now += timedelta(minutes=minute)
    world.at_the_screen(world.dina)
    assert whose(world, queued=queued) == name


@pytest.mark.parametrize(("minute", "name"), [(0, ""), (1, "Dina"), (1.99, "Dina"), (2, "")])
@pytest.mark.parametrize("bound", [False, True])
def test_somebody_helps_out_in_a_channel_whatever_the_group(
    world: World, minute: float, name: str, bound: bool
) -> None:
    """A supervisor has moved them there: the groups that visitors choose do not keep them out (SPEC 3.13)."""
    if bound:
        bind(of(world.site), world.vera)
    queued = world.write(world.arrive(), group=world.tatra)
    lend(world, operator=world.dina, to_point=world.site)
    Operator.objects.filter(pk=world.vera.pk).update(limit=0)
    world.now += timedelta(minutes=minute)
    world.at_the_screen(world.dina)
    assert whose(world, queued=queued) == name


@pytest.mark.parametrize(("minute", "name"), [(0, "Anna"), (1, "Boris"), (2, "Anna")])
def test_a_group_helps_out_in_a_channel_for_a_time(world: World, minute: float, name: str) -> None:
    """Beside the participants who are named; here the one of them is full while the others help."""
    bind(of(world.site), world.anna)
    lend(world, group=world.used, to_point=world.site)
    world.used.members.set([world.boris])
    if minute == 1:
        Operator.objects.filter(pk=world.anna.pk).update(limit=0)
    world.now += timedelta(minutes=minute)
    world.at_the_screen(world.anna, world.boris)
    assert whose(world) == name


def test_all_of_a_lent_group_help_out_and_a_limit_is_not_lent(world: World) -> None:
    """Dina's limit stays that of her own group, although Tatra's is higher."""
    world.tatra.members.clear()
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(default_limit=9)
    OperatorGroup.objects.filter(pk=world.service.pk).update(default_limit=1)
    lend(world, group=world.service, to_group=world.tatra)
    world.now += timedelta(minutes=1)
    world.at_the_screen(world.dina)
    for _ in range(2):
        world.write(world.arrive(), group=world.tatra)
    assert distribution.drain(now=world.now) == 1
    assert world.dina.conversations.count() == 1
