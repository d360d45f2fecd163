"""Whom the client knows, in which order the channels are served, and what the timeline says (SPEC 3.6 to 3.8)."""

from datetime import timedelta

import pytest

from helpdesk.actions import assignments, conversations, distribution, presence
from helpdesk.models import Contact, ContactPoint, Conversation, Operator, Visitor
from routing.traces import says
from tests.actions.terms import general, of
from tests.conftest import World


def drained(world: World, conversation: Conversation) -> Operator | None:
    distribution.drain(now=world.now)
    conversation.refresh_from_db()
    return conversation.assignee


def client(world: World, manager: Operator | None) -> Contact:
    contact = Contact.objects.create(name="Zoya", personal_manager=manager)
    world.zoya.contact = contact
    world.zoya.save()
    return contact


def talked(world: World, visitor: Visitor, operator: Operator, days: float) -> None:
    """They talked so many days ago, and that conversation is closed."""
    conversation = world.write(visitor)
    world.answer(operator, conversation)
    conversations.close(operator, conversation.pk, now=world.now)
    Conversation.objects.filter(pk=conversation.pk).update(answered_at=world.now - timedelta(days=days))


def test_the_personal_manager_comes_first(world: World) -> None:
    client(world, world.gleb)
    talked(world, world.zoya, world.boris, days=1)
    conversation = world.write(world.zoya)
    assert drained(world, conversation) == world.gleb
    trace = conversation.events.get(kind="conversation.assigned").data["trace"]
    assert says(trace)[1][world.boris.pk] == ("personal_manager", "another_is_manager")


@pytest.mark.parametrize("why", ["absent", "status", "full", "not in the group"])
def test_a_personal_manager_who_cannot_is_not_waited_for(world: World, why: str) -> None:
    client(world, world.gleb)
    match why:
        case "absent":
            presence.leave(world.gleb.pk)
        case "status":
            presence.set_status(world.gleb, "lunch", now=world.now)
        case "full":
            Operator.objects.filter(pk=world.gleb.pk).update(limit=0)
        case _:
            world.skoda.members.remove(world.gleb)
    assert drained(world, world.write(world.zoya)) == world.anna


def test_a_policy_may_ignore_the_manager(world: World) -> None:
    client(world, world.gleb)
    general(personal_manager=True)
    of(world.site, personal_manager=False)
    assert drained(world, world.write(world.zoya)) == world.anna


@pytest.mark.parametrize(("days", "remembered"), [(0.1, True), (6.99, True), (7.01, False)])
def test_who_talked_last_within_some_days(world: World, days: float, remembered: bool) -> None:
    general(last_operator_days=7)
    talked(world, world.zoya, world.gleb, days=days)
    assert drained(world, world.write(world.zoya)) == (world.gleb if remembered else world.anna)


def test_who_talked_last_is_the_last_one_who_talked(world: World) -> None:
    talked(world, world.zoya, world.boris, days=3)
    talked(world, world.zoya, world.gleb, days=2)
    assert drained(world, world.write(world.zoya)) == world.gleb


def test_the_same_client_from_another_browser_is_known(world: World) -> None:
    elsewhere = world.arrive()
    elsewhere.contact = client(world, None)
    elsewhere.save()
    talked(world, elsewhere, world.gleb, days=1)
    assert drained(world, world.write(world.zoya)) == world.gleb


def test_strangers_are_not_taken_for_each_other(world: World) -> None:
    """Neither has a card: nothing is nobody's."""
    talked(world, world.arrive(), world.gleb, days=1)
    assert drained(world, world.write(world.zoya)) == world.anna


def test_a_policy_may_forget_who_talked_last(world: World) -> None:
    talked(world, world.zoya, world.gleb, days=1)
    of(world.site, last_operator_days=0)
    assert drained(world, world.write(world.zoya)) == world.anna


def test_each_channel_remembers_for_its_own_time(world: World) -> None:
    """The snapshot reads for the longest of them; the shorter one must not profit."""
    of(ContactPoint.objects.create(name="Long", public_key="long"), last_operator_days=100)
    of(world.site, last_operator_days=1)
    talked(world, world.zoya, world.gleb, days=2)
    assert drained(world, world.write(world.zoya)) == world.anna


def test_a_preference_does_not_move_the_rotation(world: World) -> None:
    general(algorithm="cyclic")
    client(world, world.gleb)
    whose = [drained(world, world.write(world.arrive())), drained(world, world.write(world.zoya))]
    assert [*whose, drained(world, world.write(world.arrive()))] == [world.anna, world.gleb, world.boris]


