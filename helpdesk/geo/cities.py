"""Cities have no codes, so they are known by the spelling of their names; some have several."""

from functools import cache

from helpdesk.geo.catalogue import DATA
from helpdesk.geo.spelling import spell


def city_code(area: str, name: str) -> str:
    """The region code of a city in a country or subdivision: `RU-MOS` and `Химки` make `RU-MOS/khimki`."""
    return f"{area}/{spell(name)}"


def cities_called(name: str) -> tuple[str, ...]:
    """Every spelling under which a rule may name this city, its own first; empty for an empty name."""
    spelled = spell(name)
    others = _synonyms().get(spelled, ())
    return tuple(dict.fromkeys((spelled, *others))) if spelled else ()


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    lines = (DATA / "cities.txt").read_text(encoding="utf-8").splitlines()
    rings = [tuple(spell(name) for name in line.split("|")) for line in lines]
    return {name: ring for ring in rings for name in ring}
