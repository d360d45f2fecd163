"""Every text that somebody may read is translated into Russian, with the same placeholders and tags."""

import gettext
import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from scripts.messages import CATALOGUE, METADATA, PLURAL_FORMS, ROOT, Key, Text, collect, keys

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]\b|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
WIDGET = ROOT / "static/widget/words.js"
WORD = re.compile(r"^ +(\w+):(?: (\(\w*\)) =>)?", re.MULTILINE)
FOUND: dict[Key, Text] = {(None, "Take"): Text()}


def faults(catalogue: polib.POFile, found: dict[Key, Text]) -> list[str]:
    """What is wrong with a catalogue for these texts, a line for each fault."""
    there, wanted = keys(catalogue), set(found)
    return [
        *(f"not in the catalogue: {source!r}" for _, source in wanted - there),
        *(f"used nowhere: {source!r}" for _, source in there - wanted),
        *(f"obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries()),
        *(f"{fault}: {entry.msgid!r}" for entry in catalogue if not entry.obsolete for fault in entry_faults(entry)),
    ]


def entry_faults(entry: polib.POEntry) -> list[str]:
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and sorted(entry.msgstr_plural) != list(PLURAL_FORMS):
        return ["not all plural forms"]
    if not all(forms):
        return ["not translated"]
    found = ["fuzzy"] if entry.fuzzy else []
    for form in forms:
        # A placeholder may be said twice in one language; what counts is that all are there and none is made up.
        if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)):
            found.append(f"other placeholders in {form!r}")
        if Counter(TAG.findall(form)) != Counter(TAG.findall(entry.msgid)):
            found.append(f"other tags in {form!r}")
        if edges(form) != edges(entry.msgid):
            found.append(f"other space around {form!r}")
    return found


def edges(text: str) -> tuple[bool, bool]:
    return text[0].isspace(), text[-1].isspace()


def catalogue_of(*entries: polib.POEntry) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.extend(entries)
    return catalogue


def test_the_russian_catalogue_is_complete() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert faults(catalogue, collect(keys(catalogue))) == []


def test_it_can_be_compiled_and_counts_in_russian(tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    polib.pofile(str(CATALOGUE), check_for_duplicates=True).save_as_mofile(str(compiled))
    with compiled.open("rb") as file:
        russian = gettext.GNUTranslations(file)
    assert polib.pofile(str(CATALOGUE)).metadata == METADATA
    said = [russian.ngettext("%(count)s ban is lifted.", "%(count)s bans are lifted.", n) for n in (21, 3, 11)]
    assert said == ["%(count)s блокировка снята.", "%(count)s блокировки сняты.", "%(count)s блокировок снято."]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Taken", msgstr="Взят"), "not in the catalogue: 'Take'"),
        (polib.POEntry(msgid="Gone", msgstr="Нет"), "used nowhere: 'Gone'"),
        (polib.POEntry(msgid="Take"), "not translated: 'Take'"),
        (polib.POEntry(msgid="Take", msgstr="Взять", flags=["fuzzy"]), "fuzzy: 'Take'"),
        (polib.POEntry(msgid="Take", msgstr="Взять", obsolete=True), "obsolete: 'Take'"),
        (polib.POEntry(msgid="%(n)s of", msgstr="из %(m)s"), "other placeholders in 'из %(m)s': '%(n)s of'"),
        (polib.POEntry(msgid="<b>No</b>", msgstr="<b>Нет"), "other tags in '<b>Нет': '<b>No</b>'"),
        (polib.POEntry(msgid="\nNo", msgstr="Нет"), "other space around 'Нет': '\\nNo'"),
        (
            polib.POEntry(msgid="a day", msgid_plural="days", msgstr_plural={0: "день", 1: "дня"}),
            "not all plural forms: 'a day'",
        ),
    ],
)
def test_each_fault_is_seen(entry: polib.POEntry, fault: str) -> None:
    assert fault in faults(catalogue_of(entry), FOUND)


def test_a_good_entry_has_no_fault() -> None:
    assert faults(catalogue_of(polib.POEntry(msgid="Take", msgstr="Взять")), FOUND) == []


def words(language: str) -> list[str]:
    """Names and parameters of the widget's texts, such as "over (count)", in the order of the file."""
    block = re.search(rf"^const {language} = \{{\n(.*?)^\}}", WIDGET.read_text(), re.DOTALL | re.MULTILINE)
    assert block, language
    return [" ".join(filter(None, found)) for found in WORD.findall(block[1])]


def test_the_widget_says_the_same_in_both_languages() -> None:
    assert len(words("en")) > 20
    assert words("en") == words("ru")
