"""Rules in files name people and things as supervisors do, not by the numbers of this installation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from helpdesk.automation.words import WHATS
from helpdesk.models import Category, ContactPoint, Operator, OperatorGroup, Stage, Webhook
from helpdesk.quoting import thing
from routing.automation.subjects import ABOUT, Subject

FIELDS = {
    "operator": "operators",
    "operators": "operators",
    "group": "groups",
    "groups": "groups",
    "stage": "stages",
    "category": "categories",
    "webhook": "webhooks",
}
"""The fields of actions that name something, and where it stands in the directory."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """By the field of `routing.automation.facts.Directory`: names by id."""

    by_id: Mapping[str, Mapping[int, str]]

    @classmethod
    def read(cls, operators: str = "user__username") -> "Names":
        """For files: operators are called by their log-in names. Six queries."""
        return cls(
            {
                "operators": dict(Operator.objects.order_by("name", "pk").values_list("pk", operators)),
                "groups": dict(OperatorGroup.objects.values_list("pk", "name")),
                "contact_points": dict(ContactPoint.objects.values_list("pk", "name")),
                "stages": {stage.pk: stage_name(stage) for stage in Stage.objects.select_related("contact_point")},
                "categories": dict(Category.objects.values_list("pk", "name")),
                "webhooks": dict(Webhook.objects.values_list("pk", "name")),
            }
        )

    @classmethod
    def shown(cls) -> "Names":
        """For screens: operators are called as visitors know them. Six queries."""
        return cls.read("name")

    def name(self, what: str, pk: Any) -> Any:
        """`#12` for what is gone, so that a file says so and can be read again."""
        return self.by_id[what].get(pk, f"#{pk}")

    def told(self, what: str, pk: Any) -> str:
        """The name within a sentence: people's stand bare, those of things are marked where the language wants it."""
        name = self.name(what, pk)
        return str(name) if what == "operators" else thing(name)

    def id(self, what: str, name: Any) -> int:
        """Raises ValueError with a sentence for the supervisor."""
        found = [pk for pk, called in self.by_id[what].items() if called == str(name)]
        if found:
            return found[0]
        text = str(name)
        if text.startswith("#") and text[1:].isdecimal():
            return int(text[1:])
        raise ValueError(_("There is no “%(name)s” among the %(what)s.") % {"name": name, "what": WHATS[what]})

    def conditions_named(self, data: Data) -> Data:
        """With names in the place of ids."""
        return self._conditions(data, self.name)

    def conditions_read(self, data: Data) -> Data:
        """The other way round. Raises ValueError."""
        return self._conditions(data, self.id)

    def actions_named(self, data: list[Data]) -> list[Data]:
        return [_swapped(action, self.name) for action in data]

    def actions_read(self, data: list[Data]) -> list[Data]:
        """Raises ValueError."""
        return [_swapped(action, self.id) for action in data]

    def _conditions(self, data: Data, swap: Callable[[str, Any], Any]) -> Data:
        return {part: [self._condition(one, swap) for one in rows] for part, rows in data.items()}

    def _condition(self, data: Data, swap: Callable[[str, Any], Any]) -> Data:
        subject = data.get("subject")
        refers = ABOUT[Subject(subject)].refers if subject in tuple(Subject) else ""
        if not refers or "value" not in data:
            return data
        return data | {"value": _each(data["value"], lambda one: swap(refers, one))}


def stage_name(stage: Stage) -> str:
    """Stages of different channels may have the same name."""
    return f"{stage.name} ({stage.contact_point.name})" if stage.contact_point else stage.name


def _swapped(action: Data, swap: Callable[[str, Any], Any]) -> Data:
    """None stands for nothing, as in an action that clears the category."""
    return {name: _renamed(FIELDS.get(name), value, swap) for name, value in action.items()}


def _renamed(what: str | None, value: Any, swap: Callable[[str, Any], Any]) -> Any:
    return value if what is None or value is None else _each(value, lambda one: swap(what, one))


def _each(value: Any, swap: Callable[[Any], Any]) -> Any:
    return [swap(one) for one in value] if isinstance(value, list | tuple) else swap(value)
