"""Where a simulated visitor is: by address as in production, or by a region that somebody has picked."""

import re
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helpdesk.board.places import Places
from helpdesk.geo.catalogue import with_parents
from helpdesk.geo.cities import cities_called, city_code
from helpdesk.geo.databases import Credit
from helpdesk.geo.lookup import Answer
from helpdesk.geo.names import ENGLISH, RUSSIAN, Choice, country_name, known, region_name, search
from routing.regions import Place
from routing.samples import ELSEWHERE

UNKNOWN = "unknown"
"""What people write for a visitor whose place nobody knows."""

_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


class UnknownRegionError(ValueError):
    """No region is called so. `nearest`: what may have been meant."""

    def __init__(self, text: str, nearest: tuple[Choice, ...]) -> None:
        super().__init__(text)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Where:
    """`name` is empty when the place is not known. `found` is the look-up where it came from an address."""

    place: Place | None
    name: str
    found: Answer | None = None
    credit: Credit | None = None


def by_region(code: str) -> Where:
    """An empty code is an unknown place."""
    return Where(place_of(code), full_name(code)) if code else Where(None, "")


def by_address(address: str, places: Places) -> Where:
    answer = places.locate(address)
    named = {database.name: database for database in places.databases.databases}
    source = named.get(answer.source)
    return Where(answer.place, answer.name(language()), answer, source.credit if source else None)


def code_called(text: str) -> str:
    """The code of a typed code, name or `Name (code)`; empty for `unknown`. Raises UnknownRegionError."""
    typed = text.strip()
    bracketed = _IN_BRACKETS.search(typed)
    written = bracketed[1] if bracketed else typed
    if written.casefold() in {"", UNKNOWN, _("unknown").casefold()}:
        return ""
    area, slash, city = written.partition("/")
    code = city_code(area.strip().upper(), city) if slash else area.strip().upper()
    if code in ELSEWHERE.codes or known(code):
        return code
    found = [one for spoken in (language(), ENGLISH, RUSSIAN) for one in search(typed, spoken)]
    exact = {one for one, name in found if name.casefold() == typed.casefold()}
    if len(exact or {one for one, _name in found}) == 1:
        return exact.pop() if exact else found[0][0]
    nearest: dict[str, str] = {}
    for one, name in found:
        # The reader's language was asked first.
        nearest.setdefault(one, name)
    raise UnknownRegionError(typed, tuple(nearest.items()))


def place_of(code: str) -> Place:
    """`RU`, `RU-MOS`, `RU-MOS/khimki`, or ZZ for somewhere that no rule names."""
    area, _slash, city = code.partition("/")
    return Place(area[:2], with_parents(area) if "-" in area else (), cities_called(city))


def code_of(place: Place | None) -> str:
    """The smallest region that holds the place; empty for an unknown one."""
    return place.codes[0] if place else ""


def full_name(code: str) -> str:
    """`Khimki, Moscow Oblast, Russia`."""
    if code in ELSEWHERE.codes:
        return _("a country that no rule names")
    name = region_name(code, language())
    return f"{name}, {country_name(code[:2], language())}" if "-" in code.partition("/")[0] else name


def short_name(code: str) -> str:
    """`Khimki, Moscow Oblast`."""
    return _("elsewhere") if code in ELSEWHERE.codes else region_name(code, language())


def language() -> str:
    """`ru` or `en`: places have names in these."""
    return RUSSIAN if (get_language() or ENGLISH).startswith(RUSSIAN) else ENGLISH
