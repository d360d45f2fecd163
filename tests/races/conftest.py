"""The same world, really committed."""

import pytest

from tests.conftest import World, build_world


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()
