"""Working hours: a week in seven lines, dates that differ, and what is said of them."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.test import Client

from helpdesk.admin.hours_words import state
from helpdesk.admin.schedule_forms import DAYS
from helpdesk.board.hours import schedule_of
from helpdesk.models import Schedule
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def form(*exceptions: tuple[str, str, str], **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"name": "Office", "zone": "Europe/Moscow", **dict.fromkeys(DAYS, "")}
    data |= {"exceptions-TOTAL_FORMS": len(exceptions), "exceptions-INITIAL_FORMS": 0}
    for number, (date, opens, closes) in enumerate(exceptions):
        data |= {f"exceptions-{number}-date": date, f"exceptions-{number}-opens": opens}
        data[f"exceptions-{number}-closes"] = closes
    return data | changes


def periods(schedule: Schedule) -> list[tuple[int, time, time]]:
    return list(schedule.periods.values_list("weekday", "opens", "closes"))


def test_a_week_is_stored(mila: Client) -> None:
    data = form(monday="9-13, 14:00—18.30", friday="22:00 - 2:00", sunday="00:00-24:00")
    told(mila.post(page("schedule", "add"), data, follow=True))
    assert periods(Schedule.objects.get()) == [
        (0, time(9), time(13)),
        (0, time(14), time(18, 30)),
        (4, time(22), time(2)),
        (6, time(0), time(0)),
    ]


def test_a_week_is_shown_and_stays_when_nothing_changes(mila: Client) -> None:
    schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    schedule.periods.create(weekday=0, opens=time(14), closes=time(0))
    schedule.periods.create(weekday=0, opens=time(9), closes=time(13))
    before = set(schedule.periods.values_list("pk", flat=True))
    shown = mila.get(page("schedule", "change", schedule.pk)).context["adminform"].form
    assert shown["monday"].value() == "09:00-13:00, 14:00-24:00"
    assert shown["tuesday"].value() == ""
    told(mila.post(page("schedule", "change", schedule.pk), form(monday=shown["monday"].value()), follow=True))
    assert set(schedule.periods.values_list("pk", flat=True)) == before


def test_what_is_not_in_the_week_is_gone(mila: Client) -> None:
    schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    schedule.periods.create(weekday=0, opens=time(9), closes=time(18))
    told(mila.post(page("schedule", "change", schedule.pk), form(tuesday="10-19"), follow=True))
    assert periods(schedule) == [(1, time(10), time(19))]


@pytest.mark.parametrize("hours", ["nine to five", "9", "9-25", "25-9", "9:60-10", "9-18 10-19", "9--18", "-", "24-8"])
def test_nonsense_is_refused(mila: Client, hours: str) -> None:
    assert "Write hours such as 09:00-18:00" in errors(mila.post(page("schedule", "add"), form(friday=hours)))
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(
    ("week", "complaint"),
    [
        ({"monday": "9-13, 12-18"}, "09:00-13:00 and 12:00-18:00 overlap."),
        ({"monday": "9-18, 9-18"}, "09:00-18:00 and 09:00-18:00 overlap."),
        ({"monday": "22-6", "tuesday": "5-9"}, "05:00-09:00 overlaps with 22:00-06:00 of Monday."),
        ({"sunday": "20-8", "monday": "7-9"}, "07:00-09:00 overlaps with 20:00-08:00 of Sunday."),
        ({"sunday": "0-24", "monday": "0-24, 9-10"}, "00:00-24:00 and 09:00-10:00 overlap."),
    ],
)
def test_overlaps_are_refused(mila: Client, week: dict[str, str], complaint: str) -> None:
    assert complaint in errors(mila.post(page("schedule", "add"), form(**week)))
    assert not Schedule.objects.exists()


def test_what_only_touches_is_fine(mila: Client) -> None:
    told(mila.post(page("schedule", "add"), form(**dict.fromkeys(DAYS, "0-12, 12-24")), follow=True))
    assert Schedule.objects.get().periods.count() == 14


def test_an_unknown_zone_is_refused(mila: Client) -> None:
    assert "not one of the available" in errors(mila.post(page("schedule", "add"), form(zone="Mars/Olympus")))


def test_dates_that_differ_are_stored(mila: Client) -> None:
    data = form(("2030-01-01", "", ""), ("2030-12-31", "09:00", "13:00"), ("2030-12-31", "14:00", "15:00"))
    told(mila.post(page("schedule", "add"), data, follow=True))
    rows = Schedule.objects.get().exceptions.values_list("opens", "closes")
    assert list(rows) == [(None, None), (time(9), time(13)), (time(14), time(15))]


@pytest.mark.parametrize(
    ("exceptions", "complaint"),
    [
        ([("2030-01-01", "09:00", "")], "both the opening and the closing"),
        ([("2030-01-01", "", "09:00")], "both the opening and the closing"),
        ([("2030-01-01", "", ""), ("2030-01-01", "09:00", "10:00")], "01.01.2030 cannot be a day off and have hours"),
        ([("2030-01-01", "09:00", "12:00"), ("2030-01-01", "11:00", "13:00")], "01.01.2030: 09:00-12:00 and 11:00"),
        ([("2030-01-01", "", ""), ("2030-01-01", "", "")], "01.01.2030 is there twice"),
        ([("yesterday", "", "")], "valid date"),
    ],
)
def test_dates_that_make_no_sense_are_refused(mila: Client, exceptions: list[Any], complaint: str) -> None:
    assert complaint in errors(mila.post(page("schedule", "add"), form(*exceptions, monday="9-18")))
    assert not Schedule.objects.exists()


def test_hours_that_groups_keep_stay(world: World, mila: Client) -> None:
    schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    world.skoda.schedule = schedule
    world.skoda.save()
    address = page("schedule", "delete", schedule.pk)
    assert "they would always be open: Skoda: new" in mila.get(address).text
    mila.post(address, {"post": "yes"})
    assert Schedule.objects.exists()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 2, 7, tzinfo=UTC), "open until 18:00"),
        (datetime(2026, 3, 2, 16, tzinfo=UTC), "closed, opens Tue 09:00"),
        (datetime(2026, 3, 6, 16, tzinfo=UTC), "closed, opens Mon 09:00"),
        (datetime(2026, 3, 2, 3, tzinfo=UTC), "closed, opens 09:00"),
        (datetime(2026, 12, 30, 16, tzinfo=UTC), "closed, opens 11 January 09:00"),
    ],
)
def test_says_what_it_is_now(db: None, moment: datetime, words: str) -> None:
    schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    for day in range(5):
        schedule.periods.create(weekday=day, opens=time(9), closes=time(18))
    for day in (31, 1, 4, 5, 6, 7, 8):
        schedule.exceptions.create(date=f"2026-12-{day}" if day == 31 else f"2027-01-0{day}")
    assert state(schedule_of(schedule), moment) == words


def test_says_when_it_never_changes(mila: Client) -> None:
    schedule = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    assert "never opens" in mila.get(page("schedule")).text
    for day in range(7):
        schedule.periods.create(weekday=day, opens=time(0), closes=time(0))
    assert "open round the clock" in mila.get(page("schedule", "change", schedule.pk)).text
