"""Bans by whom they turn out."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from helpdesk.bans import read
from helpdesk.geo.ranges import spelled
from helpdesk.models import Ban, User, Visitor
from helpdesk.models.ban import understood
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Moment, Text, Whole, Widget, is_empty


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


class Address(Text):
    """An address or a subnet in the spelling in which it is kept, also of a row that was stored in another."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return understood(super().clean(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        network = read(value or "")
        return spelled(network) if network is not None else super().render(value)


class BanResource(Configuration):
    visitor = Column("visitor", VisitorNumber())
    ip = Column("ip", Address())
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

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        """Also the one whose address is stored in another spelling."""
        found = super().get_instance(instance_loader, row)
        network = read(self.fields["ip"].clean(row)) if found is None and is_empty(row.get("visitor")) else None
        if network is None:
            return found
        return next((ban for ban in Ban.objects.filter(visitor=None) if read(ban.ip) == network), None)

    def before_save_instance(self, instance: Ban, row: dict[str, Any], **kwargs: Any) -> None:
        if instance.pk is None:
            instance.created_by = kwargs.get("user")
