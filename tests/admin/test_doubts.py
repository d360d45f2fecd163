"""What is allowed but hardly meant is told after saving."""

from datetime import time
from pathlib import Path
from typing import Any

from django.test import Client

from helpdesk.models import DistributionPolicy, OperatorGroup, RegionSet, Schedule
from tests.admin.conftest import told
from tests.admin.test_groups import change
from tests.conftest import World
from tests.geo.worlds import write

MESSENGERS = "No group that is switched on takes messengers, mail and calls. Let one of them take them."


def warned(world: World, mila: Client, **changes: Any) -> str:
    return "\n".join(told(change(mila, world.skoda, **changes)))


def quiet(world: World) -> None:
    """Nothing to doubt: three visible groups, one of which takes messengers."""
    OperatorGroup.objects.filter(pk=world.service.pk).update(enabled=False)
    OperatorGroup.objects.filter(pk=world.used.pk).update(takes_messengers=True)


def test_nothing_is_said_when_there_is_nothing_to_doubt(world: World, mila: Client) -> None:
    quiet(world)
    [saved] = told(change(mila, world.skoda, include_pages="/skoda/*", exclude_pages="/skoda/used/*"))
    assert "was changed successfully" in saved


def test_rules_that_do_nothing(world: World, mila: Client) -> None:
    quiet(world)
    text = warned(world, mila, include_pages="/a\n/b/*\n/b/c", exclude_pages="/a\n/x", regions=["RU", "RU-MOS"])
    assert "“/a” includes nothing: “/a” excludes all of it." in text
    assert "“/b/c” is not needed: “/b/*” includes it already." in text
    assert "“/x” excludes nothing: no such page is included." in text
    assert "“Moscow Oblast, Russia” is not needed: it is a part of “Russia”." in text


def test_many_of_them_are_counted(world: World, mila: Client) -> None:
    text = warned(world, mila, include_pages="/*\n" + "\n".join(f"/{number}" for number in range(9)))
    assert "4 more rules do nothing." in text


def test_a_group_that_nobody_will_ever_see(world: World, mila: Client) -> None:
    assert "No visitor can ever see this group: every page is excluded." in warned(world, mila, exclude_pages="*")


def test_hours_that_never_open(world: World, mila: Client) -> None:
    never = Schedule.objects.create(name="Never", zone="Europe/Moscow")
    assert "No visitor can ever chat with this group: it never opens." in warned(world, mila, schedule=never.pk)
    never.periods.create(weekday=0, opens=time(9), closes=time(18))
    assert "never opens" not in warned(world, mila, schedule=never.pk)


def test_a_fallback_that_is_off(world: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk=world.service.pk).update(enabled=False)
    assert "The fallback group “Service” is switched off" in warned(world, mila, fallback=world.service.pk)
    assert "switched off" not in warned(world, mila, fallback=world.used.pk)


def test_nobody_takes_messengers(world: World, mila: Client) -> None:
    assert MESSENGERS in warned(world, mila)
    assert MESSENGERS not in warned(world, mila, takes_messengers="on")


def test_a_channel_in_which_no_member_takes_part(world: World, mila: Client) -> None:
    policy = DistributionPolicy.objects.create(contact_point=world.site)
    policy.operators.add(world.dina)
    text = "No member of the group takes part in the distribution of “Cheshka”"
    assert text in warned(world, mila)
    policy.fallback = world.service
    policy.save()
    assert text not in warned(world, mila)
    policy.fallback = None
    policy.save()
    policy.operators.add(world.anna)
    assert text not in warned(world, mila)


def test_a_crowd_on_one_page(world: World, mila: Client) -> None:
    text = warned(world, mila, include_pages="/finance/*")
    assert "visitors choose from 4 groups: Skoda: new, Tatra: new, Used cars and 1 more" in text
    assert "/finance/…" in text
    for group in (world.tatra, world.used, world.service):
        OperatorGroup.objects.filter(pk=group.pk).update(exclude_pages=["/finance/*"])
    assert "visitors choose from" not in warned(world, mila, include_pages="/finance/*")


def test_hidden_groups_make_no_crowd(world: World, mila: Client) -> None:
    assert "visitors choose from" not in warned(world, mila, hidden="on")


def test_regions_without_a_database(world: World, mila: Client) -> None:
    assert "no database of addresses is installed" in warned(world, mila, regions=["RU"])
    OperatorGroup.objects.update(regions=[])
    moscow = RegionSet.objects.create(name="Moscow", codes=["RU-MOW"])
    assert "no database of addresses is installed" in warned(world, mila, region_sets=[moscow.pk])
    assert "no database of addresses" not in warned(world, mila, region_sets=[])


def test_regions_with_a_database(world: World, mila: Client, var: Path) -> None:
    write(var / "geo", "GeoLite2-City")
    assert "no database of addresses" not in warned(world, mila, regions=["RU"])


def test_names_in_warnings_stay_text(world: World, mila: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    OperatorGroup.objects.filter(pk=world.service.pk).update(enabled=False, name=evil)
    html = change(mila, world.skoda, fallback=world.service.pk, include_pages="/<b>\n/<b>").text
    assert evil not in html
    assert "“/<b>”" not in html
