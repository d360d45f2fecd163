"""Menus: choices that can be told from each other, and what is said about those that lead nowhere."""

from typing import Any

import pytest
import tablib
from django.test import Client

from helpdesk.models import Menu, MenuOption
from helpdesk.resources import MenuResource
from tests.admin.conftest import errors, page, told
from tests.conftest import World

Row = tuple[int | str, str, Any, Any]


def form(*rows: Row, name: str = "First") -> dict[str, Any]:
    """`rows`: number, label, group, operator."""
    fields = {"name": name, "greeting": "Good day!", "repeat": "", "options-INITIAL_FORMS": 0}
    fields["options-TOTAL_FORMS"] = len(rows)
    for place, (number, label, group, operator) in enumerate(rows):
        fields |= {
            f"options-{place}-number": number,
            f"options-{place}-label": label,
            f"options-{place}-group": group.pk if group else "",
            f"options-{place}-operator": operator.pk if operator else "",
        }
    return fields


def add(client: Client, *rows: Row) -> Any:
    return client.post(page("menu", "add"), form(*rows), follow=True)


def test_choices_lead_to_groups_and_to_people(world: World, mila: Client) -> None:
    text = " ".join(told(add(mila, (1, "New cars", world.skoda, None), (2, "Anna", None, world.anna))))
    assert "No channel uses this menu yet" in text
    menu = Menu.objects.get()
    assert [(o.number, o.group, o.operator) for o in menu.options.all()] == [
        (1, world.skoda, None),
        (2, None, world.anna),
    ]
    assert "First" in mila.get(page("menu")).text


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "at least one choice"),
        ([(1, "Sales", True, False), (1, "Service", True, False)], "duplicate"),
        ([(1000, "Sales", True, False)], "a number of its own"),
        ([(1, "Sales", True, False), (2, " sales!", True, False)], "a label of its own"),
        ([(1, "2", True, False)], "a label of its own"),
        ([(1, "Sales", True, True)], "one of the two"),
        ([(1, "Sales", False, False)], "one of the two"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(world: World, mila: Client, rows: list, complaint: str) -> None:
    whole = [(n, label, world.skoda if group else None, world.anna if one else None) for n, label, group, one in rows]
    assert complaint in errors(add(mila, *whole))
    assert not Menu.objects.exists()


def test_a_choice_that_leads_nowhere_is_told(world: World, mila: Client) -> None:
    type(world.anna).objects.filter(pk=world.anna.pk).update(enabled=False)
    text = " ".join(told(add(mila, (1, "New cars", world.skoda, None), (2, "Anna", None, world.anna))))
    assert "Anna is switched off: that choice leads to people" in text


def test_a_channel_takes_one(world: World, mila: Client) -> None:
    add(mila, (1, "New cars", world.skoda, None))
    menu = Menu.objects.get()
    changes = {
        "name": "Cheshka", "enabled": "on", "allowed_origins": "", "hold_scenario": "", "language": "", "title": "",
        "greeting": "", "color": "#0b6bcb", "weight": "1", "schedule": "", "menu": menu.pk,
    }  # fmt: skip
    told(mila.post(page("contactpoint", "change", world.site.pk), changes, follow=True))
    world.site.refresh_from_db()
    assert world.site.menu == menu
    assert "Cheshka" in mila.get(page("menu")).text


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("1: New cars -> group: Nowhere", "Nowhere"),
        ("1 New cars", "Line 1"),
        ("1: New cars -> group: Service\n\nwhat", "Line 3"),
        ("1: A -> group: Service\n1: B -> operator: anna", "a number of its own"),
        ("", "at least one choice"),
    ],
)
def test_a_file_is_read_by_the_same_rules(world: World, cell: str, complaint: str) -> None:

    rows = tablib.Dataset(("First", "Good day!", "", cell), headers=["name", "greeting", "repeat", "options"])
    result = MenuResource().import_data(rows, raise_errors=False)
    said = [str(row.error) for _, row_errors in result.row_errors() for row in row_errors]
    said += [str(row.error) for row in result.invalid_rows]
    assert complaint in " ".join(said)
    assert not MenuOption.objects.exists()
