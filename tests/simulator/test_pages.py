"""The simulator and the coverage map in the admin."""

from collections.abc import Callable
from datetime import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import DistributionPolicy, IpRange, OperatorGroup, Schedule, User, Visitor
from tests.conftest import World
from tests.simulator.conftest import PAGES, set_up

PAGE = "https://cheshka.example/skoda/octavia/"
EVIL = '<script>alert("1")</script>'

AT_ALL = {"simulator": reverse("admin:simulator"), "coverage": reverse("admin:coverage")}


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mila(dealership: World) -> Client:
    return logged_in(dealership.mila)


def ask(client: Client, **fields: str) -> dict:
    response = client.get(AT_ALL["simulator"], {"url": PAGE, "region": "RU-MOW", "everybody": "on"} | fields)
    assert response.status_code == 200
    return response.context


@pytest.mark.parametrize("page", AT_ALL.values())
def test_supervisors_may_and_others_may_not(dealership: World, mila: Client, page: str) -> None:
    assert mila.get(page).status_code == 200
    for client in (logged_in(dealership.anna.user), Client()):
        response = client.get(page)
        assert (response.status_code, urlsplit(response["location"]).path) == (302, "/admin/login/")


def test_the_form_begins_where_a_visitor_is(mila: Client) -> None:
    text = mila.get(AT_ALL["simulator"]).text
    assert 'value="https://cheshka.example/"' in text
    assert "no visitor notices" in text


def test_an_answer(dealership: World, mila: Client) -> None:
    context = ask(mila)
    assert context["outcome"] == "Straight into the chat with Skoda: new"
    assert [(row.name, row.tone) for row in context["rows"]] == [
        ("Skoda: new", "shown"),
        ("Tatra: new", "not"),
        ("Used cars", "not"),
        ("Service", "not"),
    ]
    assert context["rows"][0].link == f"/admin/helpdesk/operatorgroup/{dealership.skoda.pk}/change/"
    assert [stop.state for stop in context["rows"][1].stops] == ["passed"] * 3 + ["fell"] + ["unasked"] * 3
    [turn] = context["turns"]
    assert (turn.trace.chosen, turn.trace.considered, turn.hold[0]) == ("Anna", 5, ("0:30", "One moment, please.", ""))
    assert "was given a conversation more recently" in {str(one.reason) for one in turn.trace.people}


def test_a_region_that_is_not_the_groups(mila: Client) -> None:
    response = mila.get(AT_ALL["simulator"], {"url": PAGE, "region": "RU-TA"})
    assert "its regions are only Moscow, Moscow Oblast; this visitor is in Tatarstan, Russia." in response.text


def test_a_chip_goes_before_the_fields(mila: Client) -> None:
    context = ask(mila, ip="192.0.2.1", pick="RU-MOS")
    assert context["answer"].where.place.country == "RU"
    assert context["form"]["region"].value() == "RU-MOS"
    assert ask(mila, pick="unknown")["answer"].where.place is None
    assert [code for code, _name in context["chips"]] == ["RU", "RU-MOS", "RU-MOW", "ZZ", "unknown"]


