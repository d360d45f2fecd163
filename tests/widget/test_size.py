"""What a site loads with us, and what never stands in our scripts. SPEC 7.1"""

import gzip
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "static" / "widget"
LOADER = FOLDER / "loader.js"
PANEL = sorted(set(FOLDER.glob("*.js")) - {LOADER})
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setAttribute\('style'"
)


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def test_the_loader_is_at_most_5_kib() -> None:
    assert compressed(LOADER) <= 5 * 1024


def test_the_panel_with_all_its_modules_is_at_most_25_kib() -> None:
    assert sum(map(compressed, PANEL)) <= 25 * 1024


@pytest.mark.parametrize("path", [LOADER, *PANEL], ids=lambda path: path.name)
def test_text_never_becomes_markup_or_code(path: Path) -> None:
    assert not FORBIDDEN.search(path.read_text())


@pytest.mark.parametrize("path", PANEL, ids=lambda path: path.name)
def test_modules_import_nothing_from_elsewhere(path: Path) -> None:
    imports = re.findall(r"^import .* from '([^']+)'", path.read_text(), re.MULTILINE)
    assert all((FOLDER / name).is_file() and name.startswith("./") for name in imports)


def test_the_loader_imports_only_the_panel() -> None:
    assert re.findall(r"import\((.*?)\)", LOADER.read_text()) == ["new URL('panel.js', script.src"]
