"""Operators with a browser, as far as HTTP goes."""

from collections.abc import Callable

import pytest
from django.test import Client

from helpdesk.models import Operator

LogIn = Callable[..., Client]


@pytest.fixture
def log_in() -> LogIn:
    """`partial=True` asks as the page's scripts do: for the piece alone."""

    def enter(operator: Operator, *, partial: bool = False) -> Client:
        client = Client(headers={"HX-Request": "true"} if partial else None)
        client.force_login(operator.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
