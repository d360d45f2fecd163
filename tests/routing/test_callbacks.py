"""When somebody may call back (SPEC 7.4)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.callbacks import CallbackSetting, Slot, offers, slots
from routing.hours import Period, Schedule
from tests.routing.boards import moments, schedules, zones

OFFICE = Schedule("Europe/Moscow", ((Period(time(9), time(11)), Period(time(12), time(13))),) * 5 + ((),) * 2)
AROUND = Schedule("Europe/Berlin", ((Period(time(0), time(0)),),) * 7)
NOW = datetime(2026, 3, 2, 9, 10, tzinfo=ZoneInfo("Europe/Moscow"))
"""A Monday."""
TODAY = CallbackSetting(days=1)


def told(found: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.start:%d %H:%M}-{slot.end:%H:%M}" for slot in found]


def test_round_times_within_hours_from_half_an_hour_ahead() -> None:
    found = slots(OFFICE, NOW, setting=TODAY)
    assert told(found) == ["02 10:00-10:30", "02 10:30-11:00", "02 12:00-12:30", "02 12:30-13:00"]


def test_in_the_visitors_own_time() -> None:
    found = slots(OFFICE, NOW, "Asia/Vladivostok", TODAY)
    assert told(found) == ["02 17:00-17:30", "02 17:30-18:00", "02 19:00-19:30", "02 19:30-20:00"]
    assert found[0].start == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert slots(OFFICE, NOW, "Mars/Olympus", TODAY) == slots(OFFICE, NOW, setting=TODAY)


def test_the_next_days_are_the_visitors() -> None:
    """In Los Angeles it is still Sunday, and Moscow's Monday morning is Sunday night."""
    found = slots(OFFICE, NOW, "America/Los_Angeles", TODAY)
    assert {slot.start.date() for slot in found} == {date(2026, 3, 1)}
    assert told(found)[0] == "01 23:00-23:30"
    assert len(found) == 2


def test_weekends_and_holidays_have_none() -> None:
    closed = Schedule(OFFICE.zone, OFFICE.week, dates={date(2026, 3, 4): ()})
    days = [slot.start.day for slot in slots(closed, NOW, setting=CallbackSetting(days=8))]
    assert sorted(set(days)) == [2, 3, 5, 6, 9]


def test_a_slot_lies_in_working_hours_as_a_whole() -> None:
    odd = Schedule("UTC", ((Period(time(9, 20), time(10, 50)),),) * 7)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert told(slots(odd, now, setting=TODAY)) == ["02 09:30-10:00", "02 10:00-10:30"]
    assert told(slots(odd, now, setting=CallbackSetting(length=60, days=1))) == []
    assert told(slots(odd, now, setting=CallbackSetting(length=45, days=1))) == ["02 09:45-10:30"]


def test_neighbouring_periods_are_one() -> None:
    split = Schedule("UTC", ((Period(time(9), time(9, 30)), Period(time(9, 30), time(10))),) * 7)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert told(slots(split, now, setting=CallbackSetting(length=60, days=1))) == ["02 09:00-10:00"]


def test_around_the_clock_over_midnight_and_no_more_than_asked_for() -> None:
    late = datetime(2026, 3, 2, 22, 45, tzinfo=ZoneInfo("Europe/Berlin"))
    found = slots(AROUND, late, setting=CallbackSetting(most=4))
    assert told(found) == ["02 23:30-00:00", "03 00:00-00:30", "03 00:30-01:00", "03 01:00-01:30"]
    whole = slots(AROUND, late, setting=CallbackSetting(days=2, most=1000))
    assert len(whole) == 1 + 48


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_nights_when_clocks_change(day: date, hours: int) -> None:
    midnight = datetime.combine(day, time(0), tzinfo=ZoneInfo("Europe/Berlin"))
    found = slots(AROUND, midnight, setting=CallbackSetting(length=60, lead=0, days=1))
    assert len(found) == hours
    moments_ = [slot.start.astimezone(UTC) for slot in found]
    assert all(later - earlier == timedelta(hours=1) for earlier, later in pairwise(moments_))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_round_times_stay_round_when_clocks_have_changed(day: date) -> None:
    evening = datetime.combine(day - timedelta(days=1), time(22), tzinfo=ZoneInfo("Europe/Berlin"))
    setting = CallbackSetting(length=120, lead=0, days=2)
    found = slots(AROUND, evening, setting=setting)
    assert {(slot.start.hour % 2, slot.start.minute) for slot in found} == {(0, 0)}
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo("Europe/Berlin"))
    assert offers(AROUND, noon, evening, setting)
    assert offers(AROUND, noon, noon, setting)


def test_only_what_is_offered_can_be_chosen() -> None:
    ten = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Moscow"))
    assert offers(OFFICE, ten, NOW)
    assert offers(OFFICE, ten.astimezone(ZoneInfo("Asia/Tokyo")), NOW)
    assert not offers(OFFICE, ten, NOW + timedelta(minutes=21))
    assert not offers(OFFICE, ten + timedelta(minutes=5), NOW)
    assert not offers(OFFICE, ten.replace(hour=11), NOW)
    assert not offers(OFFICE, ten + timedelta(days=30), NOW)
    assert not offers(OFFICE, ten.replace(tzinfo=None), NOW)


@pytest.mark.parametrize("length", [0, -30, 7, 50, 1441])
def test_slots_that_would_be_others_each_day_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match="divided"):
        CallbackSetting(length=length)


settings = st.builds(CallbackSetting, st.sampled_from([15, 20, 30, 45, 60]), st.integers(0, 90), st.integers(1, 4))


@given(schedules, moments, zones, settings)
def test_every_slot_is_open_ahead_apart_and_can_be_chosen(
    schedule: Schedule, now: datetime, zone: str, setting: CallbackSetting
) -> None:
    found = slots(schedule, now, zone, setting)
    for slot in found:
        assert slot.start.astimezone(UTC) >= now + timedelta(minutes=setting.lead)
        assert slot.end.astimezone(UTC) - slot.start.astimezone(UTC) == timedelta(minutes=setting.length)
        assert schedule.is_open(slot.start)
        assert schedule.is_open(slot.end.astimezone(UTC) - timedelta(microseconds=1))
        assert slot.start.date() < now.astimezone(ZoneInfo(zone)).date() + timedelta(days=setting.days)
    assert all(one.end.astimezone(UTC) <= other.start.astimezone(UTC) for one, other in pairwise(found))
    if found:
        assert offers(schedule, found[0].start, now, setting)
        assert offers(schedule, found[-1].start, now, setting)


@given(schedules, moments, settings, st.integers(1, 240))
def test_what_was_offered_stays_on_offer_while_the_form_is_open(
    schedule: Schedule, now: datetime, setting: CallbackSetting, minutes: int
) -> None:
    later = now + timedelta(minutes=minutes)
    for slot in slots(schedule, now, None, setting)[-3:]:
        if slot.start.astimezone(UTC) >= later + timedelta(minutes=setting.lead):
            assert offers(schedule, slot.start, later, setting)
