"""The countries and subdivisions of ISO 3166, and which of them a name means.

pycountry has them all under their local names; `data/subdivisions.tsv` adds the names by which people and databases
call those of Russia, Ukraine, Belarus and Kazakhstan, `data/exonyms.tsv` some English names of others.
"""

import csv
import gettext
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pycountry

from helpdesk.geo.spelling import spell

DATA = Path(__file__).parent / "data"
_KINDS = frozenset(spell(word) for word in (DATA / "kinds.txt").read_text(encoding="utf-8").split())
"""Words that say what kind of region it is: they may be left out."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row of the completing table. `also`: further names by which it is known."""

    english: str
    russian: str
    also: tuple[str, ...]


@cache
def completed() -> dict[str, Named]:
    """By code; the codes of the four countries are all there."""
    return {row["code"]: Named(row["english"], row["russian"], _split(row["also"])) for row in rows("subdivisions.tsv")}


def is_country(code: str) -> bool:
    # pycountry finds lower-case codes too; rules have them in capitals.
    known = pycountry.countries.get(alpha_2=code)
    return known is not None and known.alpha_2 == code


def is_subdivision(code: str) -> bool:
    known = pycountry.subdivisions.get(code=code)
    return known is not None and known.code == code


@cache
def subdivisions_of(country: str) -> tuple[str, ...]:
    """Their codes, those inside others included; empty for a country without any."""
    return tuple(sorted(one.code for one in pycountry.subdivisions.get(country_code=country) or ()))


def with_parents(code: str) -> tuple[str, ...]:
    """The chain from the largest subdivision down to this one; a code that nobody knows is a chain by itself."""
    chain = [code]
    known = pycountry.subdivisions.get(code=code)
    while known is not None and known.parent_code and known.parent_code not in chain:
        chain.append(known.parent_code)
        known = pycountry.subdivisions.get(code=known.parent_code)
    return tuple(reversed(chain))


def subdivision_called(country: str, name: str) -> str | None:
    """The code of what a database calls so; None when the name is unknown or means several.

    Crimea and Sevastopol have one code each in ISO 3166, under UA; they are found whichever country a database gives.
    """
    code = _called(country, spell(name))
    if code is None and country == "RU":
        elsewhere = _called("UA", spell(name))
        return elsewhere if elsewhere in {"UA-40", "UA-43"} else None
    return code


def called(code: str) -> tuple[str, ...]:
    """Every name of a subdivision that we know, in the spelling of `spell`."""
    return (*_names(code), *_meant(code))


def _called(country: str, spelled: str) -> str | None:
    whole, bare = _index(country)
    return whole.get(spelled) or bare.get(_bare(spelled))


@cache
def _index(country: str) -> tuple[dict[str, str], dict[str, str]]:
    """(by whole names, by names without the kind of region); a name that means several isn't there."""
    whole: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for code in subdivisions_of(country):
        for name in called(code):
            whole[name].add(code)
            bare[_bare(name)].add(code)
    # What the tables say is meant: it beats whatever pycountry's names happen to spell.
    meant = {name: code for code in subdivisions_of(country) for name in _meant(code)}
    return _settled(whole) | meant, _settled(bare)


def _settled(names: dict[str, set[str]]) -> dict[str, str]:
    """Madrid is a province inside the region of Madrid: the outermost one counts, if it is the only one."""
    found = {}
    for name, codes in names.items():
        outer = [code for code in codes if len(with_parents(code)) == 1]
        if name and len(outer or codes) == 1:
            found[name] = (outer or list(codes))[0]
    return found


@cache
def _meant(code: str) -> tuple[str, ...]:
    named = completed().get(code)
    # "Minsk (city)" is told apart by its bracket; without it the name belongs to the region around.
    own = (named.english.replace("(city)", "city"), named.russian, *named.also) if named else ()
    return tuple(spell(name) for name in (*own, *_exonyms().get(code, ())))


def _names(code: str) -> Iterator[str]:
    """As it is called at home, and in English where pycountry has that."""
    known = pycountry.subdivisions.get(code=code)
    variants = known.name.replace("[", "/").replace("]", "").split("/")
    for name in (*variants, translations("iso3166-2", "en").gettext(known.name)):
        before, comma, after = name.partition(", ")
        yield spell(f"{after} {before}") if comma else spell(name)


def _bare(spelled: str) -> str:
    return "-".join(word for word in spelled.split("-") if word not in _KINDS)


@cache
def _exonyms() -> dict[str, tuple[str, ...]]:
    return {row["code"]: _split(row["also"]) for row in rows("exonyms.tsv")}


@cache
def translations(domain: str, language: str) -> gettext.NullTranslations:
    """pycountry's names in a language; without any, `gettext` gives back what it gets."""
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)


def rows(name: str) -> list[dict[str, str]]:
    """A table of `data/` under its column names."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(name for name in (names or "").split("|") if name)
