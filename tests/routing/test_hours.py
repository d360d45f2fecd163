"""Working hours (SPEC 5.7): periods, nights, holidays, and the two nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.hours import Period, Periods, Schedule
from tests.routing.boards import moments, periods, schedules

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = (Period(time(9), time(13)), Period(time(14), time(18)))
NIGHT = (Period(time(22), time(6)),)
AROUND = (Period(time(0), time(0)),)


def weekdays(periods: Periods, zone: str = "Europe/Berlin", **more: object) -> Schedule:
    return Schedule(zone, (periods,) * 5 + ((),) * 2, **more)  # type: ignore[arg-type]


def daily(periods: Periods, zone: str = "Europe/Berlin") -> Schedule:
    return Schedule(zone, (periods,) * 7)


def berlin(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("now", "is_open", "opens"),
    [
        ("2026-03-02 08:59", False, "2026-03-02 09:00"),
        ("2026-03-02 09:00", True, "2026-03-02 09:00"),
        ("2026-03-02 12:59", True, "2026-03-02 12:59"),
        ("2026-03-02 13:00", False, "2026-03-02 14:00"),
        ("2026-03-02 18:00", False, "2026-03-03 09:00"),
        ("2026-03-06 18:00", False, "2026-03-09 09:00"),
        ("2026-03-07 12:00", False, "2026-03-09 09:00"),
    ],
)
def test_several_periods_a_day(now: str, is_open: bool, opens: str) -> None:
    schedule = weekdays(OFFICE)
    assert schedule.is_open(berlin(now)) is is_open
    assert schedule.next_opening(berlin(now)) == berlin(opens)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    schedule = weekdays(NIGHT)
    assert schedule.is_open(berlin("2026-03-07 05:59"))  # Friday's night
    assert not schedule.is_open(berlin("2026-03-07 06:00"))
    assert not schedule.is_open(berlin("2026-03-09 05:00"))  # Sunday has none
    assert schedule.next_opening(berlin("2026-03-07 06:00")) == berlin("2026-03-09 22:00")


def test_until_midnight_and_around_the_clock() -> None:
    evening = daily((Period(time(18), time(0)),))
    assert evening.is_open(berlin("2026-03-02 23:59"))
    assert not evening.is_open(berlin("2026-03-03 00:00"))
    assert daily(AROUND).next_change(berlin("2026-03-02 12:00")) is None
    assert all(daily(AROUND).is_open(berlin("2026-03-28 23:30") + timedelta(minutes=7 * n)) for n in range(300))


def test_holidays_and_single_dates() -> None:
    schedule = weekdays(
        OFFICE,
        yearly={(1, 1): (), (12, 31): (Period(time(9), time(12)),)},
        dates={date(2027, 1, 1): (Period(time(11), time(12)),), date(2026, 3, 7): OFFICE},
    )
    assert not schedule.is_open(berlin("2026-01-01 10:00"))
    assert schedule.is_open(berlin("2027-01-01 11:30"))  # this date beats the holiday
    assert not schedule.is_open(berlin("2026-12-31 12:30"))
    assert schedule.is_open(berlin("2026-03-07 10:00"))  # a working Saturday
    assert schedule.next_opening(berlin("2025-12-31 12:00")) == berlin("2026-01-02 09:00")


def test_a_holiday_leaves_the_night_before_alone() -> None:
    schedule = weekdays(NIGHT, yearly={(1, 1): ()})
    assert schedule.is_open(berlin("2026-01-01 05:00"))
    assert not schedule.is_open(berlin("2026-01-01 23:00"))


def test_never_open_and_open_once() -> None:
    never = Schedule("UTC", ((),) * 7)
    assert never.next_opening(berlin("2026-03-02 12:00")) is None
    assert never.next_change(berlin("2026-03-02 12:00")) is None
    once = Schedule("UTC", ((),) * 7, {date(2026, 5, 1): OFFICE})
    assert once.next_opening(datetime(2026, 3, 2, tzinfo=UTC)) == datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert once.next_opening(datetime(2026, 5, 2, tzinfo=UTC)) is None


def test_another_zone_asks_the_same_question() -> None:
    schedule = weekdays(OFFICE, zone="Asia/Vladivostok")
    assert schedule.is_open(datetime(2026, 3, 1, 23, 0, tzinfo=UTC))  # Monday, 9 in the morning there
    assert schedule.next_opening(berlin("2026-03-02 09:00")) == datetime(2026, 3, 2, 23, tzinfo=UTC)


class TestNightOfTheSkippedHour:
    """29 March 2026 in Berlin: after 01:59:59 comes 03:00."""

    def test_a_period_over_it_is_an_hour_shorter(self) -> None:
        start, end = next(daily((Period(time(1), time(4)),)).spans(berlin("2026-03-30 12:00"), 1))
        assert (start, end) == (berlin("2026-03-29 01:00"), berlin("2026-03-29 04:00"))
        assert end - start == timedelta(hours=2)

    def test_a_skipped_opening_time_is_the_moment_of_the_jump(self) -> None:
        schedule = daily((Period(time(2, 30), time(8)),))
        assert schedule.next_opening(berlin("2026-03-28 12:00")) == berlin("2026-03-29 03:00")
        assert schedule.is_open(berlin("2026-03-29 03:00"))
        assert not schedule.is_open(berlin("2026-03-29 01:59"))

    def test_a_skipped_closing_time_is_too(self) -> None:
        schedule = daily((Period(time(1), time(2, 30)),))
        assert schedule.next_change(berlin("2026-03-29 01:00")) == berlin("2026-03-29 03:00")

    def test_a_period_inside_it_does_not_happen(self) -> None:
        schedule = daily((Period(time(2, 15), time(2, 45)),))
        assert schedule.next_opening(berlin("2026-03-28 12:00")) == berlin("2026-03-30 02:15")


class TestNightOfTheRepeatedHour:
    """25 October 2026 in Berlin: after 02:59:59 comes 02:00 once more."""

    def test_a_period_over_it_is_an_hour_longer(self) -> None:
        start, end = next(daily(NIGHT).spans(berlin("2026-10-25 12:00"), 1))
        assert end - start == timedelta(hours=9)

    def test_it_opens_at_the_first_and_closes_at_the_second_showing(self) -> None:
        schedule = daily((Period(time(2), time(2, 30)),))
        assert schedule.next_opening(berlin("2026-10-24 12:00")) == berlin("2026-10-25 02:00", fold=0)
        change = schedule.next_change(berlin("2026-10-25 02:10", fold=0))
        assert change == berlin("2026-10-25 02:30", fold=1)
        assert schedule.is_open(berlin("2026-10-25 02:45", fold=0))
        assert schedule.is_open(berlin("2026-10-25 02:10", fold=1))
        assert not schedule.is_open(berlin("2026-10-25 02:45", fold=1))

    def test_the_night_before_still_counts_on_a_day_of_25_hours(self) -> None:
        schedule = Schedule("Europe/Berlin", ((),) * 5 + ((Period(time(23, 45), time(23, 30)),), ()))
        assert schedule.is_open(berlin("2026-10-25 23:15"))
        assert not schedule.is_open(berlin("2026-10-25 23:30"))


def test_clocks_that_change_at_midnight() -> None:
    """In Havana the hour from 00:00 to 01:00 is skipped and repeated: around the clock is still around the clock."""
    schedule = daily(AROUND, "America/Havana")
    for night in (datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)):
        assert all(schedule.is_open(night + timedelta(minutes=5 * n)) for n in range(60))


def test_a_zone_that_is_none_and_a_week_that_is_none_are_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Schedule("Europe/Skoda", ((),) * 7)
    with pytest.raises(ValueError, match="seven"):
        Schedule("UTC", ((),) * 6)


@given(schedules, moments)
def test_the_next_opening_is_open_and_the_moment_before_it_is_not(schedule: Schedule, now: datetime) -> None:
    opens = schedule.next_opening(now)
    assert schedule.is_open(now) is (opens == now)
    if opens is not None:
        assert opens >= now
        assert schedule.is_open(opens)
        assert opens == now or not schedule.is_open(before(opens))


@given(schedules, moments)
def test_the_next_change_is_one_and_nothing_changes_until_then(schedule: Schedule, now: datetime) -> None:
    change = schedule.next_change(now)
    if change is not None:
        assert change > now
        assert schedule.is_open(change) is not schedule.is_open(now)
        assert schedule.is_open(before(change)) is schedule.is_open(now)
        assert schedule.is_open(now + (change - now) / 2) is schedule.is_open(now)


@given(schedules, moments, periods)
def test_more_periods_never_close(schedule: Schedule, now: datetime, more: Periods) -> None:
    week = tuple((*day, *more) for day in schedule.week)
    longer = Schedule(schedule.zone, week, schedule.dates, schedule.yearly)
    assert longer.is_open(now) or not schedule.is_open(now)


@given(st.tuples(*[periods] * 7), moments)
def test_where_clocks_never_change_it_is_plain_arithmetic(week: tuple[Periods, ...], now: datetime) -> None:
    schedule = Schedule("Asia/Kolkata", week)
    local = now.astimezone(ZoneInfo("Asia/Kolkata"))
    clock, today, yesterday = local.time(), week[local.weekday()], week[local.weekday() - 1]
    naive = any(p.opens <= clock < p.closes if p.opens < p.closes else clock >= p.opens for p in today) or any(
        p.closes <= p.opens and clock < p.closes for p in yesterday
    )
    assert schedule.is_open(now) is naive


def before(moment: datetime) -> datetime:
    return moment.astimezone(UTC) - timedelta(microseconds=1)
