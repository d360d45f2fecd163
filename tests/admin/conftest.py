"""Who sits at the admin: Mila, a supervisor; the owner, who also keeps accounts; Anna, who only answers visitors."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from helpdesk.models import User
from tests.conftest import World

Say = Callable[[HttpResponse], str]


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
    texts = [str(form.formset.errors) if hasattr(form, "formset") else str(form.errors) for form in forms]
    return " ".join(texts)
