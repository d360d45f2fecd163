"""Bans by whom they turn out."""

from typing import Any

from django.utils.translation import gettext as _

from helpdesk.models import Ban, User, Visitor
from helpdesk.models.ban import understood
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import ByName, Moment, Text, Whole, Widget


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
    """An address or a subnet, in the spelling in which it is kept."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return understood(super().clean(value))


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

    def before_save_instance(self, instance: Ban, row: dict[str, Any], **kwargs: Any) -> None:
        if instance.pk is None:
            instance.created_by = kwargs.get("user")
