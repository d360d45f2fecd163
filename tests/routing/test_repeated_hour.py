"""The hour that clocks show twice: Python holds no two zones' moments in it equal, however equal they are (SPEC 5.7).

25 October 2026 in Berlin: after 02:59:59 comes 02:00 once more, from 00:00 to 02:00 in UTC.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.callbacks import CallbackSetting, offers, slots
from routing.hours import Period, Schedule
from routing.reasons import openings
from routing.zones import next_opening

BERLIN = Schedule("Europe/Berlin", ((Period(time(0), time(0)),),) * 7)
FROM_HALF_PAST_TWO = Schedule("Europe/Berlin", ((Period(time(2, 30), time(8)),),) * 7)
MIDNIGHT = datetime(2026, 10, 25, tzinfo=UTC)
MOMENTS = [MIDNIGHT + timedelta(minutes=minutes) for minutes in range(-60, 181, 15)]


@pytest.mark.parametrize("now", MOMENTS, ids=lambda now: f"{now:%H:%M}")
def test_what_is_open_is_open(now: datetime) -> None:
    assert openings(now)(BERLIN)[0]
    assert next_opening(BERLIN, now, "Asia/Tokyo") is None
    assert next_opening(BERLIN, now.astimezone(ZoneInfo("Europe/Berlin"))) is None


def test_what_opens_in_it_is_closed_until_then() -> None:
    opens = MIDNIGHT + timedelta(minutes=30)
    for now in MOMENTS:
        found = next_opening(FROM_HALF_PAST_TWO, now)
        assert (found is None) is (now >= opens)
        assert openings(now)(FROM_HALF_PAST_TWO)[0] is (now >= opens)
        if found is not None:
            assert found.at.astimezone(UTC) == opens


def test_every_slot_in_it_can_be_chosen() -> None:
    now = MIDNIGHT - timedelta(hours=2)
    offered = slots(BERLIN, now, setting=CallbackSetting(lead=0, days=2))
    night = [slot for slot in offered if MIDNIGHT <= slot.start.astimezone(UTC) < MIDNIGHT + timedelta(hours=2)]
    assert len(night) == 4
    assert all(offers(BERLIN, slot.start, now) for slot in night)
    assert all(slot.end.astimezone(UTC) - slot.start.astimezone(UTC) == timedelta(minutes=30) for slot in night)
