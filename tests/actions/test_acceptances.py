"""What is given must be taken up in time (SPEC 3.10)."""

from datetime import timedelta

import pytest

from helpdesk.actions import assignments, conversations, distribution, due, presence
from helpdesk.models import Conversation, Operator
from tests.actions.terms import general, of
from tests.conftest import World

SECONDS = 40


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@pytest.fixture
def given(world: World) -> Conversation:
    """Anna has been given Zoya's, and has forty seconds."""
    # Without words of waiting: they are due at other moments of the same sweep.
    world.site.hold_scenario = None
    world.site.save()
    general(accept_seconds=SECONDS)
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    conversation.refresh_from_db()
    assert conversation.assignee == world.anna
    return conversation


def test_it_goes_back_at_the_second_and_not_before(world: World, given: Conversation) -> None:
    assert not due.run(given.pk, now=world.now + seconds(SECONDS - 1))
    assert due.run(given.pk, now=world.now + seconds(SECONDS))
    given.refresh_from_db()
    assert (given.assignee, given.accepted, given.accept_due_at) == (None, False, None)
    event = given.events.last()
    assert event is not None
    assert (event.kind, event.cause["why"], event.data) == ("conversation.released", "acceptance", {"from": "Anna"})


def test_it_keeps_its_place_in_the_queue(world: World, given: Conversation) -> None:
    world.write(world.arrive(), after=5)
    due.run(given.pk, now=world.now + seconds(SECONDS))
    queue = Conversation.objects.filter(queued_at__isnull=False).order_by("queued_at", "id")
    assert queue[0].pk == given.pk
    assert queue[0].queued_at == world.now


@pytest.mark.parametrize("how", ["accept", "reply"])
def test_whoever_takes_it_up_in_time_keeps_it(world: World, given: Conversation, how: str) -> None:
    if how == "accept":
        assignments.accept(world.anna, given.pk, now=world.now)
    else:
        world.answer(world.anna, given)
    assert not due.run(given.pk, now=world.now + seconds(10 * SECONDS))


@pytest.mark.parametrize("how", ["end", "close", "take"])
def test_nothing_is_due_any_more_once_it_has_ended_or_is_somebody_elses(
    world: World, given: Conversation, how: str
) -> None:
    if how == "take":
        assignments.take(world.boris, given.pk, seen_assignee=world.anna.pk, now=world.now)
    else:
        getattr(conversations, how)(world.anna, given.pk, now=world.now)
    assert Conversation.objects.get(pk=given.pk).accept_due_at is None


def test_whoever_let_it_lapse_is_passed_over_for_five_minutes(world: World, given: Conversation) -> None:
    lapsed = world.now + seconds(SECONDS)
    due.run(given.pk, now=lapsed)
    world.skoda.members.set([world.anna])
    for late, assigned in ((timedelta(minutes=5, seconds=-1), 0), (timedelta(minutes=5), 1)):
        world.at_the_screen(world.anna, now=lapsed + late)
        assert distribution.drain(now=lapsed + late) == assigned


@pytest.mark.parametrize(("minutes", "late"), [(2, 120), (0, 0)])
def test_the_channels_policy_says_for_how_long(world: World, given: Conversation, minutes: int, late: int) -> None:
    lapsed = world.now + seconds(SECONDS)
    due.run(given.pk, now=lapsed)
    of(world.site, pass_minutes=minutes)
    world.skoda.members.set([world.anna])
    for after, assigned in ((late - 1, 0), (late, 1)):
        if after >= 0:
            world.at_the_screen(world.anna, now=lapsed + seconds(after))
            assert distribution.drain(now=lapsed + seconds(after)) == assigned


def test_others_get_it_at_once(world: World, given: Conversation) -> None:
    due.run(given.pk, now=world.now + seconds(SECONDS))
    distribution.drain(now=world.now + seconds(SECONDS))
    given.refresh_from_db()
    assert given.assignee == world.boris


def test_a_colleague_who_was_handed_it_has_the_same_time(world: World) -> None:
    # Without words of waiting: they are due at other moments of the same sweep.
    world.site.hold_scenario = None
    world.site.save()
    general(accept_seconds=SECONDS)
    conversation = world.write(world.zoya)
    assignments.take(world.anna, conversation.pk, now=world.now)
    later = world.now + seconds(100)
    assignments.transfer_to_person(world.anna, conversation.pk, world.boris.pk, now=later)
    assert Conversation.objects.get().accept_due_at == later + seconds(SECONDS)


def test_whoever_has_it_again_because_the_visitor_came_back_has_the_same_time(world: World) -> None:
    # Without words of waiting: they are due at other moments of the same sweep.
    world.site.hold_scenario = None
    world.site.save()
    general(accept_seconds=SECONDS)
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(world.anna, conversation.pk, now=world.now)
    world.write(world.zoya, after=20)
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted) == (world.anna, False)
    assert conversation.accept_due_at == world.now + seconds(20 + SECONDS)
    world.write(world.zoya, "Are you there?", after=30)
    conversation.refresh_from_db()
    assert conversation.accept_due_at == world.now + seconds(20 + SECONDS)


def test_whoever_comes_back_is_not_put_above_the_limit_of_the_channel(world: World) -> None:
    general(limit=1)
    conversation = world.write(world.zoya)
    world.answer(world.anna, conversation)
    conversations.end(world.anna, conversation.pk, now=world.now)
    assignments.take(world.anna, world.write(world.arrive()).pk, now=world.now)
    world.write(world.zoya, after=20)
    conversation.refresh_from_db()
    assert conversation.assignee is None
    assert conversation.queued_at == world.now + seconds(20)


def test_zero_never_lapses_and_a_channel_may_differ(world: World) -> None:
    general(accept_seconds=SECONDS)
    of(world.site, accept_seconds=0)
    conversation = world.write(world.zoya)
    distribution.drain(now=world.now)
    conversation.refresh_from_db()
    assert conversation.assignee is not None
    assert conversation.accept_due_at is None


def test_a_row_that_fails_is_looked_at_again_in_a_minute(world: World, given: Conversation) -> None:
    moment = world.now + seconds(SECONDS)
    due.push_on(given.pk, now=moment)
    assert Conversation.objects.get().next_due_at == moment + seconds(60)


def test_an_absent_assignee_lapses_too(world: World, given: Conversation) -> None:
    """Acceptance is not about presence: whoever has gone home does not accept either."""
    presence.leave(world.anna.pk)
    Operator.objects.filter(pk=world.boris.pk).update(limit=0)
    Operator.objects.filter(pk=world.gleb.pk).update(limit=0)
    moment = world.now + seconds(SECONDS)
    assert due.run(given.pk, now=moment)
    assert distribution.drain(now=moment) == 0
    given.refresh_from_db()
    assert given.queued_at == world.now
    assert given.noted == "full"


def test_at_once_holds_for_whatever_way_it_came(world: World) -> None:
    general(accept="at_once")
    conversation = world.write(world.zoya)
    assignments.transfer_to_person(world.anna, conversation.pk, world.boris.pk, now=world.now)
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted) == (world.boris, True)
    conversations.end(world.boris, conversation.pk, now=world.now)
    world.write(world.zoya, "One more thing")
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.accepted, conversation.active) == (world.boris, True, True)
