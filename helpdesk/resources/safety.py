"""Bans by whom they turn out, contacts by their number."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from helpdesk.models import Ban, Contact, Operator, User, Visitor
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Moment, Whole, Widget


class VisitorNumber(Widget):
    """A visitor has no name that stays; the number is this installation's own."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Visitor | None:
        number = Whole().clean(value)
        if number is None:
            return None
        visitor = Visitor.objects.filter(pk=number).first()
        if visitor is None:
            raise ValueError(_("There is no visitor %(number)s here.") % {"number": number})
        return visitor

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value.pk


class BanResource(Configuration):
    visitor = Column("visitor", VisitorNumber())
    ip = Column("ip")
    reason = Column("reason")
    expires_at = Column("expires_at", Moment())
    # Who banned whom and when is a fact of this installation; a file doesn't change it.
    created_by = Column("created_by", ByName(User, "username"), readonly=True)
    created_at = Column("created_at", Moment(), readonly=True)
    joins = ("visitor", "created_by")

    class Meta:
        model = Ban
        import_id_fields = ("visitor", "ip")
        fields = ("visitor", "ip", "reason", "expires_at", "created_by", "created_at")

    def before_save_instance(self, instance: Ban, row: dict[str, Any], **kwargs: Any) -> None:
        if instance.pk is None:
            instance.created_by = kwargs.get("user")


class ContactResource(Configuration):
    """Clients' names and addresses repeat: only the number tells which card is meant. Without one it is a new card."""

    id = Column("id", Whole())
    name = Column("name")
    email = Column("email")
    phone = Column("phone")
    note = Column("note")
    personal_manager = Column("personal_manager", ByName(Operator, "user__username"))
    joins = ("personal_manager__user",)

    class Meta:
        model = Contact
        import_id_fields = ["id"]  # the library compares it with exactly this, and then does without the column
        fields = ("id", "name", "email", "phone", "note", "personal_manager")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        found = super().get_instance(instance_loader, row)
        number = self.fields["id"].clean(row) if "id" in row else None
        if found is None and number is not None:
            raise ValueError(
                _("There is no contact %(number)s here. Empty the number to add a card.") % {"number": number}
            )
        return found
