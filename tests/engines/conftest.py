import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpdesk.engines.cli import main
from tests.engines.runners import Running


@contextmanager
def open_folder() -> Iterator[Path]:
    """A data folder that any account can reach; pytest's own temporary folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="switchboard-test-"))
    folder.chmod(0o755)
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def closed() -> Iterator[Path]:
    """A data folder in a home that nobody else may enter."""
    folder = Path(tempfile.mkdtemp(prefix="switchboard-test-"))
    yield folder / "var"
    main(["--data", str(folder / "var"), "--erase"])
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """Engines for every test that leaves them as it found them: running."""
    with open_folder() as folder, Running(folder) as runner:
        yield runner
