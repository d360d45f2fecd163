"""When the visitor may be called back (SPEC 7.4): the call `slots`."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from channels_app import auth
from channels_app.database import in_thread
from helpdesk.models import Ban, ContactPoint, Schedule, ServicePolicy
from tests.conftest import World
from tests.doors.clients import Http


def hours(name: str, opens: str, closes: str, zone: str = "UTC") -> Schedule:
    """Each day alike."""
    made = Schedule.objects.create(name=name, zone=zone)
    for weekday in range(7):
        made.periods.create(weekday=weekday, opens=opens, closes=closes)
    return made


async def asked(http: Http | None = None, **query: Any) -> list[datetime]:
    response = await (http or Http()).get("slots", **{"key": "cheshka"} | query)
    assert response.status_code == 200, response.content
    return [datetime.fromisoformat(moment) for moment in response.json()["slots"]]


def times(slots: list[datetime]) -> set[str]:
    return {f"{slot:%H:%M}" for slot in slots}


async def test_within_the_channels_hours_in_the_visitors_zone(world: World) -> None:
    world.site.schedule = await in_thread(hours, "Office", "09:00", "11:00")
    await in_thread(world.site.save)
    slots = await asked(zone="Asia/Tokyo")
    assert slots == sorted(slots)
    assert times(slots) <= {"18:00", "18:30", "19:00", "19:30"}
    assert {slot.utcoffset() for slot in slots} == {timedelta(hours=9)}
    assert slots[0] >= world.now + timedelta(minutes=30)
    assert slots[-1] < world.now + timedelta(days=5)


async def test_a_groups_own_hours_go_before_the_channels(world: World) -> None:
    await in_thread(world.write, world.zoya)
    await in_thread(world.zoya.conversations.update, group=world.service)
    world.site.schedule = await in_thread(hours, "Office", "09:00", "11:00")
    world.service.schedule = await in_thread(hours, "Late", "20:00", "21:00")
    await in_thread(world.site.save)
    await in_thread(world.service.save)
    assert times(await asked(group=world.service.pk)) <= {"20:00", "20:30"}
    assert times(await asked(group=world.skoda.pk)) <= {"09:00", "09:30", "10:00", "10:30"}
    # A hidden group's hours are nobody's business.
    world.service.hidden = True
    await in_thread(world.service.save)
    assert "20:00" not in times(await asked(group=world.service.pk))
    # But Zoya's conversation is there.
    assert times(await asked(Http(auth.token_for(world.zoya)), group=world.skoda.pk)) <= {"20:00", "20:30"}


async def test_around_the_clock_where_nobody_has_hours(world: World) -> None:
    assert len(times(await asked())) == 48


async def test_as_long_as_the_channel_says(world: World) -> None:
    await in_thread(ServicePolicy.objects.create, contact_point=world.site, callback_minutes=60)
    response = await Http().get("slots", key="cheshka")
    assert response.json()["minutes"] == 60
    assert len(times(await asked())) == 24


@pytest.mark.parametrize("query", [{"group": "x"}, {"group": "-1"}, {"group": "1.5"}, {"group": str(2**70)}])
async def test_what_makes_no_sense_is_refused(world: World, query: dict[str, str]) -> None:
    response = await Http().get("slots", key="cheshka", **query)
    assert (response.status_code, response.json()["code"]) == (400, "bad_frame")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 3000, "\x00"])
async def test_an_unknown_zone_is_the_houses(world: World, zone: str) -> None:
    assert len(await asked(zone=zone)) > 0


async def test_a_forged_token_counts_as_none(world: World) -> None:
    assert len(await asked(Http("forged"))) > 0


async def test_strangers_get_nothing(world: World) -> None:
    world.site.allowed_origins = ["https://cheshka.example"]
    await in_thread(world.site.save)
    for http in (Http(origin="https://elsewhere.example"), Http(origin="https://cheshka.example.evil.example")):
        assert (await http.get("slots", key="cheshka")).status_code == 403
    for query in ({"key": "unknown"}, {"key": ""}):
        assert (await Http().get("slots", **query)).status_code == 403
    await in_thread(Ban.objects.bulk_create, [Ban(ip="192.0.2.1")])
    assert (await Http().get("slots", key="cheshka")).status_code == 403
    assert (await Http(address="192.0.2.9").get("slots", key="cheshka")).status_code == 200
    await in_thread(ContactPoint.objects.update, enabled=False)
    assert (await Http(address="192.0.2.9").get("slots", key="cheshka")).status_code == 403


async def test_thirty_a_minute(world: World) -> None:
    for _ in range(30):
        await asked()
    response = await Http().get("slots", key="cheshka")
    assert (response.status_code, response.json()["code"]) == (429, "too_many")
    assert (await Http(address="198.51.100.1").get("slots", key="cheshka")).status_code == 200
