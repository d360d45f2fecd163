"""Menus by their name, their choices in one cell: `1: New cars -> group: Skoda` on a line of its own for each.

Where a choice leads to a person the line ends with `-> operator: anna`, the name that they log in by.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpdesk.menu_errors import refuse
from helpdesk.models import Menu, MenuOption, Operator, OperatorGroup
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Text

LINE = re.compile(r"(\d{1,3}): ?(.+) -> (group|operator): ?(.+)")

TARGETS = {"group": ByName(OperatorGroup), "operator": ByName(Operator, "user__username")}


class Choices(Text):
    """The choices as text; reading gives text as well, so that files and rows compare alike."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return written(read(super().clean(value)))


class ChoicesColumn(Column):
    """What was read waits on the instance, as `choices`, until the menu is stored."""

    def get_value(self, instance: Any) -> str:
        if hasattr(instance, "choices"):
            return instance.choices
        return written(instance.options.all()) if instance.pk is not None else ""

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        instance.choices = self.clean(row, **kwargs)


class MenuResource(Configuration):
    name = Column("name")
    greeting = Column("greeting")
    repeat = Column("repeat")
    options = ChoicesColumn("options", Choices())

    class Meta:
        model = Menu
        import_id_fields = ("name",)
        fields = ("name", "greeting", "repeat", "options")

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return queryset.prefetch_related("options__group", "options__operator__user")

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """The cell names all choices: those that it does not name are gone."""
        if not hasattr(instance, "choices"):
            return
        instance.options.all().delete()
        for option in read(instance.choices):
            option.menu = instance
            _check(option)
            option.save()


def written(options: Iterable[MenuOption]) -> str:
    return "\n".join(f"{option.number}: {option.label} -> {_target(option)}" for option in options)


def read(text: str) -> list[MenuOption]:
    """In order of their numbers. Raises ValueError naming the line that makes no sense."""
    options = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(
                _("Line %(number)s: write a choice such as “1: New cars -> group: Sales”.") % {"number": number}
            )
        key, label, kind, name = found.groups()
        options.append(MenuOption(number=int(key), label=label, **{kind: TARGETS[kind].clean(name)}))
    refuse("", "", options)
    return sorted(options, key=lambda option: option.number)


def _target(option: MenuOption) -> str:
    kind = "group" if option.group_id is not None else "operator"
    return f"{kind}: {TARGETS[kind].render(getattr(option, kind))}"


def _check(option: MenuOption) -> None:
    """Raises ValidationError under the column's name, with the choice that is wrong."""
    try:
        option.full_clean()
    except ValidationError as error:
        raise ValidationError({"options": [f"{option.number}: {message}" for message in error.messages]}) from error
