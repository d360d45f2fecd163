"""In which regions a group is shown (SPEC 2.3): codes of ISO 3166, and cities below them.

A region is written `RU`, `RU-MOS` or, for a city, `RU-MOS/khimki` and `RU/khimki`: the name after the slash is spelled
the way `helpdesk.geo` spells it. A country contains its subdivisions, a subdivision its cities.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

_CODE = re.compile(r"([A-Z]{2})(-[A-Z0-9]{1,3})?(/[^/\s](?:[^/]*[^/\s])?)?")


class Scope(StrEnum):
    ONLY = "only"
    ALL_BUT = "all_but"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor seems to be. `subdivisions`: full codes, the largest first. `cities`: every known spelling."""

    country: str
    subdivisions: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    codes: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Every region that contains this place, the smallest first."""

    def __post_init__(self) -> None:
        areas = (*reversed(self.subdivisions), self.country)
        cities = (f"{area}/{city}" for area in areas for city in self.cities)
        object.__setattr__(self, "codes", (*cities, *areas))


@dataclass(frozen=True, slots=True)
class RegionVerdict:
    """`reason`: everywhere, unknown_place, listed, not_listed, excepted, not_excepted. `region`: what decided."""

    kept: bool
    reason: str
    region: str = ""


EVERYWHERE = RegionVerdict(True, "everywhere")


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Only in these regions or in all but these, never both; no codes: everywhere. Raises ValueError for no code."""

    scope: Scope = Scope.ONLY
    codes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        wrong = sorted(code for code in self.codes if not _CODE.fullmatch(code))
        if wrong:
            raise ValueError(f"not a region: {', '.join(wrong)}")

    def decide(self, place: Place | None) -> RegionVerdict:
        """A place that is unknown, or too vague to be in one of the codes, fails "only" and passes "all but"."""
        if not self.codes:
            return EVERYWHERE
        if place is None:
            return _UNKNOWN[self.scope]
        if self.codes.isdisjoint(place.codes):
            return _ELSEWHERE[self.scope]
        decisive = next(code for code in place.codes if code in self.codes)
        return RegionVerdict(self.scope is Scope.ONLY, _HERE[self.scope], decisive)


EVERY_REGION = RegionRule()

_UNKNOWN = {Scope.ONLY: RegionVerdict(False, "unknown_place"), Scope.ALL_BUT: RegionVerdict(True, "unknown_place")}
_ELSEWHERE = {Scope.ONLY: RegionVerdict(False, "not_listed"), Scope.ALL_BUT: RegionVerdict(True, "not_excepted")}
_HERE = {Scope.ONLY: "listed", Scope.ALL_BUT: "excepted"}


def contains(outer: str, inner: str) -> bool:
    """Whether one region is inside another as far as the codes alone can tell; a region contains itself."""
    country, _, city = outer.partition("/")
    if not city:
        return inner == outer or inner.startswith((f"{outer}/", f"{outer}-"))
    return inner == outer or ("-" not in country and inner.startswith(f"{country}-") and inner.endswith(f"/{city}"))
