"""Operator statuses: four given ones, and those that a supervisor adds."""

from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from helpdesk.models import Operator, OperatorStatus
from tests.admin.conftest import errors, page, told
from tests.conftest import World


def add(client: Client, **fields: Any) -> Any:
    return client.post(page("operatorstatus", "add"), {"name": "", "code": "training"} | fields, follow=True)


def test_a_custom_one_needs_a_name(world: World, mila: Client) -> None:
    assert "required" in errors(add(mila))
    told(add(mila, name="Training"))
    made = OperatorStatus.objects.get(code="training")
    assert (str(made), made.receives, made.position) == ("Training", False, 4)


def test_a_given_one_is_renamed_and_keeps_its_code(world: World, mila: Client) -> None:
    told(mila.post(page("operatorstatus", "change", "lunch"), {"name": "Away", "code": "gone"}, follow=True))
    assert str(OperatorStatus.objects.get(code="lunch")) == "Away"
    told(mila.post(page("operatorstatus", "change", "lunch"), {"name": ""}, follow=True))
    assert str(OperatorStatus.objects.get(code="lunch")) == "At lunch"


def test_a_given_one_is_switched(world: World, mila: Client) -> None:
    told(mila.post(page("operatorstatus", "change", "busy"), {"name": "", "receives": "on"}, follow=True))
    assert OperatorStatus.objects.get(code="busy").receives


def test_a_given_one_is_not_deleted(world: World, mila: Client) -> None:
    address = page("operatorstatus", "delete", "break")
    assert "four statuses that are always there" in mila.get(address).text
    mila.post(address, {"post": "yes"})
    assert OperatorStatus.objects.filter(code="break").exists()


def test_one_in_use_stays_and_says_whose_it_is(world: World, mila: Client) -> None:
    OperatorStatus.objects.create(code="training", name="Training")
    Operator.objects.filter(pk=world.anna.pk).update(status="training")
    address = page("operatorstatus", "delete", "training")
    assert "“Training” is set by: Anna" in mila.get(address).text
    mila.post(address, {"post": "yes"})
    assert OperatorStatus.objects.filter(code="training").exists()
    data = {"action": "delete_selected", "_selected_action": ["training"], "post": "yes"}
    assert any("set by: Anna" in text for text in told(mila.post(page("operatorstatus"), data, follow=True)))
    assert OperatorStatus.objects.filter(code="training").exists()


def test_one_that_nobody_uses_goes(world: World, mila: Client) -> None:
    OperatorStatus.objects.create(code="training", name="Training")
    mila.post(page("operatorstatus", "delete", "training"), {"post": "yes"})
    assert not OperatorStatus.objects.filter(code="training").exists()


def test_the_last_one_that_receives_is_missed(world: World, mila: Client) -> None:
    address = page("operatorstatus", "change", "free")
    assert any("No status receives" in text for text in told(mila.post(address, {"name": ""}, follow=True)))
    messages = told(mila.post(address, {"name": "", "receives": "on"}, follow=True))
    assert not any("No status receives" in text for text in messages)


def test_they_are_put_in_order(world: World, mila: Client) -> None:
    codes = ["break", "free", "busy", "lunch"]
    rows = list(OperatorStatus.objects.all())
    data: dict[str, Any] = {"form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 4, "_save": "Save"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-code": row.code, f"form-{number}-position": codes.index(row.code)}
    told(mila.post(page("operatorstatus"), data, follow=True))
    assert list(OperatorStatus.objects.values_list("code", flat=True)) == codes


def test_the_list_costs_the_same_however_many_there_are(
    world: World, mila: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        OperatorStatus.objects.create(code=f"s{number}", name=f"Status {number}")
    with django_assert_max_num_queries(8):
        mila.get(page("operatorstatus"))
