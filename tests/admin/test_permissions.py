"""Who may do what in the admin, each as a pair."""

import pytest
from django.test import Client

from helpdesk.models import Category, User
from tests.admin.conftest import KEPT_BY_SUPERVISORS, page
from tests.conftest import World


def test_operators_have_no_admin(anna: Client, mila: Client) -> None:
    for model in (*KEPT_BY_SUPERVISORS, "conversation", "reinforcement", "visitor"):
        assert anna.get(page(model)).status_code == 302, model
        assert mila.get(page(model)).status_code == 200, model


def test_strangers_are_asked_who_they_are(world: World) -> None:
    response = Client().get(page("operator"))
    assert response.status_code == 302
    assert response["location"].startswith("/admin/login/")


def test_a_supervisor_who_left_has_no_admin(world: World, mila: Client) -> None:
    User.objects.filter(pk=world.mila.pk).update(is_active=False)
    assert mila.get(page("operator")).status_code == 302


def test_supervisors_write(mila: Client) -> None:
    mila.post(page("category", "add"), {"name": "Price"})
    assert Category.objects.filter(name="Price").exists()


def test_operators_do_not_write(anna: Client) -> None:
    assert anna.post(page("category", "add"), {"name": "Price"}).status_code == 302
    assert not Category.objects.exists()


@pytest.mark.parametrize("name", ["changelist", "add"])
def test_only_the_owner_keeps_accounts(mila: Client, owner: Client, name: str) -> None:
    assert mila.get(page("user", name)).status_code == 403
    assert owner.get(page("user", name)).status_code == 200


def test_a_supervisor_cannot_become_the_owner(world: World, mila: Client) -> None:
    response = mila.post(page("user", "change", world.mila.pk), {"username": "mila", "is_superuser": "on"})
    assert response.status_code == 403
    assert not User.objects.get(pk=world.mila.pk).is_superuser
