"""The dealership with the rules of document C, which the world of the other tests does without."""

from collections.abc import Iterable

import pytest

from helpdesk.models import OperatorGroup
from tests.conftest import World

PAGES = {"skoda": "/skoda/*", "tatra": "/tatra/*", "used": "/used/*", "service": "/service/*"}
MOSCOW = ["RU-MOW", "RU-MOS"]


def set_up(group: OperatorGroup, **fields: object) -> None:
    for name, value in fields.items():
        setattr(group, name, value)
    group.full_clean()
    group.save()


def pages_of_others(name: str) -> Iterable[str]:
    return [pattern for other, pattern in PAGES.items() if other != name]


@pytest.fixture
def dealership(world: World) -> World:
    """New Skodas in Moscow and around only; nobody on the pages of the others; all on the front page."""
    for name in PAGES:
        set_up(getattr(world, name), exclude_pages=list(pages_of_others(name)))
    set_up(world.skoda, regions=MOSCOW)
    return world
