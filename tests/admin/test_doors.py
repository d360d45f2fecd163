"""Files, pickers and the sidebar: for whom each is there."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.models import Operator
from tests.admin.conftest import KEPT_BY_SUPERVISORS, page
from tests.conftest import World


@pytest.mark.parametrize("model", ["conversation", "visitor"])
def test_conversations_and_visitors_are_only_looked_at(world: World, owner: Client, model: str) -> None:
    conversation = world.write(world.zoya)
    pk = conversation.pk if model == "conversation" else world.zoya.pk
    assert owner.get(page(model, "change", pk)).status_code == 200
    assert owner.post(page(model, "change", pk), {}).status_code == 403
    assert owner.get(page(model, "add")).status_code == 403
    assert owner.post(page(model, "delete", pk), {"post": "yes"}).status_code == 403


def test_files_are_for_supervisors(anna: Client, mila: Client) -> None:
    for model in KEPT_BY_SUPERVISORS:
        for name in ("import", "export"):
            assert mila.get(page(model, name)).status_code == 200, model
            assert anna.get(page(model, name)).status_code == 302, model
        assert anna.post(page(model, "process_import"), {}).status_code == 302, model


@pytest.mark.parametrize(
    "name",
    ["helpdesk_regionset_search", "helpdesk_iprange_locate", "helpdesk_operatorgroup_try_page", "queue_order"],
)
def test_pickers_and_testers_are_for_supervisors(anna: Client, mila: Client, name: str) -> None:
    address = reverse(f"admin:{name}")
    for client in (Client(), anna):
        assert client.get(address)["location"].startswith("/admin/login/")
    assert mila.get(address).status_code == 200


def test_the_sidebar_shows_accounts_to_the_owner_only(mila: Client, owner: Client) -> None:
    assert page("user") in owner.get("/admin/").text
    assert page("user") not in mila.get("/admin/").text


def test_the_sidebar_leads_an_answering_supervisor_to_the_inbox(world: World, mila: Client) -> None:
    assert 'href="/inbox/"' not in mila.get("/admin/").text
    Operator.objects.create(user=world.mila, name="Mila")
    assert 'href="/inbox/"' in mila.get("/admin/").text
