"""One order, whatever woke the queue (SPEC 3.7)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.queue import in_order
from routing.snapshot import Order, Waiting
from tests.routing.offices import NOW, ago, orders, queues


@pytest.mark.parametrize(
    ("ranks", "ageing", "queue", "served"),
    [
        # (channel, minutes waited) by id from 1 on, and in which order the ids are served
        ({}, 0, [(1, 5), (2, 9), (3, 7)], [2, 3, 1]),
        ({}, 0, [(1, 5), (1, 5), (2, 5)], [1, 2, 3]),
        ({1: 0, 2: 1}, 0, [(3, 90), (2, 60), (1, 1)], [3, 2, 1]),
        ({1: 0, 2: 0}, 0, [(1, 1), (2, 2)], [2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 29), (1, 1)], [3, 2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 30), (1, 31)], [3, 2, 1]),
        ({1: 0, 2: 1}, 30, [(3, 29), (2, 30), (1, 29)], [2, 3, 1]),
        ({1: 0, 2: 1}, 30, [(3, 60), (2, 59), (1, 58)], [1, 2, 3]),
        ({1: 0, 2: 1}, 30, [(3, 900), (2, 901), (1, 902)], [3, 2, 1]),
        ({}, 30, [(1, 5), (2, 900)], [2, 1]),
    ],
)
def test_rank_then_time_then_id(
    ranks: dict[int, int], ageing: int, queue: list[tuple[int, int]], served: list[int]
) -> None:
    waiting = [Waiting(pk, None, NOW - timedelta(minutes=m), point) for pk, (point, m) in enumerate(queue, start=1)]
    assert [w.id for w in in_order(waiting, Order(ranks, ageing), NOW)] == served


@given(queues, orders)
def test_the_order_is_one_whatever_came_in_whichever_way(queue: tuple[Waiting, ...], order: Order) -> None:
    assert in_order(queue, order, NOW) == in_order(reversed(queue), order, NOW)


@given(st.lists(ago(86400), min_size=2, max_size=2), st.integers(0, 3), st.integers(1, 60))
def test_with_ageing_nobody_is_overtaken_for_ever(since: list, rank: int, ageing: int) -> None:
    """Whoever has waited through all ranks is served before everybody who came later, of whichever channel."""
    older, younger = Waiting(2, None, min(since), 2), Waiting(1, None, max(since), 1)
    order = Order({1: 0, 2: rank}, ageing)
    late = max(since) + timedelta(minutes=ageing * (rank + 1))
    if older.since < younger.since:
        assert in_order((younger, older), order, late)[0] == older
