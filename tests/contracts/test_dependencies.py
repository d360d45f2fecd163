"""Every dependency is pinned, and docs/DEPENDENCIES.md says why it is here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")
LINES = [
    line
    for file in FILES
    for line in (ROOT / file).read_text().splitlines()
    if line and not line.startswith(("#", "-r "))
]


@pytest.mark.parametrize("line", LINES)
def test_pinned_and_explained(line: str) -> None:
    pinned = re.fullmatch(r"([\w.-]+)(\[[\w,]+\])?==[\w.]+", line)
    assert pinned, f"pin one version: {line}"
    assert pinned[1] in (ROOT / "docs/DEPENDENCIES.md").read_text(), (
        f"docs/DEPENDENCIES.md: say why {pinned[1]} is here"
    )


def test_listed_once() -> None:
    assert sorted(LINES) == sorted(set(LINES))
