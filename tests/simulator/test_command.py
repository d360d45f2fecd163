"""`manage.py simulate` (docs/SIMULATOR.md)."""

import json
from datetime import time
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk.management.commands import simulate
from helpdesk.models import ContactPoint, IpRange, Schedule
from tests.conftest import World
from tests.simulator.conftest import set_up

PAGE = "https://cheshka.example/skoda/octavia/"


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("simulate", *arguments, stdout=told)
    return told.getvalue()


def data(*arguments: str) -> dict[str, Any]:
    return json.loads(run("--json", *arguments))


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    return str(refusal.value)


def run_alone(*arguments: str) -> int:
    """As from a shell; the exit code."""
    command = simulate.Command(stdout=StringIO(), stderr=StringIO())
    with pytest.raises(SystemExit) as left:
        command.run_from_argv(["manage.py", "simulate", *arguments])
    return int(left.value.code or 0)


def test_the_answer_as_documented(dealership: World) -> None:
    found = data("--url", PAGE, "--region", "RU-MOS", "--at", "2026-03-02T13:00:00+03:00", "--everybody")
    assert found["page"] == "cheshka.example/skoda/octavia"
    assert found["place"] == {
        "name": "Moscow Oblast, Russia",
        "country": "RU",
        "subdivisions": ["RU-MOS"],
        "regions": ["RU-MOS", "RU"],
        "address": None,
        "why": None,
        "network": "",
        "source": "",
    }
    assert found["at"] == "2026-03-02T13:00:00+03:00"
    assert found["contact_point"] == {"id": dealership.site.pk, "name": "Cheshka"}
    assert (found["people"], found["mode"], found["obstacles"], found["crowded"]) == ("everybody", "direct", [], False)
    assert [(group["name"], group["shown"], group["step"], group["reason"]) for group in found["groups"]] == [
        ("Skoda: new", True, None, "shown"),
        ("Tatra: new", False, "pages", "excluded"),
        ("Used cars", False, "pages", "excluded"),
        ("Service", False, "pages", "excluded"),
    ]
    assert set(found["groups"][0]) == {"id", "name", "shown", "step", "reason", "detail", "text"}
    [talk] = found["conversations"]
    assert talk["group"] == dealership.skoda.pk
    assert talk["operator"] == {"id": dealership.anna.pk, "name": "Anna"}
    assert (talk["queue"]["ahead"], talk["considered"], len(talk["dropped"])) == (0, 5, 4)
    assert talk["dropped"][0] == {
        "id": dealership.vera.pk,
        "name": "Vera",
        "step": "participant",
        "reason": "not_in_group",
    }
    assert talk["hold"][0] == {"after": 30, "text": "One moment, please.", "action": "words"}


def test_an_address_is_looked_up(dealership: World) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-TA")
    place = data("--url", PAGE, "--ip", "203.0.113.9")["place"]
    assert (place["name"], place["why"], place["network"]) == ("Tatarstan, Russia", "own_range", "203.0.113.0/24")


def test_a_page_for_people(dealership: World) -> None:
    told = run("--url", PAGE, "--region", "Tatarstan", "--everybody")
    assert "No widget." in told
    assert "Skoda: new  Not shown: its regions are only Moscow, Moscow Oblast;" in told
    told = run("--url", PAGE, "--region", "Moscow", "--everybody")
    assert "Straight into the chat with Skoda: new." in told
    assert "Skoda: new → Anna" in told
    assert "not a member of the group" in told
    assert "after 30 s: One moment, please." in told


def test_times_without_an_offset_are_those_of_the_working_hours(dealership: World) -> None:
    office = Schedule.objects.create(name="Office", zone="Asia/Vladivostok")
    office.periods.create(weekday=0, opens=time(9), closes=time(18))
    set_up(dealership.service, schedule=office)
    before = timezone.get_current_timezone_name()
    assert data("--url", PAGE, "--region", "RU", "--at", "2026-03-02T10:00")["at"] == "2026-03-02T10:00:00+10:00"
    assert timezone.get_current_timezone_name() == before


def test_the_place_may_be_unknown(dealership: World) -> None:
    assert data("--url", PAGE, "--region", "unknown")["place"]["country"] is None


def test_channels_by_name_key_and_id(dealership: World) -> None:
    other = ContactPoint.objects.create(name="Other", public_key="other-key", enabled=False)
    for called in ("Other", "other-key", str(other.pk)):
        found = data("--url", PAGE, "--region", "RU", "--contact-point", called)
        assert [one["code"] for one in found["obstacles"]] == ["channel_off"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--url", "mailto:x@y.example", "--region", "RU"], "--url: Write the address of a page"),
        (["--url", "skoda", "--region", "RU"], "--url: Write the address of a page"),
        (["--url", PAGE, "--ip", "300.1.2.3"], "--ip: This is no IP address."),
        (["--url", PAGE, "--region", "Atlantis"], "--region: There is no region “Atlantis”."),
        (["--url", PAGE, "--region", "Mosc"], "Did you mean one of these: Moscow (RU-MOW), Moscow Oblast (RU-MOS)?"),
        (["--url", PAGE, "--region", "RU", "--at", "tomorrow"], "--at: This is no date and time."),
        (["--url", PAGE, "--region", "RU", "--at", "0001-01-01T00:00"], "--at: This is no date and time."),
        (["--url", PAGE, "--region", "RU", "--contact-point", "x"], "no channel “x”. There are: “Cheshka”."),
        (["--url", PAGE], "one of the arguments --ip --region is required"),
        (["--url", PAGE, "--ip", "192.0.2.1", "--region", "RU"], "not allowed with argument"),
    ],
)
def test_bad_input_is_told_plainly(dealership: World, arguments: list[str], complaint: str) -> None:
    assert complaint in refused(*arguments)


def test_bad_input_exits_with_2(dealership: World, capsys: pytest.CaptureFixture) -> None:
    assert run_alone("--url", PAGE, "--region", "Atlantis", "--skip-checks") == 2
    assert run_alone("--url", PAGE) == 2
