"""Region sets by their name, address ranges by their network."""

from typing import Any

from django.utils.translation import gettext as _

from helpdesk.geo.ranges import network_of
from helpdesk.models import IpRange, RegionSet
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import Listed, Text


class Network(Text):
    """In one spelling, so that `10.1.2.3/16` finds the row of `10.1.0.0/16`."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value)
        try:
            return str(network_of(text))
        except ValueError:
            raise ValueError(_("Write a network such as 203.0.113.0/24, not “%(text)s”.") % {"text": text}) from None


class RegionSetResource(Configuration):
    name = Column("name")
    codes = Column("codes", Listed(", "))

    class Meta:
        model = RegionSet
        import_id_fields = ("name",)
        fields = ("name", "codes")


class IpRangeResource(Configuration):
    network = Column("network", Network())
    country = Column("country")
    subdivision = Column("subdivision")
    city = Column("city")
    note = Column("note")

    class Meta:
        model = IpRange
        import_id_fields = ("network",)
        fields = ("network", "country", "subdivision", "city", "note")
