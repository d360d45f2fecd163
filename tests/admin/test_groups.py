"""Groups in the admin: what is refused, and what the supervisor is told."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from helpdesk.models import Conversation, OperatorGroup
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
    } | changes
    return {name: value for name, value in data.items() if value != "" or name != "enabled"}


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
