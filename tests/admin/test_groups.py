"""Groups in the admin: what is refused, and what the supervisor is told."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from helpdesk.models import Conversation, OperatorGroup, RegionSet, Schedule
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def form(group: OperatorGroup, **changes: Any) -> dict[str, Any]:
    data = {
        "name": group.name,
        "enabled": "on" if group.enabled else "",
        "members": [member.pk for member in group.members.all()] if group.pk else [],
        "default_limit": group.default_limit,
        "fallback": group.fallback_id or "",
        "hold_scenario": "",
        "regions_scope": group.regions_scope,
        "regions": group.regions,
        "region_sets": [each.pk for each in group.region_sets.all()] if group.pk else [],
        "include_pages": "\n".join(group.include_pages),
        "exclude_pages": "\n".join(group.exclude_pages),
        "schedule": group.schedule_id or "",
        "takes_messengers": "on" if group.takes_messengers else "",
        "hidden": "on" if group.hidden else "",
        "when_full": group.when_full,
        "when_away": group.when_away,
    } | changes
    switches = ("enabled", "hidden", "takes_messengers")
    return {name: value for name, value in data.items() if value != "" or name not in switches}


def change(client: Client, group: OperatorGroup, **changes: Any) -> Any:
    return client.post(page("operatorgroup", "change", group.pk), form(group, **changes), follow=True)


def test_switching_off_says_how_many_moved(world: World, mila: Client) -> None:
    waiting = [world.write(world.arrive(str(number))) for number in range(2)]
    response = change(mila, world.skoda, enabled="", fallback=world.used.pk)
    assert "“Skoda: new” is gone for new visitors. 2 unassigned conversations moved on." in told(response)
    assert not OperatorGroup.objects.get(pk=world.skoda.pk).enabled
    for conversation in Conversation.objects.filter(pk__in=[one.pk for one in waiting]):
        assert conversation.group == world.used


def test_saving_anything_else_moves_nothing(world: World, mila: Client) -> None:
    waiting = world.write(world.zoya)
    change(mila, world.skoda, default_limit=7)
    assert Conversation.objects.get(pk=waiting.pk).group == world.skoda
    assert OperatorGroup.objects.get(pk=world.skoda.pk).default_limit == 7


def test_a_group_without_members_is_not_switched_on(world: World, mila: Client) -> None:
    empty = OperatorGroup.objects.create(name="Empty")
    assert "without members" in errors(change(mila, empty, enabled="on"))
    assert not OperatorGroup.objects.get(pk=empty.pk).enabled


def test_the_last_member_does_not_leave_a_group_that_is_on(world: World, mila: Client) -> None:
    assert "without members" in errors(change(mila, world.tatra, members=[]))
    assert list(OperatorGroup.objects.get(pk=world.tatra.pk).members.all()) == [world.vera]


def test_a_new_group_is_switched_on_with_its_members(world: World, mila: Client) -> None:
    data = form(OperatorGroup(name="Parts"), enabled="on", members=[world.dina.pk])
    response = mila.post(page("operatorgroup", "add"), data, follow=True)
    assert "Visitors see “Parts” from now on." in told(response)
    parts = OperatorGroup.objects.get(name="Parts")
    assert parts.enabled
    assert list(parts.members.all()) == [world.dina]


def test_the_first_group_comes_with_its_consequence(world: World, mila: Client) -> None:
    OperatorGroup.objects.update(enabled=False)
    world.skoda.refresh_from_db()
    messages = told(change(mila, world.skoda, enabled="on"))
    assert any("first one" in text and "2 operators are in no such group" in text for text in messages), messages


def test_the_last_group_comes_with_its_consequence(world: World, mila: Client) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    assert any("every operator gets every conversation" in text for text in told(change(mila, world.skoda, enabled="")))


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_loop_of_fallbacks_is_refused(world: World, mila: Client, length: int) -> None:
    chain = [world.skoda, world.tatra, world.used][:length]
    for group, follower in pairwise(chain):
        OperatorGroup.objects.filter(pk=group.pk).update(fallback=follower)
    assert "leads back to itself" in errors(change(mila, chain[-1], fallback=world.skoda.pk))


def test_hiding_the_last_visible_group_is_refused(world: World, mila: Client) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(hidden=True)
    assert "visitors would see nobody" in errors(change(mila, world.skoda, hidden="on"))
    assert not OperatorGroup.objects.get(pk=world.skoda.pk).hidden


def test_switching_off_the_last_visible_group_is_refused_while_hidden_ones_are_on(world: World, mila: Client) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(hidden=True)
    assert "visitors would see nobody" in errors(change(mila, world.skoda, enabled=""))
    address = page("operatorgroup", "delete", world.skoda.pk)
    assert "visitors would see nobody" in mila.get(address).text
    assert any(
        "visitors would see nobody" in text for text in told(mila.post(address, {"_switch_off": "1"}, follow=True))
    )
    assert OperatorGroup.objects.get(pk=world.skoda.pk).enabled


def test_a_hidden_group_is_fine_beside_a_visible_one(world: World, mila: Client) -> None:
    told(change(mila, world.tatra, hidden="on"))
    assert OperatorGroup.objects.get(pk=world.tatra.pk).hidden


def test_a_hidden_group_that_is_off_is_fine_alone(world: World, mila: Client) -> None:
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    told(change(mila, world.skoda, enabled="", hidden="on"))
    assert not OperatorGroup.objects.filter(enabled=True).exists()


def test_switching_on_a_hidden_group_says_that_nobody_sees_it(world: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(enabled=False, hidden=True)
    world.tatra.refresh_from_db()
    assert "“Tatra: new” is switched on. Visitors do not see it; transfers and rules reach it." in told(
        change(mila, world.tatra, enabled="on")
    )


def test_all_groups_are_switched_off_and_on_together_though_some_are_hidden(world: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk__in=[world.skoda.pk, world.tatra.pk]).update(hidden=True)
    everybody = {"_selected_action": list(OperatorGroup.objects.values_list("pk", flat=True))}
    told(mila.post(page("operatorgroup"), everybody | {"action": "switch_off_selected"}, follow=True))
    assert not OperatorGroup.objects.filter(enabled=True).exists()
    told(mila.post(page("operatorgroup"), everybody | {"action": "switch_on_selected"}, follow=True))
    assert OperatorGroup.objects.filter(enabled=True).count() == 4


def test_the_audience_of_a_group_is_stored(world: World, mila: Client) -> None:
    moscow = RegionSet.objects.create(name="Moscow and around", codes=["RU-MOW", "RU-MOS"])
    told(
        change(
            mila,
            world.skoda,
            regions_scope="all_but",
            regions=["UA", "RU-MOS/khimki"],
            region_sets=[moscow.pk],
            include_pages="/skoda/*\r\n\r\n  /finance ",
            exclude_pages="/skoda/used/*",
            takes_messengers="on",
            when_full="hide",
            when_away="hide",
        )
    )
    group = OperatorGroup.objects.get(pk=world.skoda.pk)
    assert (group.regions_scope, group.regions) == ("all_but", ["UA", "RU-MOS/khimki"])
    assert list(group.region_sets.all()) == [moscow]
    assert group.include_pages == ["/skoda/*", "/finance"]
    assert group.exclude_pages == ["/skoda/used/*"]
    assert (group.takes_messengers, group.when_full, group.when_away) == (True, "hide", "hide")


def test_wrong_patterns_are_named_by_their_line(world: World, mila: Client) -> None:
    complaints = errors(change(mila, world.skoda, include_pages="/a\n\nb c", exclude_pages="#x\nftp://y.example/"))
    assert "Line 3, “b c”: it contains a space." in complaints
    assert "Line 1, “#x”: what follows a # never reaches the server." in complaints
    assert "Line 2, “ftp://y.example/”: only http and https pages have a widget." in complaints
    assert OperatorGroup.objects.get(pk=world.skoda.pk).include_pages == []


@pytest.mark.parametrize("code", ["XX", "ru", "RU-XYZ", "RU-MOS/Khimki", "Moscow", "<b>"])
def test_what_is_no_region_is_refused(world: World, mila: Client, code: str) -> None:
    assert "is not one of the available choices" in errors(change(mila, world.skoda, regions=["RU", code]))
    assert OperatorGroup.objects.get(pk=world.skoda.pk).regions == []


def test_the_list_says_where_when_and_who_is_there(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hours = Schedule.objects.create(name="Never", zone="Europe/Moscow")
    moscow = RegionSet.objects.create(name="Around Moscow", codes=["RU-MOS"])
    world.at_the_screen(world.anna, now=timezone.now())
    for group in OperatorGroup.objects.all():
        group.region_sets.add(moscow)
        group.schedule, group.include_pages, group.exclude_pages = hours, ["/a", "/b", "/c", "/d", "/e"], ["/f"]
        group.save()
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(regions_scope="all_but", regions=["RU-MOW"])
    with django_assert_max_num_queries(12):
        html = mila.get(page("operatorgroup")).text
    assert "/a, /b, /c and 2 more but not /f" in html
    assert "everywhere but Around Moscow, Moscow" in html
    assert "never opens" in html
    assert "1 of 3" in html


def test_a_chain_without_a_loop_is_taken(world: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.tatra)
    told(change(mila, world.tatra, fallback=world.used.pk))
    assert OperatorGroup.objects.get(pk=world.tatra.pk).fallback == world.used


def test_a_group_with_conversations_is_switched_off_instead_of_deleted(world: World, mila: Client) -> None:
    waiting = world.write(world.zoya)
    address = page("operatorgroup", "delete", world.skoda.pk)
    assert "Switch it off instead" in mila.get(address).text
    mila.post(address, {"post": "yes"})
    assert OperatorGroup.objects.get(pk=world.skoda.pk).enabled

    response = mila.post(address, {"_switch_off": "1"}, follow=True)

    assert any("1 unassigned conversation moved on" in text for text in told(response))
    assert Conversation.objects.get(pk=waiting.pk).group is None


def test_a_group_without_conversations_is_deleted(world: World, mila: Client) -> None:
    mila.post(page("operatorgroup", "delete", world.tatra.pk), {"post": "yes"})
    assert not OperatorGroup.objects.filter(pk=world.tatra.pk).exists()


def test_selected_groups_are_switched_on_or_the_reason_is_told(world: World, mila: Client) -> None:
    OperatorGroup.objects.update(enabled=False)
    empty = OperatorGroup.objects.create(name="Empty")
    data = {"action": "switch_on_selected", "_selected_action": [empty.pk, world.tatra.pk]}
    messages = told(mila.post(page("operatorgroup"), data, follow=True))
    assert any(text.startswith("Empty: A group without members") for text in messages), messages
    assert list(OperatorGroup.objects.filter(enabled=True)) == [world.tatra]


def test_selected_groups_are_switched_off(world: World, mila: Client) -> None:
    world.write(world.zoya)
    data = {"action": "switch_off_selected", "_selected_action": [world.skoda.pk, world.tatra.pk]}
    told(mila.post(page("operatorgroup"), data, follow=True))
    assert set(OperatorGroup.objects.filter(enabled=True)) == {world.used, world.service}
    assert not Conversation.objects.filter(group=world.skoda).exists()
