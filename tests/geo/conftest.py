import pytest

from helpdesk.geo.databases import Shelf
from tests.geo.worlds import SHAPES, write


@pytest.fixture(scope="session", params=SHAPES)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The same small world in each of the shapes."""
    return write(tmp_path_factory.mktemp("geo"), request.param)
