"""Where an address is: the company's own ranges first, then the databases on disk."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from helpdesk.geo.cities import cities_called
from helpdesk.geo.databases import Shelf, shelf
from helpdesk.geo.lookup import Answer, locate_in
from helpdesk.geo.ranges import Ranges
from helpdesk.models import IpRange
from routing.regions import Place


def folder() -> Path:
    """Where the databases of addresses lie; docs/GEO.md says how they come there."""
    return Path(settings.VAR) / "geo"


@dataclass(frozen=True, slots=True)
class Places:
    databases: Shelf
    ranges: Ranges

    @classmethod
    def read(cls) -> "Places":
        ranges = Ranges((row.network, place_of(row)) for row in IpRange.objects.all())
        return cls(shelf(folder()), ranges)

    def locate(self, address: str | None) -> Answer:
        return locate_in(address, self.databases, self.ranges)

    def find(self, address: str) -> Place | None:
        return self.locate(address).place


def place_of(row: IpRange) -> Place:
    return Place(row.country, (row.subdivision,) if row.subdivision else (), cities_called(row.city))
