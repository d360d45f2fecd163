"""The next opening in the visitor's own time (SPEC 5.7)."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from routing.hours import Period, Schedule, first_common
from routing.zones import Day, Opening, next_common_opening, next_opening, zone_of
from tests.routing.boards import moments, schedules, zones

MOSCOW = Schedule("Europe/Moscow", ((Period(time(9), time(18)),),) * 5 + ((),) * 2)


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "zone", "opens", "day"),
    [
        ("2026-03-02 23:00", None, "2026-03-03 09:00", Day.TOMORROW),
        ("2026-03-02 23:00", "Europe/Moscow", "2026-03-03 09:00", Day.TOMORROW),
        ("2026-03-03 02:00", "Europe/Moscow", "2026-03-03 09:00", Day.TODAY),
        ("2026-03-02 23:00", "Asia/Vladivostok", "2026-03-03 16:00", Day.TODAY),
        ("2026-03-02 23:00", "America/New_York", "2026-03-03 01:00", Day.TOMORROW),
        ("2026-03-03 08:30", "America/Los_Angeles", "2026-03-02 22:00", Day.TODAY),
        ("2026-03-06 19:00", "Europe/Moscow", "2026-03-09 09:00", Day.THIS_WEEK),
        ("2026-03-02 23:00", "Mars/Olympus", "2026-03-03 09:00", Day.TOMORROW),
    ],
)
def test_when_it_opens_as_the_visitor_would_say(now: str, zone: str | None, opens: str, day: Day) -> None:
    found = next_opening(MOSCOW, at(now), zone)
    known = zone if zone and zone != "Mars/Olympus" else "Europe/Moscow"
    assert found == Opening(at(opens, known), day)
    assert found.at.isoformat()[:16].replace("T", " ") == opens


def test_a_holiday_of_a_week_and_the_day_after_the_summer_begins() -> None:
    closed = Schedule("Europe/Berlin", MOSCOW.week, yearly={(5, day): () for day in range(1, 9)})
    found = next_opening(closed, at("2026-04-30 18:00", "Europe/Berlin"))
    assert found == Opening(at("2026-05-11 09:00", "Europe/Berlin"), Day.LATER)
    # 29 March 2026: Moscow does not change its clocks, Berlin goes forward.
    early = next_opening(MOSCOW, at("2026-03-27 18:00"), "Europe/Berlin")
    assert early is not None
    assert early.at.isoformat() == "2026-03-30T08:00:00+02:00"


def test_while_it_is_open_and_when_it_never_opens_there_is_nothing_to_say() -> None:
    assert next_opening(MOSCOW, at("2026-03-02 09:00")) is None
    assert next_opening(Schedule("UTC", ((),) * 7), at("2026-03-02 09:00")) is None


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "../../etc/passwd", "Europe", "/etc", "a\0b", "x" * 500])
def test_a_browser_may_say_anything(name: str | None) -> None:
    assert zone_of(name, "Europe/Moscow") == ZoneInfo("Europe/Moscow")


@given(schedules, moments, zones)
def test_it_is_the_same_moment_wherever_the_visitor_is(schedule: Schedule, now: datetime, zone: str) -> None:
    here, there = next_opening(schedule, now), next_opening(schedule, now, zone)
    assert (here is None) is (there is None)
    if here is not None and there is not None:
        assert here.at.astimezone(UTC) == there.at.astimezone(UTC)
        assert here.at > now
        assert schedule.is_open(here.at)
        assert there.at.utcoffset() == here.at.astimezone(ZoneInfo(zone)).utcoffset()
        assert not schedule.is_open(now.astimezone(UTC))


LATE = Schedule("Europe/Moscow", ((), (), (Period(time(12), time(22)),), (), (), (), ()))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-02 10:00", "2026-03-04 12:00"),
        ("2026-03-04 11:00", "2026-03-04 12:00"),
        ("2026-03-04 19:00", "2026-03-11 12:00"),
    ],
)
def test_two_schedules_open_when_both_do(now: str, opens: str) -> None:
    for both in ((MOSCOW, LATE), (LATE, MOSCOW)):
        found = next_common_opening(both, at(now), "Europe/Moscow")
        assert found is not None
        assert found.at == at(opens)


def test_what_is_never_open_together_never_opens() -> None:
    weekend = Schedule("Europe/Moscow", ((),) * 5 + ((Period(time(9), time(18)),),) * 2)
    assert next_common_opening((MOSCOW, weekend), at("2026-03-02 10:00")) is None
    assert next_common_opening((MOSCOW, LATE), at("2026-03-04 13:00")) is None


@given(moments, schedules, schedules)
def test_the_first_common_opening_is_open_in_both(now: datetime, one: Schedule, other: Schedule) -> None:
    found = first_common((one, other), now)
    if found is None:
        assert not (one.is_open(now) and other.is_open(now))
    else:
        assert found >= now
        assert one.is_open(found)
        assert other.is_open(found)
