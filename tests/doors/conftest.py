"""Real sockets' code on the real PostgreSQL and Redis, with the real clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from channels_app import limits
from channels_app.consumers import operator
from tests.board.conftest import keeper
from tests.conftest import World, build_world

__all__ = ["keeper"]


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    limits.forget()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pushes count as lost at once."""
    monkeypatch.setattr(operator, "LOST_AFTER", timedelta(0))


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed, so that the doors' threads see it."""
    return build_world(timezone.now())
