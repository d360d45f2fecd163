"""The databases on disk: read in any shape, exchanged while in use, and no reason to fail when they are not there."""

import shutil
from pathlib import Path

import pytest

from helpdesk.geo.databases import Database, UnreadableError, shelf
from helpdesk.geo.lookup import Why, locate
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
