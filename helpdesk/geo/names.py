"""What places are called, in English and Russian, for people to read and to choose from.

Short names come from our tables, the others from pycountry and the translations that it ships; a name that has no
translation is shown as it is called at home.
"""

from collections.abc import Iterator
from functools import cache

import pycountry

from helpdesk.geo.catalogue import called, completed, is_country, is_subdivision, rows, subdivisions_of, translations
from helpdesk.geo.cities import cities_called
from helpdesk.geo.spelling import spell
from routing.regions import Place

ENGLISH, RUSSIAN = "en", "ru"
Choice = tuple[str, str]
"""(code, name)"""


def region_name(code: str, language: str = ENGLISH) -> str:
    """`Russia`, `Moscow Oblast` or `Khimki, Moscow Oblast` for a code as region rules have them."""
    area, _, city = code.partition("/")
    name = subdivision_name(area, language) if "-" in area else country_name(area, language)
    return f"{city.replace('-', ' ').title()}, {name}" if city else name


@cache
def country_name(code: str, language: str = ENGLISH) -> str:
    """The code itself for one that is no country's."""
    short = _short_names().get(code)
    if short is not None:
        return short[language == RUSSIAN]
    known = pycountry.countries.get(alpha_2=code)
    if known is None:
        return code
    common = getattr(known, "common_name", known.name)
    return _translated("iso3166-1", language, common, known.name)


@cache
def subdivision_name(code: str, language: str = ENGLISH) -> str:
    """The code itself for one that is no subdivision's."""
    named = completed().get(code)
    if named is not None:
        return named.russian if language == RUSSIAN else named.english
    known = pycountry.subdivisions.get(code=code)
    return code if known is None else _translated("iso3166-2", language, known.name)


def place_name(place: Place, language: str = ENGLISH, city: str = "") -> str:
    """From the smallest part to the country: `Khimki, Moscow Oblast, Russia`."""
    parts = [subdivision_name(code, language) for code in reversed(place.subdivisions)]
    # Moscow is a city and a subdivision; once is enough.
    twice = any(name in called(code) for name in cities_called(city) for code in place.subdivisions)
    return ", ".join([*([] if twice or not city else [city]), *parts, country_name(place.country, language)])


@cache
def countries(language: str = ENGLISH) -> tuple[Choice, ...]:
    """All of them, in the order of their names."""
    codes = {country.alpha_2 for country in pycountry.countries} | _short_names().keys()
    return _ordered((code, country_name(code, language)) for code in codes)


@cache
def subdivisions(country: str, language: str = ENGLISH) -> tuple[Choice, ...]:
    """Those of one country, in the order of their names; empty for a country that has none."""
    return _ordered((code, subdivision_name(code, language)) for code in subdivisions_of(country))


def known(code: str) -> bool:
    """Whether a region rule may name this: a country, a subdivision, or some city in one of them."""
    area, slash, city = code.partition("/")
    if slash and city != spell(city):
        return False
    return is_subdivision(area) if "-" in area else is_country(area) or area in _short_names()


def search(text: str, language: str = ENGLISH, most: int = 20) -> tuple[Choice, ...]:
    """Countries and subdivisions of which a name has a word that begins so, or by code; nearest first."""
    typed, wanted, code = text.strip().casefold(), f"-{spell(text)}", text.strip().upper()
    if not typed:
        return ()
    found = [
        (one != code, not name.casefold().startswith(typed), "-" in one, one not in completed(), (one, name))
        for one, name, names in _searchable(language)
        if one == code or (wanted != "-" and wanted in names)
    ]
    return tuple(choice for *_, choice in sorted(found, key=lambda each: each[:4])[:most])


@cache
def _searchable(language: str) -> tuple[tuple[str, str, str], ...]:
    """(code, name, all its names in the spelling of `spell`, a hyphen before each word)"""
    regions = [choice for country, _ in countries(language) for choice in subdivisions(country, language)]
    return tuple((code, name, "-" + "-".join(_names(code))) for code, name in (*countries(language), *regions))


def _names(code: str) -> tuple[str, ...]:
    shown = [spell(region_name(code, language)) for language in (ENGLISH, RUSSIAN)]
    return (*shown, *(called(code) if "-" in code else ()))


def _translated(domain: str, language: str, *names: str) -> str:
    """The first name that has a translation, in it; else the first name."""
    catalogue = translations(domain, language)
    return next((text for name in names if (text := catalogue.gettext(name)) != name), names[0])


@cache
def _short_names() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["english"], row["russian"]) for row in rows("countries.tsv")}


def _ordered(choices: Iterator[Choice] | list[Choice]) -> tuple[Choice, ...]:
    # The letter yo stands with the letter ye, as in a Russian dictionary, and not after the end of the alphabet.
    return tuple(sorted(choices, key=lambda choice: (choice[1].casefold().replace("\u0451", "\u0435"), choice[0])))
