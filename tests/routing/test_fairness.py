"""Over a long day nobody gets more than their share (SPEC 3.4)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from routing.assignment import plan
from routing.decisions import Assign
from routing.policies import Algorithm, Policy, Terms
from routing.snapshot import OperatorState, Snapshot, Waiting
from tests.routing.offices import NOW

CONVERSATIONS = 1000
ALWAYS, GUESTS = range(1, 6), range(6, 11)


def somebody(pk: int, **fields: object) -> OperatorState:
    return replace(
        OperatorState(pk, frozenset(), receives=True, present=True, load=0, limit=None, last_assigned_at=None),
        **fields,  # type: ignore[arg-type]
    )


class Day:
    """Conversations come one by one; each is over before the next, so that nobody is ever full."""

    def __init__(self, algorithm: Algorithm, *people: OperatorState) -> None:
        self.people = {o.id: o for o in people}
        self.policies = {0: Policy(Terms(algorithm=algorithm))}
        self.turns: dict[tuple[int, int | None], int] = {}
        self.count: Counter[int] = Counter()
        self.now = NOW

    def serve(self, number: int) -> int:
        self.now += timedelta(seconds=10)
        waiting = (Waiting(number, None, self.now),)
        snapshot = Snapshot(self.now, tuple(self.people.values()), waiting, self.policies, turns=self.turns)
        (decision,) = plan(snapshot)
        assert isinstance(decision, Assign)
        chosen = decision.operator
        if decision.rotates:
            self.turns[0, None] = chosen
        self.people[chosen] = replace(self.people[chosen], last_assigned_at=self.now)
        self.count[chosen] += 1
        return chosen

    def set(self, pk: int, **fields: object) -> None:
        self.people[pk] = replace(self.people[pk], **fields)  # type: ignore[arg-type]


def comings_and_goings(seed: int) -> Iterator[tuple[int, bool]]:
    """Who of the guests comes or goes before each conversation."""
    random = Random(seed)
    for _ in range(CONVERSATIONS):
        yield random.choice(GUESTS), random.random() < 0.5


@pytest.mark.parametrize("seed", range(5))
def test_in_turn_the_always_present_have_equal_shares_whoever_else_comes_and_goes(seed: int) -> None:
    day = Day(Algorithm.CYCLIC, *map(somebody, [*ALWAYS, *GUESTS]))
    for number, (guest, present) in enumerate(comings_and_goings(seed), start=1):
        day.set(guest, present=present)
        day.serve(number)
        shares = [day.count[pk] for pk in ALWAYS]
        assert max(shares) - min(shares) <= 1
    assert sum(day.count.values()) == CONVERSATIONS
    assert all(day.count[guest] for guest in GUESTS), "no guest was ever served: the test would show nothing"


def test_who_was_skipped_gains_no_credit() -> None:
    """Back after a hundred turns: the next one at the usual place, and then one in three like everybody."""
    day = Day(Algorithm.CYCLIC, *map(somebody, (1, 2, 3)))
    day.set(2, present=False)
    assert [day.serve(n) for n in range(1, 101)] == [1, 3] * 50
    day.set(2, present=True)
    assert [day.serve(n) for n in range(101, 107)] == [1, 2, 3, 1, 2, 3]


def test_whoever_served_last_may_leave_and_the_turn_goes_on_after_them() -> None:
    day = Day(Algorithm.CYCLIC, *map(somebody, (1, 2, 3)))
    assert [day.serve(1), day.serve(2)] == [1, 2]
    del day.people[2]
    assert day.serve(3) == 3


def test_within_one_pass_the_turn_goes_round_too() -> None:
    people = tuple(map(somebody, (1, 2, 3)))
    waiting = tuple(Waiting(n, None, NOW) for n in range(1, 8))
    policies = {0: Policy(Terms(algorithm=Algorithm.CYCLIC))}
    decisions = plan(Snapshot(NOW, people, waiting, policies, turns={(0, None): 1}))
    assert [d.operator for d in decisions if isinstance(d, Assign)] == [2, 3, 1, 2, 3, 1, 2]


def test_groups_rotate_by_themselves_and_channels_that_inherit_together() -> None:
    people = tuple(somebody(pk, groups=frozenset({1, 2})) for pk in (1, 2, 3))
    cyclic = Terms(algorithm=Algorithm.CYCLIC)
    policies = {10: Policy(cyclic, rotation=7), 11: Policy(cyclic, rotation=7), 12: Policy(cyclic, rotation=8)}
    queue = [(10, 1), (11, 1), (10, 2), (12, 1), (10, 1)]
    waiting = tuple(Waiting(n, group, NOW, point) for n, (point, group) in enumerate(queue))
    decisions = plan(Snapshot(NOW, people, waiting, policies))
    assert [d.operator for d in decisions if isinstance(d, Assign)] == [1, 2, 1, 1, 3]


@pytest.mark.parametrize(
    ("algorithm", "anna", "boris", "chosen"),
    [
        (Algorithm.LEAST_LOADED, {"load": 30}, {"load": 15}, 2),
        (Algorithm.LEAST_LOADED, {"load": 3, "limit": 10}, {"load": 1, "limit": 2}, 2),
        (Algorithm.LEAST_LOADED, {"load": 15}, {"load": 30}, 1),
        (Algorithm.MOST_FREE, {"load": 3, "limit": 10}, {"load": 1, "limit": 2}, 1),
        (Algorithm.MOST_FREE, {"load": 1, "limit": 2}, {"load": 3, "limit": 10}, 2),
        (Algorithm.MOST_FREE, {"load": 0, "limit": 100}, {"load": 500, "limit": None}, 2),
        (Algorithm.CYCLIC, {"load": 99}, {"load": 0}, 1),
    ],
)
def test_the_algorithms_differ(
    algorithm: Algorithm, anna: dict[str, object], boris: dict[str, object], chosen: int
) -> None:
    assert Day(algorithm, somebody(1, **anna), somebody(2, **boris)).serve(1) == chosen


@pytest.mark.parametrize("algorithm", [Algorithm.LEAST_LOADED, Algorithm.MOST_FREE])
@pytest.mark.parametrize(
    ("anna", "boris", "chosen"),
    [(None, None, 1), (10, None, 2), (None, 10, 1), (10, 20, 2), (20, 10, 1), (10, 10, 1)],
)
def test_ties_go_to_the_longest_idle_and_then_by_id(
    algorithm: Algorithm, anna: int | None, boris: int | None, chosen: int
) -> None:
    """Seconds since the last assignment; who never had one has been idle longest."""
    since = [None if ago is None else NOW - timedelta(seconds=ago) for ago in (anna, boris)]
    people = (somebody(pk, limit=5, last_assigned_at=at) for pk, at in enumerate(since, start=1))
    assert Day(algorithm, *people).serve(1) == chosen


@pytest.mark.parametrize("algorithm", [Algorithm.LEAST_LOADED, Algorithm.MOST_FREE])
def test_where_all_are_equal_ties_make_equal_shares(algorithm: Algorithm) -> None:
    day = Day(algorithm, *(somebody(pk, limit=5) for pk in ALWAYS))
    for number in range(CONVERSATIONS):
        day.serve(number)
        assert max(day.count.values()) - min(day.count[pk] for pk in ALWAYS) <= 1
