"""What hypothesis draws: schedules, and boards of groups for which `strategies` has the pages and places."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from routing.board import Board, GroupRules, WhenAway, WhenFull
from routing.hours import Period, Schedule
from routing.reasons import Staff
from tests.routing.strategies import page_rules, region_rules

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
periods = st.lists(st.builds(Period, clocks, clocks), max_size=3).map(tuple)
zones = st.sampled_from(
    ["Europe/Moscow", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
)
schedules = st.builds(
    Schedule,
    zones,
    st.tuples(*[periods] * 7),
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), periods, max_size=3),
    st.dictionaries(st.sampled_from([(1, 1), (3, 29), (10, 25), (2, 29)]), periods, max_size=2),
)

staff = st.builds(Staff, st.integers(0, 2), st.booleans())
groups = st.builds(
    GroupRules,
    id=st.just(0),
    enabled=st.booleans(),
    hidden=st.sampled_from([False, False, True]),
    takes_messengers=st.booleans(),
    members=st.integers(0, 2),
    regions=region_rules,
    pages=page_rules,
    schedule=st.none() | schedules,
    when_away=st.sampled_from(WhenAway),
    when_full=st.sampled_from(WhenFull),
    fallback=st.none() | st.integers(1, 5),
)
boards = st.lists(groups, max_size=5).map(lambda drawn: Board(tuple(numbered(drawn))))


def numbered(drawn: list[GroupRules]) -> list[GroupRules]:
    return [replace(group, id=number) for number, group in enumerate(drawn, 1)]