def test_an_address_says_who_knew_it(mila: Client) -> None:
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-TA")
    response = mila.get(AT_ALL["simulator"], {"url": PAGE, "ip": "203.0.113.9"})
    assert "203.0.113.9: Tatarstan, Russia (by your own address range 203.0.113.0/24)" in response.text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"url": ""}, "This field is required."),
        ({"url": "mailto:a@b.example"}, "Write the address of a page"),
        ({"region": "", "ip": "1.2.3"}, "This is no IP address."),
        ({"region": "Atlantis"}, "There is no region “Atlantis”."),
        ({"ip": "192.0.2.1"}, "not both"),
        ({"at": "soon"}, "This is no date and time."),
        ({"contact_point": "77"}, "Select a valid choice."),
        ({"url": "\0"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_told_in_the_form(mila: Client, fields: dict[str, str], complaint: str) -> None:
    response = mila.get(AT_ALL["simulator"], {"url": PAGE, "region": "RU"} | fields)
    assert response.status_code == 200
    assert complaint in response.text
    assert "answer" not in response.context


@pytest.mark.parametrize("field", ["url", "ip", "region", "at", "contact_point", "everybody", "pick", "pages"])
@pytest.mark.parametrize("page", AT_ALL.values())
def test_nothing_typed_is_taken_for_html(mila: Client, page: str, field: str) -> None:
    assert EVIL not in mila.get(page, {"url": PAGE, field: EVIL}).text
    assert EVIL not in mila.get(page, {"url": f"{PAGE}{EVIL}", "region": "RU"}).text


def test_no_name_is_taken_for_html(dealership: World, mila: Client) -> None:
    OperatorGroup.objects.filter(pk=dealership.skoda.pk).update(name=EVIL, include_pages=[f"/{EVIL}/*"])
    Visitor.objects.update(page=f"https://cheshka.example/{EVIL}", seen_at=timezone.now())
    for page in AT_ALL.values():
        for asked in ({}, {"url": PAGE, "region": "RU", "everybody": "on"}, {"pages": "visited"}):
            assert "<script>alert" not in mila.get(page, asked).text


def test_the_map(dealership: World, mila: Client) -> None:
    response = mila.get(AT_ALL["coverage"])
    context = response.context
    assert [name for name, _all in context["columns"]] == ["everywhere else", "Moscow Oblast, Moscow"]
    tones = {row.page: [square.tone for square in row.squares] for row in context["rows"]}
    assert tones == {
        "/": ["few", "crowd"],
        "/skoda/…": ["nobody", "one"],
        "/tatra/…": ["one", "one"],
        "/used/…": ["one", "one"],
        "/service/…": ["one", "one"],
    }
    kinds = [(told.finding.kind, [name for name, _link in told.groups]) for told in context["findings"]]
    assert kinds == [("nobody", ["Skoda: new"]), ("crowd", ["Skoda: new", "Tatra: new", "Used cars", "Service"])]
    link = f"/admin/helpdesk/operatorgroup/{dealership.skoda.pk}/change/"
    assert context["findings"][0].groups == (("Skoda: new", link),)
    assert f'href="{link}"' in response.text


def test_what_is_odd_about_a_channels_policy_is_found_too(dealership: World, mila: Client) -> None:
    policy = DistributionPolicy.objects.create(contact_point=dealership.site)
    policy.operators.add(dealership.anna, dealership.vera)
    told = mila.get(AT_ALL["coverage"]).context["findings"]
    [odd] = [one for one in told if one.finding.kind == "channel"]
    assert odd.finding.text.startswith("No participant of “Cheshka” is a member of: Used cars, Service.")
    assert odd.groups == (("Cheshka", f"/admin/helpdesk/distributionpolicy/{policy.pk}/change/"),)


def test_a_cell_leads_to_the_reasons(dealership: World, mila: Client) -> None:
    Visitor.objects.update(page="https://cheshka.example/skoda/", seen_at=timezone.now())
    rows = mila.get(AT_ALL["coverage"], {"pages": "visited"}).context["rows"]
    [row] = [row for row in rows if row.page == "/skoda"]
    link = row.squares[0].link
    response = mila.get(link)
    assert response.context["answer"].page == "cheshka.example/skoda"
    assert (response.context["outcome"], parse_qs(urlsplit(link).query)["region"]) == ("No widget", ["RU"])


def test_another_hour(dealership: World, mila: Client) -> None:
    office = Schedule.objects.create(name="Office", zone="Europe/Moscow")
    office.periods.create(weekday=0, opens=time(9), closes=time(18))
    set_up(dealership.tatra, schedule=office, when_away="hide")

    def tones(at: str) -> list[str]:
        rows = mila.get(AT_ALL["coverage"], {"at": at}).context["rows"]
        return next([square.tone for square in row.squares] for row in rows if row.page == "/tatra/…")

    assert tones("2026-03-02T17:59") == ["one", "one"]
    assert tones("2026-03-02T18:01") == ["nobody", "nobody"]
    set_up(dealership.tatra, when_away="request")
    assert tones("2026-03-02T18:01") == ["request", "request"]
    for nonsense in ("now", "2026-13-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00"):
        assert mila.get(AT_ALL["coverage"], {"at": nonsense}).status_code == 200


def test_without_an_enabled_group_there_is_no_map(mila: Client) -> None:
    OperatorGroup.objects.update(enabled=False)
    text = mila.get(AT_ALL["coverage"]).text
    assert "No group is enabled: everybody gets everything." in text
    assert "cov-map" not in text


def test_a_map_without_a_fault(dealership: World, mila: Client) -> None:
    for name in PAGES:
        set_up(getattr(dealership, name), include_pages=[], exclude_pages=[], regions=[], enabled=name == "used")
    response = mila.get(AT_ALL["coverage"])
    assert "Nothing is odd" in response.text
    assert response.context["columns"] == [("everywhere", "")]


def test_what_was_too_much_is_said(dealership: World, mila: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk.admin.coverage_rows.MOST_ROWS", 2)
    monkeypatch.setattr("helpdesk.admin.coverage.MOST_FINDINGS", 1)
    response = mila.get(AT_ALL["coverage"])
    assert [row.page for row in response.context["rows"]] == ["/", "/skoda/…"]
    assert "3 more rows are not shown" in response.text
    assert "1 more finding is not shown." in response.text


@pytest.mark.parametrize("page", AT_ALL.values())
def test_a_page_costs_the_same_for_any_number_of_groups(
    dealership: World, mila: Client, django_assert_max_num_queries: Callable, page: str
) -> None:
    for number in range(8):
        group = OperatorGroup.objects.create(name=f"More {number}", enabled=True)
        group.members.add(dealership.dina)
    with django_assert_max_num_queries(36):
        asked = {"url": "https://cheshka.example/", "region": "RU", "everybody": "on", "pages": "visited"}
        assert mila.get(page, asked).status_code == 200
