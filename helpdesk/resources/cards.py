"""Fields of the client card by their name, client cards by their number."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from helpdesk import cards
from helpdesk.models import Contact, ContactField, Operator
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Listed, Text, Whole, Widget, YesNo, is_empty


class Extra(Widget):
    """{"name of the field": "value"} as JSON: names and values may contain whatever separates them otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self._fields: list[ContactField] | None = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dict[str, str]:
        if is_empty(value):
            return {}
        try:
            written = value if isinstance(value, dict) else json.loads(str(value))
        except ValueError:
            written = None
        if not isinstance(written, dict):
            raise ValueError(_('Write {"name of the field": "value"}, not “%(value)s”.') % {"value": value})
        by_name = {field.name: field for field in self.fields}
        for name in written:
            if name not in by_name:
                raise ValueError(_("There is no field of contacts “%(name)s”.") % {"name": name})
        texts = {by_name[name].key: "" if text is None else str(text) for name, text in written.items()}
        try:
            return cards.read_extra(self.fields, texts, {})
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        shown = {field.name: value[field.key] for field in self.fields if field.key in (value or {})}
        return json.dumps(shown, ensure_ascii=False, sort_keys=True) if shown else ""

    @property
    def fields(self) -> list[ContactField]:
        """Read once for a file: each has its own copy of this widget."""
        if self._fields is None:
            self._fields = list(ContactField.objects.all())
        return self._fields


class ExtraColumn(Column):
    def save(self, instance: Contact, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        """What stands there already is not read again: what can be chosen may have changed since it was."""
        if Text().clean(row.get(self.column_name)) != self.widget.render(self.get_value(instance)):
            super().save(instance, row, is_m2m, **kwargs)


class ContactFieldResource(Configuration):
    name = Column("name")
    kind = Column("kind", default=ContactField.Kind.TEXT)
    choices = Column("choices", Listed("\n"))
    archived = Column("archived", YesNo(), default=False)
    position = Column("position", Whole(), default=0)

    class Meta:
        model = ContactField
        import_id_fields = ("name",)
        fields = ("name", "kind", "choices", "archived", "position")


class ContactResource(Configuration):
    """Clients' names and addresses repeat: only the number tells which card is meant. Without one it is a new card."""

    id = Column("id", Whole())
    name = Column("name")
    email = Column("email")
    phone = Column("phone")
    note = Column("note")
    personal_manager = Column("personal_manager", ByName(Operator, "user__username"))
    extra = ExtraColumn("extra", Extra())
    joins = ("personal_manager__user",)

    class Meta:
        model = Contact
        import_id_fields = ["id"]  # the library compares it with exactly this, and then does without the column
        fields = ("id", "name", "email", "phone", "note", "personal_manager", "extra")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        found = super().get_instance(instance_loader, row)
        number = self.fields["id"].clean(row) if "id" in row else None
        if found is None and number is not None:
            raise ValueError(
                _("There is no contact %(number)s here. Empty the number to add a card.") % {"number": number}
            )
        return found
