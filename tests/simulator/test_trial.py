"""Trying a group or a policy from its form, before it is saved (SPEC 2.13)."""

from typing import Any

import pytest
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from helpdesk.models import ContactPoint, DistributionPolicy, OperatorGroup, RegionSet
from tests.admin.test_groups import form as group_form
from tests.conftest import World
from tests.simulator.test_answer import contents
from tests.simulator.test_pages import logged_in

PAGE = "https://cheshka.example/tatra/"
HERE: dict[str, str] = {"url": PAGE, "region": "", "everybody": "on"}


@pytest.fixture
def mila(dealership: World) -> Client:
    return logged_in(dealership.mila)


def address(row: OperatorGroup | DistributionPolicy) -> str:
    return reverse("admin:simulator_try", args=[row._meta.model_name, row.pk])


def policy_form(row: DistributionPolicy, **changes: Any) -> dict[str, Any]:
    fields = model_to_dict(row) | {"operators": [], "groups": []} | changes
    return {name: value for name, value in fields.items() if value is not None}


def tried(client: Client, where: str, data: dict[str, Any], **question: str) -> Any:
    """First as the form sends it, then with this question."""
    first = client.post(where, data)
    assert first.status_code == 200
    if not question:
        return first
    return client.post(where, {"trial": first.context["trial"].written} | HERE | question)


def chosen(response: Any) -> list[tuple[str, str]]:
    return [(turn.group, turn.trace.chosen) for turn in response.context["turns"]]


def test_a_group_with_other_pages_and_members(dealership: World, mila: Client) -> None:
    before = contents()
    data = group_form(
        dealership.service, exclude_pages="", include_pages="/tatra/*", members=[dealership.boris.pk], try_page=PAGE
    )
    first = tried(mila, address(dealership.service), data)
    assert first.context["answer"].question.page == PAGE
    assert chosen(first) == [("Tatra: new", "Vera"), ("Service", "Boris")]
    elsewhere = tried(mila, address(dealership.service), data, url="https://cheshka.example/used/")
    assert [name for name, _chosen in chosen(elsewhere)] == ["Used cars"]
    after = contents()
    del before["django_session"], after["django_session"]
    assert after == before


def test_a_new_group_in_a_set_of_regions(dealership: World, mila: Client) -> None:
    moscow = RegionSet.objects.create(name="Moscow", codes=["RU-MOW"])
    data = group_form(dealership.service, name="Parts", region_sets=[moscow.pk], exclude_pages="")
    where = reverse("admin:simulator_try_new", args=["operatorgroup"])
    assert [name for name, _chosen in chosen(tried(mila, where, data, region="RU-MOW"))] == ["Tatra: new", "Parts"]
    assert [name for name, _chosen in chosen(tried(mila, where, data, region="RU-TA"))] == ["Tatra: new"]
    assert not OperatorGroup.objects.filter(name="Parts").exists()


def test_a_policy_of_a_channel(dealership: World, mila: Client) -> None:
    other = ContactPoint.objects.create(name="Other")
    policy = DistributionPolicy.objects.create(contact_point=other)
    data = policy_form(policy, operators=[dealership.anna.pk], fallback=dealership.service.pk)
    del data["contact_point"]
    response = tried(mila, address(policy), data)
    assert response.context["answer"].question.point == other
    assert chosen(tried(mila, address(policy), data, contact_point=str(other.pk))) == [("Tatra: new", "Dina")]
    usual = tried(mila, address(policy), data, contact_point=str(dealership.site.pk))
    assert chosen(usual) == [("Tatra: new", "Vera")]


def test_a_form_that_is_not_right_says_what_is_wrong(dealership: World, mila: Client) -> None:
    response = tried(mila, address(dealership.service), group_form(dealership.service, name="", members=[]))
    assert "answer" not in response.context
    assert "Name: This field is required." in response.context["trial"].complaints
    assert "It cannot be tried like this." in response.text


def test_the_buttons_are_in_the_forms(dealership: World, mila: Client) -> None:
    policy = DistributionPolicy.objects.get(contact_point=None)
    for row in (dealership.service, policy):
        name = row._meta.model_name
        text = mila.get(reverse(f"admin:helpdesk_{name}_change", args=[row.pk])).text
        assert f'form="{name}_form" formaction="{address(row)}" formtarget="_blank"' in text
        new = mila.get(reverse(f"admin:helpdesk_{name}_add")).text
        assert f'formaction="{reverse("admin:simulator_try_new", args=[name])}"' in new


def test_only_who_may_save_it_may_try_it(dealership: World, mila: Client) -> None:
    where = address(dealership.service)
    data = group_form(dealership.service)
    assert logged_in(dealership.anna.user).post(where, data).status_code == 302
    assert mila.get(where).status_code == 405
    assert mila.post(reverse("admin:simulator_try", args=["operatorgroup", 777]), data).status_code == 404
    assert mila.post(reverse("admin:simulator_try", args=["user", dealership.mila.pk]), data).status_code == 404


def test_nothing_of_it_is_taken_for_html(dealership: World, mila: Client) -> None:
    evil = '"><script>alert(1)</script>'
    for data in (group_form(dealership.service, name=evil), group_form(dealership.service, include_pages=evil)):
        assert "<script>alert" not in tried(mila, address(dealership.service), data).text
