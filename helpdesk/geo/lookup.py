"""From an address to a place (SPEC 2.3): own ranges first, then the databases; and which of them said so."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Any

from helpdesk.geo.databases import Shelf, shelf
from helpdesk.geo.names import ENGLISH, place_name
from helpdesk.geo.ranges import Address, Ranges
from helpdesk.geo.records import place_of
from routing.regions import Place

NO_RANGES = Ranges()


class Why(StrEnum):
    """Where the answer comes from, or why there is none."""

    OWN_RANGE = "own_range"
    DATABASE = "database"
    NO_ADDRESS = "no_address"
    INVALID = "invalid"
    PRIVATE = "private"  # or reserved: no database can know where it is
    NO_DATABASE = "no_database"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class Answer:
    """`place` is None when it isn't known; then `network`, `source` and `city` are empty.

    `address` is in canonical form, or as given when it is none. `source`: the database's file name. `city`: its English
    name, for people.
    """

    address: str
    place: Place | None
    why: Why
    network: str = ""
    source: str = ""
    city: str = ""

    def name(self, language: str = ENGLISH) -> str:
        """`Khimki, Moscow Oblast, Russia`; empty when the place isn't known."""
        return place_name(self.place, language, self.city) if self.place else ""

    def as_data(self, language: str = ENGLISH) -> dict[str, Any]:
        """Plain data for JSON."""
        place = self.place
        return {
            "address": self.address,
            "country": place.country if place else None,
            "subdivisions": list(place.subdivisions) if place else [],
            "city": self.city,
            "regions": list(place.codes) if place else [],
            "name": self.name(language),
            "why": self.why.value,
            "network": self.network,
            "source": self.source,
        }


def locate(address: str | None, folder: Path, ranges: Ranges = NO_RANGES) -> Answer:
    """Where an address is, as far as `ranges` and the databases in `folder` know. Never raises for any text."""
    return locate_in(address, shelf(folder), ranges)


def locate_in(address: str | None, databases: Shelf, ranges: Ranges = NO_RANGES) -> Answer:
    """The same with databases at hand."""
    if not address or not address.strip():
        return Answer("", None, Why.NO_ADDRESS)
    parsed = parse(address)
    if parsed is None:
        return Answer(address, None, Why.INVALID)
    own = ranges.find(parsed)
    if own is not None:
        return Answer(str(parsed), own[1], Why.OWN_RANGE, str(own[0]))
    if not parsed.is_global:
        return Answer(str(parsed), None, Why.PRIVATE)
    for database in databases.databases:
        found = database.find(parsed)
        known = place_of(found[1]) if found else None
        if found and known:
            return Answer(str(parsed), known[0], Why.DATABASE, str(found[0]), database.name, known[1])
    return Answer(str(parsed), None, Why.NOT_LISTED if databases.databases else Why.NO_DATABASE)


def parse(text: str) -> Address | None:
    """An address without port or zone; one that is IPv4 in IPv6's clothes is IPv4. None for what is no address."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
