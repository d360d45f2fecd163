"""A channel's menu as `routing` knows it (SPEC 5.8)."""

from collections.abc import Iterable

from helpdesk import models
from helpdesk.models import ContactPoint, MenuOption
from routing.menu import Menu, Option, Target


def menu_of(point: ContactPoint) -> Menu | None:
    """None where the channel has none, or one whose choices cannot be told from each other. Two queries."""
    row = models.Menu.objects.filter(pk=point.menu_id).first() if point.menu_id is not None else None
    if row is None:
        return None
    try:
        return as_menu(row.greeting, row.repeat, row.options.all())
    except ValueError:
        return None


def as_menu(greeting: str, repeat: str, options: Iterable[MenuOption]) -> Menu:
    """Raises ValueError (`empty`, `number`, `label`) as `routing.menu.Menu` does."""
    return Menu(greeting, tuple(_option(option) for option in options), repeat)


def _option(row: MenuOption) -> Option:
    if row.group_id is not None:
        return Option(row.number, row.label, Target.GROUP, row.group_id)
    return Option(row.number, row.label, Target.OPERATOR, row.operator_id or 0)
