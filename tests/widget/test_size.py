"""What a site loads with us, and what never stands in our scripts. SPEC 7.1"""

import gzip
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "static" / "widget"
LOADER = FOLDER / "loader.js"
FORM = sorted(FOLDER.glob("request*.js"))
"""Fetched when nobody is there and the visitor is asked for contacts; who chats never loads it."""
LATER = [FOLDER / name for name in ("later.js", "later-words.js", "slots.js")]
"""Fetched with the form: what may be taken instead of waiting, and times for a call."""
MENU = [FOLDER / "menu.js"]
"""Fetched when a menu asks; in channels without one nobody loads it."""
END = [FOLDER / "end.js"]
"""Fetched when the visitor wants to end the chat."""
CHAT = sorted(set(FOLDER.glob("*.js")) - {LOADER, *FORM, *LATER, *MENU, *END})
ALL = [LOADER, *CHAT, *FORM, *LATER, *MENU, *END]
IMPORT = re.compile(r"^(?:import|export) .* from '([^']+)'|\bimport\('([^']+)'\)", re.MULTILINE)
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setAttribute\('style'"
)


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def test_the_loader_is_at_most_5_kib() -> None:
    assert compressed(LOADER) <= 5 * 1024


def test_all_that_a_chat_loads_is_at_most_25_kib() -> None:
    assert sum(map(compressed, CHAT)) <= 25 * 1024


def test_the_request_form_adds_at_most_5_kib() -> None:
    assert sum(map(compressed, FORM)) <= 5 * 1024


def test_offers_and_times_add_at_most_5_kib() -> None:
    assert sum(map(compressed, LATER)) <= 5 * 1024


def test_a_chat_loads_nothing_of_them() -> None:
    """Their door is the form's, and only that."""
    doors = [path.name for path in [*CHAT, *FORM] if re.search(r"/(later|slots)[a-z-]*\.js'", path.read_text())]
    assert doors == ["request.js"]


def test_a_menu_adds_at_most_1_kib() -> None:
    assert sum(map(compressed, MENU)) <= 1024


def test_ending_adds_at_most_1_5_kib() -> None:
    assert sum(map(compressed, END)) <= 1536


def test_a_chat_loads_nothing_of_the_end() -> None:
    """Its door is a button, and that only."""
    doors = [line.strip() for path in CHAT for line in path.read_text().splitlines() if "end.js'" in line]
    assert doors == ["end: () => import('./end.js').then(({ ask }) => ask(this), () => {}),"]


def test_a_chat_loads_nothing_of_the_menu() -> None:
    doors = [line.strip() for path in CHAT for line in path.read_text().splitlines() if "menu.js'" in line]
    assert len(doors) == 1
    assert doors[0].startswith("if (event.choices || this.menu) this.menu = import('./menu.js')")


def test_a_chat_loads_nothing_of_the_form() -> None:
    """The form has one door, and that opens when it is wanted."""
    doors = [line for path in CHAT for line in path.read_text().splitlines() if "request.js'" in line]
    assert [line.strip() for line in doors] == ["const { RequestForm, sheet: more } = await import('./request.js')"]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_text_never_becomes_markup_or_code(path: Path) -> None:
    assert not FORBIDDEN.search(path.read_text())


@pytest.mark.parametrize("path", [*CHAT, *FORM, *LATER, *MENU, *END], ids=lambda path: path.name)
def test_modules_import_nothing_from_elsewhere(path: Path) -> None:
    imports = [name or later for name, later in IMPORT.findall(path.read_text())]
    assert all((FOLDER / name).is_file() and name.startswith("./") for name in imports)


def test_the_loader_imports_only_the_panel() -> None:
    assert re.findall(r"import\((.*?)\)", LOADER.read_text()) == ["new URL('panel.js', script.src"]
