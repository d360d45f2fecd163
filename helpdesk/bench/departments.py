"""A dealership with many departments, for the bench `boot`: each on pages of its own, every second one for one region.

`furnish` runs where the database of the bench is; `views` says what a visitor must get, by the same few rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone

from helpdesk.models import ContactPoint, IpRange, Operator, OperatorGroup, PresenceLease, RegionSet

KEY = "bench"
SITE = "https://www.cheshka.example"
REGIONS = ("RU-MOW", "RU-SPE", "RU-TA", "RU-SVE")
SHAPES = ("/catalog/{}/*", "*.cheshka.example/{}/*", "/search/*?brand={}*", "cheshka.example/{}")
FINANCE = 3
"""So many departments are on the finance page as well."""


@dataclass(frozen=True, slots=True)
class View:
    """One page view: the call's path and address, and which departments it must be answered with."""

    path: str
    address: str
    names: tuple[str, ...]


def furnish(groups: int, rules: int) -> None:
    """Into an installation with operators in it, all of whom are there for an hour."""
    ContactPoint.objects.create(name="Bench", public_key=KEY, greeting="Good day! What are you looking for?")
    OperatorGroup.objects.all().update(enabled=False)
    for number, code in enumerate(REGIONS):
        IpRange.objects.create(network=f"198.51.{100 + number}.0/24", country="RU", subdivision=code)
    sets = [RegionSet.objects.create(name=code, codes=[code]) for code in REGIONS]
    operators = list(Operator.objects.all())
    for number in range(groups):
        group = OperatorGroup.objects.create(
            name=_name(number),
            enabled=True,
            position=number,
            include_pages=[*_patterns(number, rules - 2), "/finance/*" if number < FINANCE else f"/only/{number}/"],
            exclude_pages=[f"*/archive/{number}/*"],
        )
        group.members.set(operators)
        if number % 2:
            group.region_sets.set([sets[_region(number)]])
    until = timezone.now() + timedelta(hours=1)
    PresenceLease.objects.bulk_create(PresenceLease(operator=o, tab="bench", expires_at=until) for o in operators)


def views(groups: int) -> Iterator[View]:
    """Of every department a page, seen from its own region and from another; and pages of several, and of none."""
    for number in range(groups):
        page = f"{SITE}/catalog/section-{number}-0/model-{number}?utm_source=news&utm_medium=mail"
        home, abroad = _region(number), (_region(number) + 1) % len(REGIONS)
        yield _view(page, home, number, (number,))
        yield _view(page, abroad, number, () if number % 2 else (number,))
    yield _view(f"{SITE}/finance/credit/?bank=7", 0, 0, range(FINANCE))
    yield _view(f"{SITE}/finance/credit/?bank=7", 1, 0, [n for n in range(FINANCE) if n % 2 == 0])
    yield _view(f"{SITE}/about/", 0, 0, ())


def _view(page: str, region: int, host: int, numbers: "tuple[int, ...] | range | list[int]") -> View:
    query = urlencode({"key": KEY, "page": page})
    return View(f"/w/v1/boot?{query}", f"198.51.{100 + region}.{1 + host % 250}", tuple(map(_name, numbers)))


def _patterns(number: int, rules: int) -> list[str]:
    return [SHAPES[rule % len(SHAPES)].format(f"section-{number}-{rule}") for rule in range(rules)]


def _region(number: int) -> int:
    return number // 2 % len(REGIONS)


def _name(number: int) -> str:
    return f"Department {number}"
