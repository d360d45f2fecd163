"""Stages: a supervisor's own statuses (SPEC 4.6)."""

from typing import Any

import pytest
import tablib
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from helpdesk.models import Automation, Conversation, Stage
from helpdesk.resources import StageResource
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def add(client: Client, **fields: Any) -> Any:
    return client.post(page("stage", "add"), {"name": "Booked", "status": "closed"} | fields, follow=True)


def test_one_is_added_at_the_end(world: World, mila: Client) -> None:
    Stage.objects.create(name="New")
    told(add(mila, conversion="on", contact_point=world.site.pk))
    made = Stage.objects.get(name="Booked")
    assert (made.status, made.conversion, made.contact_point, made.position) == ("closed", True, world.site, 1)


def test_a_name_is_there_once_for_each_channel(world: World, mila: Client) -> None:
    told(add(mila))
    told(add(mila, contact_point=world.site.pk))
    assert "for every channel already" in errors(add(mila))
    assert errors(add(mila, contact_point=world.site.pk))
    assert Stage.objects.count() == 2


def test_they_are_put_in_order(world: World, mila: Client) -> None:
    names = ["Booked", "New", "In work"]
    rows = [Stage.objects.create(name=name, position=at) for at, name in enumerate(("New", "In work", "Booked"))]
    data: dict[str, Any] = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3, "_save": "Save"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-id": row.pk, f"form-{number}-position": names.index(row.name)}
    told(mila.post(page("stage"), data, follow=True))
    assert list(Stage.objects.values_list("name", flat=True)) == names


def test_one_in_use_is_archived_instead_of_deleted(world: World, mila: Client) -> None:
    stage = Stage.objects.create(name="Booked")
    Conversation.objects.filter(pk=world.write(world.zoya).pk).update(stage=stage)
    address = page("stage", "delete", stage.pk)
    assert "Archive instead" in mila.get(address).text
    mila.post(address, {"post": "yes"})
    told(mila.post(address, {"_switch_off": "1"}, follow=True))
    assert Stage.objects.get().archived


def test_one_that_a_rule_sets_says_which(world: World, mila: Client) -> None:
    stage = Stage.objects.create(name="Booked")
    Automation.objects.create(name="Paid", kind="changed", actions=[{"do": "set_stage", "stage": stage.pk}])
    assert "Rules set “Booked”: Paid" in mila.get(page("stage", "delete", stage.pk)).text
    data = {"action": "delete_selected", "_selected_action": [stage.pk], "post": "yes"}
    mila.post(page("stage"), data)
    assert Stage.objects.exists()


def test_one_that_nothing_uses_goes(world: World, mila: Client) -> None:
    stage = Stage.objects.create(name="Booked")
    mila.post(page("stage", "delete", stage.pk), {"post": "yes"})
    assert not Stage.objects.exists()


def test_who_only_answers_visitors_keeps_out(world: World, anna: Client) -> None:
    assert add(anna).redirect_chain
    assert not Stage.objects.exists()


def test_a_file_needs_no_column_for_the_channel(world: World) -> None:
    Stage.objects.create(name="Booked", contact_point=world.site)
    rows = tablib.Dataset(("Booked", "closed"), headers=("name", "status"))
    StageResource().import_data(rows, raise_errors=True)
    assert Stage.objects.get(contact_point=None).status == "closed"
    assert StageResource().import_data(rows, raise_errors=True).totals["skip"] == 1


@pytest.mark.parametrize("column", ["status", "contact_point"])
def test_a_file_that_names_what_is_not_there_is_refused(world: World, column: str) -> None:
    rows = tablib.Dataset(("Booked", "nowhere"), headers=("name", column))
    result = StageResource().import_data(rows)
    assert result.has_errors() or result.has_validation_errors()
    assert not Stage.objects.exists()


def test_the_list_costs_the_same_however_many_there_are(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        Stage.objects.create(name=f"Stage {number}", contact_point=world.site)
    with django_assert_max_num_queries(9):
        mila.get(page("stage"))
