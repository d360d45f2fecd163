"""Nobody is left with an operator who is gone (SPEC 3.12)."""

from datetime import timedelta

import pytest

from helpdesk.actions import absences, assignments, distribution, presence
from helpdesk.models import Conversation, PresenceLease
from tests.actions.terms import general, of
from tests.conftest import World

LEASE = timedelta(seconds=45)
GONE = LEASE + timedelta(seconds=60)
"""How long after the last sign of life the conversations go."""


def held(world: World, how: str) -> Conversation:
    """Anna's, in one of three states."""
    conversation = world.write(world.zoya)
    if how == "unaccepted":
        distribution.drain(now=world.now)
    elif how == "accepted":
        assignments.take(world.anna, conversation.pk, now=world.now)
    else:
        world.answer(world.anna, conversation)
        if how == "asked again":
            world.write(world.zoya, after=10)
    conversation.refresh_from_db()
    assert conversation.assignee == world.anna
    return conversation


@pytest.mark.parametrize(
    ("setting", "how", "goes"),
    [
        ("off", "unaccepted", False),
        ("off", "accepted", False),
        ("off", "answered", False),
        ("off", "asked again", False),
        ("unanswered", "unaccepted", True),
        ("unanswered", "accepted", True),
        ("unanswered", "answered", False),
        ("unanswered", "asked again", False),
        ("last_word", "unaccepted", True),
        ("last_word", "accepted", True),
        ("last_word", "answered", False),
        ("last_word", "asked again", True),
    ],
)
def test_three_settings(world: World, setting: str, how: str, goes: bool) -> None:
    general(reassign=setting)
    conversation = held(world, how)
    now = world.now + GONE
    assert absences.left_alone(now) == ([conversation.pk] if goes else [])
    assert absences.reassign(conversation.pk, now=now) is goes


def test_a_minute_of_grace_after_the_last_lease(world: World) -> None:
    conversation = held(world, "accepted")
    presence.renew(world.anna.pk, "tab", now=world.now)
    for late, goes in ((timedelta(seconds=59), False), (timedelta(seconds=60), True)):
        now = world.now + LEASE + late
        assert absences.left_alone(now) == ([conversation.pk] if goes else [])
        assert absences.reassign(conversation.pk, now=now) is goes


def test_a_reload_within_the_grace_keeps_everything(world: World) -> None:
    held(world, "accepted")
    back = world.now + LEASE + timedelta(seconds=50)
    presence.renew(world.anna.pk, "after the reload", now=back)
    assert not absences.left_alone(back + timedelta(seconds=20))
    assert not absences.left_alone(back + GONE - timedelta(seconds=1))
    assert absences.left_alone(back + GONE)


def test_one_of_several_tabs_is_enough(world: World) -> None:
    held(world, "accepted")
    presence.renew(world.anna.pk, "the other one", now=world.now + timedelta(seconds=60))
    assert not absences.left_alone(world.now + GONE)


def test_a_log_out_has_no_grace(world: World) -> None:
    conversation = held(world, "accepted")
    assert not absences.left_alone(world.now)
    presence.leave(world.anna.pk)
    assert absences.left_alone(world.now) == [conversation.pk]
    assert absences.reassign(conversation.pk, now=world.now)


def test_a_colleague_gets_it_and_the_timeline_tells(world: World) -> None:
    conversation = held(world, "accepted")
    presence.leave(world.anna.pk)
    absences.reassign(conversation.pk, now=world.now)
    assert distribution.drain(now=world.now) == 1
    conversation.refresh_from_db()
    assert conversation.assignee == world.boris
    told = conversation.events.order_by("seq").values_list("kind", "cause__why", "data__from")
    assert list(told)[-2:] == [
        ("conversation.released", "absence", "Anna"),
        ("conversation.assigned", "distribution", None),
    ]


def test_where_nobody_else_is_it_waits_and_the_timeline_says_why(world: World) -> None:
    conversation = held(world, "accepted")
    PresenceLease.objects.all().delete()
    absences.reassign(conversation.pk, now=world.now)
    assert distribution.drain(now=world.now) == 0
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.noted) == (None, "away")
    event = conversation.events.last()
    assert event is not None
    assert (event.kind, event.data["why"]) == ("conversation.waits", "away")
    # Whoever comes back gets it again: going home is not passing it on.
    presence.renew(world.anna.pk, "tab", now=world.now)
    assert distribution.drain(now=world.now) == 1


def test_it_queues_from_when_the_visitor_began_to_wait(world: World) -> None:
    conversation = held(world, "asked again")
    younger = world.write(world.arrive(), after=30)
    now = world.now + GONE
    absences.reassign(conversation.pk, now=now)
    queue = list(Conversation.objects.filter(queued_at__isnull=False).order_by("queued_at", "id"))
    assert queue == [conversation, younger]
    assert queue[0].queued_at == world.now + timedelta(seconds=10)


def test_the_longest_left_alone_goes_first(world: World) -> None:
    late, early = world.write(world.arrive(), after=20), world.write(world.arrive(), after=10)
    for conversation in (late, early):
        assignments.take(world.anna, conversation.pk, now=world.now)
    assert absences.left_alone(world.now + GONE) == [early.pk, late.pk]


@pytest.mark.parametrize(("mode", "goes"), [("both", True), ("presence", True), ("status", False)])
def test_where_presence_does_not_count_nobody_is_ever_gone(world: World, mode: str, goes: bool) -> None:
    of(world.site, presence=mode)
    held(world, "accepted")
    assert bool(absences.left_alone(world.now + timedelta(days=1))) is goes


def test_each_channel_by_its_own_policy(world: World) -> None:
    general(reassign="off")
    of(world.site, reassign="last_word")
    conversation = held(world, "accepted")
    assert absences.left_alone(world.now + GONE) == [conversation.pk]


def test_whoever_is_back_when_it_is_about_to_go_keeps_it(world: World) -> None:
    conversation = held(world, "accepted")
    now = world.now + GONE
    assert absences.left_alone(now) == [conversation.pk]
    presence.renew(world.anna.pk, "tab", now=now)
    assert not absences.reassign(conversation.pk, now=now)


def test_whoever_was_handed_it_while_away_has_a_minute_to_come(world: World) -> None:
    """A colleague may hand it to somebody who is not there (SPEC 3.9): the machine doesn't undo that at once."""
    conversation = world.write(world.zoya)
    presence.leave(world.boris.pk)
    assignments.transfer_to_person(world.anna, conversation.pk, world.boris.pk, now=world.now)
    assert not absences.left_alone(world.now + timedelta(seconds=59))
    assert absences.left_alone(world.now + timedelta(seconds=60)) == [conversation.pk]


def test_where_acceptance_comes_at_once_an_unanswered_one_goes_all_the_same(world: World) -> None:
    general(reassign="unanswered", accept="at_once")
    conversation = held(world, "unaccepted")
    assert conversation.accepted
    assert absences.left_alone(world.now + GONE) == [conversation.pk]
