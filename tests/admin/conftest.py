"""Who sits at the admin: Mila, a supervisor; the owner, who also keeps accounts; Anna, who only answers visitors."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from helpdesk.models import User
from tests.conftest import World

Say = Callable[[HttpResponse], str]

KEPT_BY_SUPERVISORS = [
    "ban",
    "category",
    "contact",
    "contactpoint",
    "deal",
    "distributionpolicy",
    "holdscenario",
    "iprange",
    "menu",
    "operator",
    "operatorgroup",
    "operatorstatus",
    "quickreply",
    "regionset",
    "schedule",
    "servicepolicy",
]
"""Models that supervisors may change; what only the owner may is not among them."""


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    """Nobody's real database of addresses has a say here."""
    settings.VAR = tmp_path
    return tmp_path


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mila(world: World) -> Client:
    return logged_in(world.mila)


@pytest.fixture
def owner(world: World) -> Client:
    return logged_in(User.objects.create_superuser("owner", password="secret"))


@pytest.fixture
def anna(world: World) -> Client:
    return logged_in(world.anna.user)


def page(model: str, name: str = "changelist", *args: object) -> str:
    return reverse(f"admin:helpdesk_{model}_{name}", args=args)


def told(response: HttpResponse) -> list[str]:
    """The messages of the page that the supervisor lands on."""
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def errors(response: HttpResponse) -> str:
    """Everything a form complains about, in one string."""
    assert response.status_code == 200, "saved although it should have been refused"
    forms = [response.context["adminform"].form, *response.context["inline_admin_formsets"]]
    texts = []
    for form in forms:
        formset = getattr(form, "formset", None)
        texts += [formset.errors, formset.non_form_errors()] if formset else [form.errors]
    return " ".join(map(str, texts))
