"""An export that is imported again changes nothing, in every format."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
import tablib
from django.utils import timezone
from import_export.resources import ModelResource

from helpdesk import resources
from helpdesk.models import (
    Automation,
    Ban,
    Category,
    Contact,
    ContactField,
    ContactPoint,
    Deal,
    DistributionPolicy,
    HoldScenario,
    IpRange,
    Menu,
    Operator,
    OperatorGroup,
    OperatorStatus,
    QuickReply,
    RegionSet,
    Schedule,
    ServicePolicy,
    Stage,
    User,
    Webhook,
)
from helpdesk.resources.formats import CSV, FORMATS, XLSX
from tests.conftest import World

RESOURCES = [getattr(resources, name) for name in resources.__all__]

# What files like to spoil: formulas, line ends, quotes, commas, other alphabets, leading zeros and apostrophes.
NASTY = [
    "=1+1",
    "+7 (495) 000-00-00",
    "-5",
    "@home",
    "'=1",
    "007",
    "Ünïcödé, «кавычки»",
    'say "hi"; bye',
    "true",
    "=cmd|' /C calc'!A0",
]


@pytest.fixture
def furnished(world: World) -> World:
    wait = HoldScenario.objects.get()
    wait.steps.create(after=200, action="offer_callback")
    wait.steps.create(after=300, text="Next: somebody else\nfallback: Service", action="fallback")
    OperatorGroup.objects.filter(pk=world.skoda.pk).update(fallback=world.used, hold_scenario=wait)
    Operator.objects.filter(pk=world.anna.pk).update(limit=0, status="lunch", visibility="groups")
    OperatorGroup.objects.create(name="Empty, and off")
    world.site.allowed_origins = ["https://cheshka.example", "http://localhost:8000"]
    world.site.save()
    HoldScenario.objects.create(name="Silence")
    talk = HoldScenario.objects.create(name="Talk")
    talk.steps.create(after=5, text="One\n\n10: not a step\n  indented\n")
    talk.steps.create(after=15, text="=SUM(A1)")
    Ban.objects.create(visitor=world.zoya, reason="=1", created_by=world.mila, expires_at=timezone.now())
    Ban.objects.create(ip="2001:db8::1")
    _furnish_audience(world)
    _furnish_distribution(world)
    _furnish_words(world)
    _furnish_rules(world)
    _furnish_cards()
    for number, text in enumerate(NASTY):
        Category.objects.create(name=text, archived=bool(number % 2), position=number)
        card = Contact.objects.create(name=text, phone=text[:32], note=f"{text}\r\nsecond line")
        Deal.objects.create(title=text, contact=card, contact_point=world.site if number % 2 else None)
        QuickReply.objects.create(title=text, text=f"{text}\r\n\tsecond line\r\n", group=world.skoda)
        QuickReply.objects.create(title=text, text=text, folder=text, operator=world.anna)
    return world


def _furnish_cards() -> None:
    fields = [
        ContactField.objects.create(name=name, kind=kind, choices=choices, archived=kind == "number", position=number)
        for number, (name, kind, choices) in enumerate(
            [
                ("=Car: a, b", "text", []),
                ("Age", "number", []),
                ("Born", "date", []),
                ("Colour", "choice", ["=Red", "007"]),
            ]
        )
    ]
    values = ("=1+1, «кавычки»", "41.50", "1990-02-28", "chosen before it was taken away")
    Contact.objects.create(name="Petra", extra={each.key: value for each, value in zip(fields, values, strict=True)})
    ContactPoint.objects.create(name="Of a branch", branch='=Khimki, "north"')


def _furnish_rules(world: World) -> None:
    Webhook.objects.create(name="=CRM", url="https://crm.example/calls?a=1,2", secret="s3cret", enabled=False)
    hook = Webhook.objects.create(name="Desk", url="https://desk.example/")
    stage = Stage.objects.create(name="Booked, «paid»", contact_point=world.site)
    told = [
        {"subject": "author_groups", "op": "any_of", "value": [world.skoda.pk, world.tatra.pk]},
        {"subject": "assignee", "op": "is", "value": world.anna.pk},
        {"subject": "category", "op": "is", "value": 987_654},
        {"subject": "text", "op": "contains", "value": ["=1+1", "цена, «рубли»", "yes", "007"]},
        {"subject": "accepted", "op": "is", "value": False},
        {"subject": "prechat", "op": "filled", "key": "phone"},
    ]
    done = [
        {"do": "assign", "operator": world.boris.pk},
        {"do": "set_stage", "stage": stage.pk},
        {"do": "set_category", "category": None},
        {"do": "send_text", "text": "One\n\n  two: =SUM(A1)\n"},
        {"do": "notify", "operators": [world.anna.pk], "groups": [], "text": ""},
        {"do": "call_webhook", "webhook": hook.pk},
    ]
    Automation.objects.create(
        name="=Rule, 'one'", kind="changed", stop=True, conditions={"all": told, "any": told[:1]}, actions=done
    )
    Automation.objects.create(name="Off", kind="timed", enabled=False, conditions={"all": [], "any": []}, position=3)


def _furnish_audience(world: World) -> None:
    hours = Schedule.objects.create(name="=Office", zone="Asia/Tokyo")
    for opens, closes in (("09:00", "13:00"), ("14:00", "00:00")):
        hours.periods.create(weekday=0, opens=opens, closes=closes)
    hours.periods.create(weekday=6, opens="22:00", closes="06:00")
    hours.exceptions.create(date="2030-01-01")
    hours.exceptions.create(date="2030-12-31", opens="09:00", closes="13:00")
    hours.exceptions.create(date="2030-12-31", opens="14:00", closes="15:00")
    Schedule.objects.create(name="Never")
    sets = [RegionSet.objects.create(name=name, codes=["RU-MOW", "RU-MOS/khimki", "UA"]) for name in ("A, b", "=C")]
    IpRange.objects.create(network="203.0.113.0/24", country="RU", subdivision="RU-MOS", city="=Khimki", note="'007")
    IpRange.objects.create(network="2001:db8::/32", country="UA")
    group = OperatorGroup.objects.get(pk=world.tatra.pk)
    group.region_sets.set(sets)
    group.regions, group.regions_scope, group.schedule = ["RU-SPE", "BY"], "all_but", hours
    group.include_pages, group.exclude_pages = ["/tatra/*", "*?a=1,2", "*=*"], ["/tatra/used"]
    group.hidden, group.takes_messengers, group.when_full, group.when_away = True, True, "hide", "hide"
    group.save()


def _furnish_distribution(world: World) -> None:
    """The general policy with and a channel's without bounds, and the other way round where zero is not nothing."""
    Operator.objects.filter(pk=world.boris.pk).update(senior=True)
    OperatorStatus.objects.create(code="training", name="=Training", receives=False, position=7)
    shop = ContactPoint.objects.create(name="=Shop", weight=2, priority=1)
    general = DistributionPolicy.objects.get(contact_point=None)
    general.portion, general.pause, general.personal_manager, general.ageing_minutes = 5, 0, False, 10
    general.save()
    own = DistributionPolicy.objects.create(
        contact_point=shop, algorithm="cyclic", limit=0, anyone=False, fallback=world.used, reassign="off"
    )
    own.operators.set([world.anna, world.vera])
    own.groups.set([world.skoda, OperatorGroup.objects.get(name="Empty, and off")])
    DistributionPolicy.objects.create(contact_point=world.site)
    Contact.objects.create(name="Pavel", personal_manager=world.vera)


