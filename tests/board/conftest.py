"""The keeper as in production: a thread of its own that renews what it knows, here twenty times a second."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings

from helpdesk.board import current
from helpdesk.board.current import Keeper
from tests.conftest import World, build_world


@pytest.fixture
def keeper(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """One of the test's own; at the end its thread has left."""
    keeper = Keeper()
    monkeypatch.setattr(current, "_keeper", keeper)
    settings.BOARD_SECONDS = 0.05
    yield keeper
    thread, settings.BOARD_SECONDS = keeper.thread, 0
    if thread is not None:
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed, so that the keeper's thread sees it; with the real clock."""
    return build_world(timezone.now())
