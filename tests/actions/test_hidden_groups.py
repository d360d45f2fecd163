"""Enabled groups are never all hidden (SPEC 2.9), and a change of the switch is noticed by every process."""

import pytest
from django.db import transaction

from helpdesk.actions import groups
from helpdesk.actions.errors import Invalid
from helpdesk.board.knowledge import version
from helpdesk.models import OperatorGroup
from tests.conftest import World


@pytest.fixture
def one_visible(world: World) -> World:
    """Skoda is visible and enabled, Tatra hidden and enabled, the others are off."""
    OperatorGroup.objects.exclude(pk=world.skoda.pk).update(enabled=False)
    OperatorGroup.objects.filter(pk=world.tatra.pk).update(enabled=True, hidden=True)
    return world


def test_the_last_visible_group_is_not_switched_off(one_visible: World) -> None:
    with pytest.raises(Invalid) as refused:
        groups.disable(one_visible.skoda.pk, now=one_visible.now)
    assert refused.value.code == "all_hidden"
    assert OperatorGroup.objects.get(pk=one_visible.skoda.pk).enabled


def test_a_hidden_group_is_not_switched_on_alone(one_visible: World) -> None:
    OperatorGroup.objects.update(enabled=False)
    with pytest.raises(Invalid) as refused:
        groups.enable(one_visible.tatra.pk, now=one_visible.now)
    assert refused.value.code == "all_hidden"
    assert not OperatorGroup.objects.get(pk=one_visible.tatra.pk).enabled


def test_both_may_be_switched_off_hidden_one_first(one_visible: World) -> None:
    groups.disable(one_visible.tatra.pk, now=one_visible.now)
    groups.disable(one_visible.skoda.pk, now=one_visible.now)
    assert not OperatorGroup.objects.filter(enabled=True).exists()


def test_one_of_many_changes_is_judged_at_the_end(one_visible: World) -> None:
    with transaction.atomic():
        groups.disable(one_visible.skoda.pk, now=one_visible.now, one_of_many=True)
        groups.disable(one_visible.tatra.pk, now=one_visible.now, one_of_many=True)
        groups.refuse_nobody()
    OperatorGroup.objects.filter(pk=one_visible.tatra.pk).update(enabled=True)
    with pytest.raises(Invalid):
        groups.refuse_nobody()


def test_the_switch_is_a_new_version_of_the_board(world: World) -> None:
    before = version()
    groups.disable(world.tatra.pk, now=world.now)
    between = version()
    groups.enable(world.tatra.pk, now=world.now)
    assert before < between < version()