def _furnish_words(world: World) -> None:
    Stage.objects.create(name="Booked, «paid»", status="closed", conversion=True, position=2)
    Stage.objects.create(name="=New", archived=True)
    menu = Menu.objects.create(name="=First", greeting="Good day!\n=1", repeat="-")
    menu.options.create(number=1, label="-> here, \u00abthere\u00bb -> there", group=world.skoda)
    menu.options.create(number=12, label="=Anna", operator=world.anna)
    ContactPoint.objects.create(name="With a menu", menu=menu, schedule=Schedule.objects.get(name="=Office"))
    ServicePolicy.objects.filter(contact_point=None).update(reply_hours="={opens}\nsoon", silence=0)
    ServicePolicy.objects.create(
        contact_point=world.site, reply_hours="", reply_busy="--", category_required=False, deal_with_card=True
    )


def carried(resource: ModelResource, format_class: type) -> tablib.Dataset:
    """Written to a file, as the admin does, and read again."""
    exporter = format_class()
    return format_class().create_dataset(exporter.export_data(resource.export()))


def by_name(resource: ModelResource) -> list[dict[str, Any]]:
    return sorted(resource.export().dict, key=lambda row: row.get("name", row.get("network")))


CASES = [
    pytest.param(resource, format_class, id=f"{resource.__name__}-{format_class.__name__}")
    for resource in RESOURCES
    for format_class in FORMATS
]


