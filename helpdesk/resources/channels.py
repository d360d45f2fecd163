"""Channels by their name."""

from typing import Any

from django.core.exceptions import ValidationError

from helpdesk import origins
from helpdesk.models import ContactPoint, HoldScenario, Menu, Schedule
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Whole, Widget, YesNo


class Origins(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        try:
            return origins.parse(str(value or ""))
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(value or ())


class ContactPointResource(Configuration):
    name = Column("name")
    kind = Column("kind", default=ContactPoint.Kind.SITE)
    enabled = Column("enabled", YesNo(), default=True)
    branch = Column("branch")
    # An empty key never replaces the one that is printed in the site's tag.
    public_key = Column("public_key", default=None, saves_null_values=False)
    allowed_origins = Column("allowed_origins", Origins())
    language = Column("language")
    title = Column("title")
    greeting = Column("greeting")
    color = Column("color", default="#0b6bcb")
    weight = Column("weight", Whole(), default=1)
    priority = Column("priority", Whole())
    hold_scenario = Column("hold_scenario", ByName(HoldScenario))
    schedule = Column("schedule", ByName(Schedule))
    menu = Column("menu", ByName(Menu))
    joins = ("hold_scenario", "schedule", "menu")

    class Meta:
        model = ContactPoint
        import_id_fields = ("name",)
        fields = (
            "name",
            "kind",
            "enabled",
            "branch",
            "public_key",
            "allowed_origins",
            "language",
            "title",
            "greeting",
            "color",
            "weight",
            "priority",
            "hold_scenario",
            "schedule",
            "menu",
        )
