"""Deals by their number, their clients by the number of the card; without a number it is a new deal."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.models import Contact, ContactPoint, Conversation, Deal
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Moment, Whole


class ByNumber(ByName):
    """What has no name of its own."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, "pk")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Model | None:
        return super().clean(Whole().clean(value))


class DealResource(Configuration):
    id = Column("id", Whole())
    contact = Column("contact", ByNumber(Contact))
    title = Column("title")
    state = Column("state", default=Deal.State.NEW)
    conversation = Column("conversation", ByNumber(Conversation))
    contact_point = Column("contact_point", ByName(ContactPoint))
    created_at = Column("created_at", Moment(), default=timezone.now)
    joins = ("contact", "conversation", "contact_point")

    class Meta:
        model = Deal
        import_id_fields = ["id"]  # as for contacts: the library compares it with exactly this
        fields = ("id", "contact", "title", "state", "conversation", "contact_point", "created_at")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        found = super().get_instance(instance_loader, row)
        number = self.fields["id"].clean(row) if "id" in row else None
        if found is None and number is not None:
            raise ValueError(_("There is no deal %(number)s here. Empty the number to add one.") % {"number": number})
        return found