def channels(world: World, *priorities: int | None) -> list[ContactPoint]:
    return [
        ContactPoint.objects.create(name=f"c{n}", public_key=f"c{n}", priority=priority)
        for n, priority in enumerate(priorities)
    ]


def queue_up(world: World, point: ContactPoint, minutes_ago: float) -> Conversation:
    visitor = world.arrive()
    visitor.contact_point = point
    visitor.save()
    return world.write(visitor, group=world.tatra, after=-60 * minutes_ago)


@pytest.mark.parametrize(
    ("priorities", "ageing", "waited", "order"),
    [
        ((1, 2, None), 0, (1, 2, 3), [0, 1, 2]),
        ((None, None, None), 0, (1, 2, 3), [2, 1, 0]),
        ((2, 1, 1), 0, (9, 1, 2), [2, 1, 0]),
        ((7, 90, None), 10, (1, 9, 9.5), [0, 1, 2]),
        ((7, 90, None), 10, (1, 11, 21), [2, 1, 0]),
        ((7, 90, None), 10, (15, 11, 21), [2, 0, 1]),
        ((7, 90, None), 10, (1, 2, 11), [0, 2, 1]),
        ((7, 90, None), 10, (1, 9, 19), [0, 2, 1]),
    ],
)
def test_channels_are_served_by_priority_and_age(
    world: World, priorities: tuple[int | None, ...], ageing: int, waited: tuple[float, ...], order: list[int]
) -> None:
    general(ageing_minutes=ageing)
    Operator.objects.filter(pk=world.vera.pk).update(limit=1)
    points = channels(world, *priorities)
    queued = [queue_up(world, point, minutes) for point, minutes in zip(points, waited, strict=True)]
    served = []
    for _ in queued:
        assert distribution.drain(now=world.now) == 1
        (given,) = Conversation.objects.filter(assignee=world.vera, active=True)
        served.append(queued.index(given))
        conversations.end(world.vera, given.pk, now=world.now)
    assert served == order


@pytest.mark.parametrize(("ageing", "starves"), [(0, True), (10, False)])
def test_low_priority_starves_without_ageing_and_not_with_it(world: World, ageing: int, starves: bool) -> None:
    """One slot, and somebody of the first channel always waits for it."""
    general(ageing_minutes=ageing)
    Operator.objects.filter(pk=world.vera.pk).update(limit=1)
    first, last = channels(world, 1, None)
    poor = queue_up(world, last, 0)
    for _ in range(15):
        world.at_the_screen(world.vera)
        queue_up(world, first, 0)
        distribution.drain(now=world.now)
        for given in Conversation.objects.filter(assignee=world.vera, active=True):
            conversations.close(world.vera, given.pk, now=world.now)
        world.now += timedelta(minutes=1)
    poor.refresh_from_db()
    assert (poor.queued_at is not None) is starves


def test_why_it_waits_is_told_once_and_again_when_it_changes(world: World) -> None:
    conversation = world.write(world.zoya, group=world.tatra)
    world.tatra.members.clear()

    def told() -> list[str]:
        distribution.drain(now=world.now)
        rows = conversation.events.filter(kind="conversation.waits").order_by("seq")
        return list(rows.values_list("data__why", flat=True))

    assert told() == ["no_one"]
    assert told() == ["no_one"]
    world.tatra.members.set([world.vera])
    presence.leave(world.vera.pk)
    assert told() == ["no_one", "away"]
    world.at_the_screen(world.vera)
    Operator.objects.filter(pk=world.vera.pk).update(limit=0)
    assert told() == ["no_one", "away", "full"]
    Operator.objects.filter(pk=world.vera.pk).update(limit=1)
    assert told() == ["no_one", "away", "full"]
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.noted) == (world.vera, "")


def test_whoever_releases_is_passed_over_for_five_minutes(world: World) -> None:
    world.skoda.members.set([world.anna])
    conversation = world.write(world.zoya)
    assert drained(world, conversation) == world.anna
    assignments.release(world.anna, conversation.pk, now=world.now)
    assert drained(world, conversation) is None
    reasons = says(conversation.events.get(kind="conversation.waits").data["trace"])[1]
    assert reasons[world.anna.pk] == ("assignable", "passed_it_on")
    world.now += timedelta(minutes=5)
    world.at_the_screen(world.anna)
    assert drained(world, conversation) == world.anna
