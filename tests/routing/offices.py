"""Whole situations for hypothesis: operators, queues, policies."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from routing.policies import Algorithm, Policy, PresenceMode, Terms
from routing.snapshot import OperatorState, Order, Snapshot, Waiting

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
POINTS = (1, 2, 3)
GROUPS = st.none() | st.integers(1, 4)
PEOPLE = st.integers(1, 12)


def ago(most: int) -> "st.SearchStrategy[datetime]":
    return st.integers(0, most * 1_000_000).map(lambda us: NOW - timedelta(microseconds=us))


operators = st.lists(
    st.builds(
        OperatorState,
        id=PEOPLE,
        groups=st.frozensets(st.integers(1, 4)),
        receives=st.booleans() | st.just(True),
        present=st.booleans() | st.just(True),
        load=st.integers(0, 6),
        limit=st.none() | st.integers(0, 8),
        last_assigned_at=st.none() | ago(500),
        held=st.dictionaries(st.sampled_from(POINTS), st.integers(0, 3)),
        off_hours=st.booleans(),
    ),
    unique_by=lambda o: o.id,
    max_size=12,
).map(tuple)

queues = st.lists(
    st.builds(
        Waiting,
        id=st.integers(1, 200),
        group=GROUPS,
        since=ago(3600),
        point=st.sampled_from(POINTS),
        manager=st.none() | PEOPLE,
        talked=st.none() | st.tuples(PEOPLE, ago(40 * 86400)),
        passed_by=st.none() | PEOPLE,
    ),
    unique_by=lambda w: w.id,
    max_size=30,
).map(tuple)

terms = st.builds(
    Terms,
    algorithm=st.sampled_from(Algorithm),
    limit=st.integers(0, 3),
    portion=st.integers(0, 3),
    portion_minutes=st.just(5),
    pause=st.sampled_from([0, 60]),
    personal_manager=st.booleans(),
    last_operator_days=st.sampled_from([0, 30]),
    presence=st.sampled_from(PresenceMode),
    anyone=st.booleans(),
)
policies = st.dictionaries(
    st.sampled_from(POINTS),
    st.builds(
        Policy,
        terms=terms,
        participants=st.frozensets(PEOPLE, max_size=4),
        fallback=st.frozensets(PEOPLE, max_size=3),
        helpers=st.frozensets(PEOPLE, max_size=2),
        weight=st.integers(1, 3),
        rotation=st.sampled_from([0, 1]),
        portions=st.sampled_from([0, 1]),
    ),
)
orders = st.builds(
    Order,
    ranks=st.dictionaries(st.sampled_from(POINTS), st.integers(0, 2)),
    ageing=st.sampled_from([0, 5]),
)
snapshots = st.builds(
    Snapshot,
    now=st.just(NOW),
    operators=operators,
    waiting=queues,
    policies=policies,
    order=orders,
    turns=st.dictionaries(st.tuples(st.sampled_from([0, 1]), GROUPS), PEOPLE),
    portions=st.dictionaries(st.tuples(st.sampled_from([0, 1]), PEOPLE), st.lists(ago(600), max_size=3).map(tuple)),
)