@pytest.mark.parametrize(("resource_class", "format_class"), CASES)
def test_nothing_changes(furnished: World, resource_class: type[ModelResource], format_class: type) -> None:
    resource = resource_class()
    rows = carried(resource, format_class)
    assert len(rows) >= 1
    result = resource_class().import_data(rows, raise_errors=True)
    assert result.totals["skip"] == len(rows), result.totals
    assert [row.import_type for row in result.rows] == ["skip"] * len(rows)


@pytest.mark.parametrize("format_class", FORMATS)
def test_what_was_deleted_comes_back(furnished: World, format_class: type) -> None:
    """Groups that fall back to one further down, scenarios with their steps, hours, regions, members by log-in."""
    deleted = (
        resources.HoldScenarioResource,
        resources.RegionSetResource,
        resources.ScheduleResource,
        resources.IpRangeResource,
        resources.OperatorGroupResource,
    )
    kept = {each: carried(each(), format_class) for each in deleted}
    before = [by_name(each()) for each in deleted]
    OperatorGroup.objects.all().delete()
    for model in (HoldScenario, RegionSet, Schedule, IpRange):
        model.objects.all().delete()
    for each, rows in kept.items():
        result = each().import_data(rows, raise_errors=True)
        assert result.totals["new"] == len(rows)
    assert [by_name(each()) for each in deleted] == before


@pytest.mark.parametrize("format_class", FORMATS)
def test_a_policy_and_a_status_come_back_too(furnished: World, format_class: type) -> None:
    """They stand beside rows that are always there: the general policy and the four given statuses."""
    each = (resources.OperatorStatusResource, resources.DistributionPolicyResource)
    kept = [carried(resource(), format_class) for resource in each]
    before = [sorted(map(str, resource().export().dict)) for resource in each]
    DistributionPolicy.objects.exclude(contact_point=None).delete()
    OperatorStatus.objects.filter(code="training").delete()
    results = [resource().import_data(rows, raise_errors=True) for resource, rows in zip(each, kept, strict=True)]
    assert [(result.totals["new"], result.totals["skip"]) for result in results] == [(1, 4), (2, 1)]
    assert [sorted(map(str, resource().export().dict)) for resource in each] == before


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_spreadsheets_run_nothing(db: None, text: str) -> None:
    Contact.objects.create(name=text)
    csv = CSV().export_data(resources.ContactResource().export())
    assert f"'{text}" in csv
    sheet = XLSX().export_data(resources.ContactResource().export())
    cell = openpyxl.load_workbook(BytesIO(sheet)).active["B2"]
    assert cell.data_type == "s"
    assert cell.value == f"'{text}"


def test_what_no_spreadsheet_can_hold_is_replaced(db: None) -> None:
    Contact.objects.create(name="bell\x07")
    [row] = XLSX().create_dataset(XLSX().export_data(resources.ContactResource().export())).dict
    assert row["name"] == "bell\N{REPLACEMENT CHARACTER}"


def test_csv_from_spreadsheets_with_semicolons_is_read(db: None) -> None:
    assert CSV().create_dataset("\ufeffname;position\r\nPrice, in roubles;3\r\n").dict == [
        {"name": "Price, in roubles", "position": "3"}
    ]


def test_accounts_do_not_travel(world: World) -> None:
    exported = resources.OperatorResource().export().csv
    for user in User.objects.all():
        assert user.password not in exported
