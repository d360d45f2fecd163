"""Forty visitors and four operators: what must hold whoever drains the queue, and however many."""

from collections import Counter
from collections.abc import Callable

from helpdesk.actions import distribution
from helpdesk.models import Conversation, Event, Operator, Portion, Turn
from tests.conftest import World, make_operator
from tests.machine.facts import Facts
from tests.machine.oracle import Ledger, Oracle
from tests.races.crowd import at_once, errors

WORKERS, VISITORS, LIMIT = 8, 40, 2


def four_operators(world: World, limit: int = LIMIT) -> list[Operator]:
    """All in one group, and nobody else in it."""
    people = [make_operator(f"operator{number}", limit=limit) for number in range(4)]
    world.skoda.members.set(people)
    world.at_the_screen(*people)
    return people


def arrive(world: World) -> None:
    for _ in range(VISITORS):
        world.write(world.arrive())


def start_over(world: World) -> None:
    """Everything back into the queue, as if it had just arrived at a house where nobody was given anything before.

    Only that everybody is full is known to have been told: telling it again and again would take most of the time.
    """
    Event.objects.filter(kind__in=["conversation.assigned", "conversation.waits"]).delete()
    Conversation.objects.update(assignee=None, accepted=False, active=True, queued_at=world.now, noted="full")
    Operator.objects.update(last_assigned_at=None)
    Portion.objects.all().delete()
    Turn.objects.all().delete()


def all_drain(drain: Callable[[], int]) -> int:
    """Eight workers at once; how many conversations they say they have assigned."""
    results = at_once(*[drain] * WORKERS)
    assert not errors(results), errors(results)
    return sum(results)


def loads() -> Counter[int]:
    """How many live conversations each operator holds."""
    return Counter(Conversation.objects.filter(active=True, assignee__isnull=False).values_list("assignee", flat=True))


def given_in_order() -> list[tuple[int, int]]:
    """(conversation, operator) of every assignment, in the order in which they happened."""
    rows = Event.objects.filter(kind="conversation.assigned").order_by("pk")
    return list(rows.values_list("conversation", "data__operator"))


def nothing_was_given_twice() -> None:
    given = [conversation for conversation, _ in given_in_order()]
    assert len(given) == len(set(given)) == sum(loads().values())


def nobody_waits_beside_a_free_slot(world: World, ledger: Ledger | None = None) -> None:
    """After one sweep, in the opinion of an oracle that knows nothing of the router."""
    distribution.drain(now=world.now)
    oracle = Oracle(Facts(world.now), ledger or Ledger())
    assert not [c.pk for c in oracle.queue() if oracle.room(c)]
