"""usage: python -m scripts.messages

Collect the texts to translate from code and templates into locale/ru, without gettext's own programs. Translations are
kept; what is new stays empty and what is gone goes. The same sources always give the same file.

To say a library's text better than its own catalogue does, add an entry for it to ours by hand: it will be kept.
"""

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale/ru/LC_MESSAGES/django.po"
ROOMS = ("channels_app", "helpdesk", "routing", "templates")

# Visible parts of libraries. What their own Russian catalogues, or Django's, lack is translated here as well.
LIBRARIES = ("django.contrib.admin", "django.contrib.auth", "import_export", "unfold")
LIBRARY_CATALOGUES = ("django.conf", "django.contrib.admin", "django.contrib.auth", "import_export")
UNUSED = (
    "unfold/contrib/constance",
    "unfold/contrib/guardian",
    "unfold/contrib/inlines",
    "unfold/contrib/simple_history",
    "unfold/templates/unfold_crispy",
)

KEYWORDS = {
    "_": None,
    "_L": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

# Django's own forms: where they are the same, it merges the catalogues instead of asking one after the other.
METADATA = {
    "Project-Id-Version": "Switchboard",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
        "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
    ),
}
PLURAL_FORMS = range(4)

Key = tuple[str | None, str]


@dataclass(slots=True)
class Text:
    """`plural` is empty for a text without one; `files` are relative to the project or to the library's folder."""

    plural: str = ""
    files: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def collect(better: Collection[Key] = ()) -> dict[Key, Text]:
    """Every text that somebody may read, by context (or None) and source: ours in file order, then the libraries' rest.

    Of the libraries' texts those that they leave in English, and those that we say `better`.
    Raises ValueError where one text is used both with and without a plural: a catalogue cannot hold both.
    """
    found: dict[Key, Text] = {}
    for room in ROOMS:
        _add(found, ROOT, ROOT / room)
    ours, known = set(found), _translated_by_libraries()
    for name in LIBRARIES:
        folder = _folder(name)
        _add(found, folder.parents[name.count(".")], folder)
    return {key: text for key, text in found.items() if key in ours or key in better or key not in known}


def texts_in(file: Path) -> Iterator[tuple[Key, str, list[str]]]:
    """(key, plural or "", comments for translators) of a Python file or a Django template."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # Only the calls matter in what is left of a template; indented lines would not be Python.
        source = "\n".join(line.lstrip() for line in templatize(source, str(file)).splitlines())
    code = io.BytesIO(source.encode())
    for _line, messages, comments, context in extract("python", code, KEYWORDS, comment_tags=["Translators:"]):
        singular, plural = messages if isinstance(messages, tuple) else (messages, "")
        if singular:
            yield (context, singular), plural, comments


def keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def merge(old: polib.POFile, found: dict[Key, Text]) -> polib.POFile:
    """A catalogue of exactly these texts, with the translations that the old one has for them."""
    before = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete and not entry.fuzzy}
    new = polib.POFile()
    new.metadata = dict(METADATA)
    for (context, source), text in found.items():
        entry = polib.POEntry(
            msgctxt=context,
            msgid=source,
            msgid_plural=text.plural,
            comment="\n".join(text.comments),
            occurrences=[(name, "") for name in text.files],
        )
        kept = before.get((context, source))
        if text.plural:
            entry.msgstr_plural = (kept and kept.msgstr_plural) or dict.fromkeys(PLURAL_FORMS, "")
        elif kept:
            entry.msgstr = kept.msgstr
        new.append(entry)
    return new


def main() -> None:
    old = polib.pofile(str(CATALOGUE))
    catalogue = merge(old, collect(keys(old)))
    catalogue.save(str(CATALOGUE))
    print(f"{CATALOGUE.name}: {len(catalogue)} texts, {len(catalogue.untranslated_entries())} of them to translate")


def _add(found: dict[Key, Text], root: Path, folder: Path) -> None:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(root).as_posix()
        if file.suffix not in {".py", ".html"} or name.startswith(UNUSED):
            continue
        for key, plural, comments in texts_in(file):
            text = found.setdefault(key, Text(plural))
            if text.plural != plural and name.startswith(ROOMS):
                raise ValueError(f"{name}: {key[1]!r} has another plural elsewhere; give one of them a context")
            if name not in text.files:
                text.files.append(name)
            text.comments += [comment for comment in comments if comment not in text.comments]


def _translated_by_libraries() -> set[Key]:
    files = [_folder(name) / "locale/ru/LC_MESSAGES/django.po" for name in LIBRARY_CATALOGUES]
    entries = [entry for file in files for entry in polib.pofile(str(file))]
    return {(entry.msgctxt, entry.msgid) for entry in entries if entry.translated()}


def _folder(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


if __name__ == "__main__":
    main()
