"""Limits hold and nothing is given twice, however many workers drain the queue (SPEC 3.1, 10.1)."""

from collections import Counter
from itertools import cycle

from helpdesk import snapshots
from helpdesk.actions import assignments, distribution
from helpdesk.models import Conversation, Event, Operator, OperatorGroup
from routing.assignment import assignable, below_limit
from tests.conftest import World, make_operator
from tests.races.crowd import at_once, errors

WORKERS, QUEUED, ROUNDS, LIMIT = 8, 200, 25, 3


def a_crowd_of_operators(world: World) -> list[OperatorGroup]:
    """Sixteen operators in five groups, each in two or three of them, all at the screen."""
    groups = [world.skoda, world.tatra, world.used, world.service]
    groups.append(OperatorGroup.objects.create(name="Finance", enabled=True, default_limit=LIMIT))
    for number in range(16):
        operator = make_operator(f"operator{number}", limit=LIMIT)
        operator.groups.add(*{groups[number % 5], groups[(number + 1) % 5], groups[(number * 3) % 5]})
        world.at_the_screen(operator)
    return groups


def requeue(world: World, groups: list[OperatorGroup]) -> None:
    """Everything back into the queue, as if it had just arrived."""
    Event.objects.filter(kind="conversation.assigned").delete()
    Conversation.objects.update(assignee=None, accepted=False, active=True, queued_at=world.now)


def nobody_waits_beside_a_free_slot(world: World) -> bool:
    state = snapshots.take(world.now)
    free = [o for o in state.operators if assignable(o) and below_limit(o)]
    return not [w for w in state.waiting for o in free if w.group in o.groups]


def test_two_hundred_queued_eight_workers_limit_three(world: World) -> None:
    groups = a_crowd_of_operators(world)
    turn = cycle(groups)
    for _ in range(QUEUED):
        world.write(world.arrive(), group=next(turn))
    for _ in range(ROUNDS):
        requeue(world, groups)
        results = at_once(*[lambda: distribution.drain(now=world.now)] * WORKERS)
        assert not errors(results)
        loads = Counter(Conversation.objects.filter(assignee__isnull=False).values_list("assignee", flat=True))
        assert max(loads.values()) <= LIMIT
        assert sum(results) == sum(loads.values())
        given = Event.objects.filter(kind="conversation.assigned").values_list("conversation", flat=True)
        assert len(given) == len(set(given))
        distribution.drain(now=world.now)
        assert nobody_waits_beside_a_free_slot(world)
        assert (
            max(Counter(Conversation.objects.exclude(assignee=None).values_list("assignee", flat=True)).values()) == 3
        )


def test_machine_and_people_at_once(world: World) -> None:
    """Takes by hand may exceed the limit; the machine counts them and stays below."""
    world.boris.groups.clear()
    world.gleb.groups.clear()
    pks = [world.write(world.arrive()).pk for _ in range(12)]
    by_hand = [lambda pk=pk: assignments.take(world.anna, pk, seen_assignee=None, now=world.now) for pk in pks[:2]]
    results = at_once(*by_hand, *[lambda: distribution.drain(now=world.now)] * 4)
    taken = sum(not isinstance(result, Exception) for result in results[:2])
    given = Conversation.objects.filter(events__kind="conversation.assigned", assignee=world.anna).count()
    assert taken == 2
    assert given <= 3
    assert Conversation.objects.filter(assignee=world.anna).count() <= 5


def test_ten_people_take_one_conversation(world: World) -> None:
    conversation = world.write(world.zoya)
    people = [make_operator(f"taker{number}") for number in range(10)]
    results = at_once(
        *[lambda who=who: assignments.take(who, conversation.pk, seen_assignee=None, now=world.now) for who in people]
    )
    lost = errors(results)
    winner = Operator.objects.get(conversations=conversation)
    assert len(lost) == 9
    assert {error.code for error in lost} == {"taken"}  # type: ignore[attr-defined]
    assert all(winner.name in str(error.text) for error in lost)  # type: ignore[attr-defined]
    assert conversation.events.filter(kind="conversation.taken").count() == 1
