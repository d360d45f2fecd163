"""Every kind of event that is recorded stands in the catalogue, and every kind there is recorded somewhere."""

import re
from pathlib import Path

from helpdesk.events import CATALOGUE

ACTIONS = Path(__file__).resolve().parents[2] / "helpdesk" / "actions"
KIND = re.compile(r'"((?:conversation|message|visitor)\.[a-z_]+)"')


def test_the_catalogue_is_complete_and_has_nothing_idle() -> None:
    used = {kind for file in ACTIONS.glob("*.py") for kind in KIND.findall(file.read_text())}
    assert used == set(CATALOGUE)
