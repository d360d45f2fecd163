"""Accounts, kept by the owner."""

from django.test import Client

from helpdesk.models import Operator, User
from tests.admin.conftest import page, told
from tests.conftest import World

NO_OPERATOR = {"operator-TOTAL_FORMS": 0, "operator-INITIAL_FORMS": 0}


def test_an_account_and_its_operator_are_made_in_two_steps(world: World, owner: Client) -> None:
    password = "a-long-enough-one"
    made = {"username": "eva", "usable_password": "true", "password1": password, "password2": password}
    told(owner.post(page("user", "add"), made | NO_OPERATOR, follow=True))
    eva = User.objects.get(username="eva")
    assert eva.check_password(password)
    assert not eva.is_staff

    details = {
        "username": "eva",
        "is_active": "on",
        "operator-TOTAL_FORMS": 1,
        "operator-INITIAL_FORMS": 0,
        "operator-0-name": "Eva",
        "operator-0-enabled": "on",
        "operator-0-visibility": "all",
    }
    told(owner.post(page("user", "change", eva.pk), details, follow=True))
    assert Operator.objects.get(user=eva).name == "Eva"


def test_an_account_without_an_operator_stays_so(world: World, owner: Client) -> None:
    details = {"username": "mila", "is_active": "on", "is_staff": "on", "operator-TOTAL_FORMS": 1}
    empty = {"operator-INITIAL_FORMS": 0, "operator-0-enabled": "on", "operator-0-visibility": "all"}
    told(owner.post(page("user", "change", world.mila.pk), details | empty, follow=True))
    assert not Operator.objects.filter(user=world.mila).exists()
