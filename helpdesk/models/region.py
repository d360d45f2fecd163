"""Regions as supervisors name them (SPEC 2.3): their own sets, and addresses whose place they know better."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.geo.names import known
from helpdesk.geo.ranges import network_of
from routing.regions import RegionRule

REGION_LENGTH = 120


class RegionSet(models.Model):
    """E.g. "Moscow and Moscow Oblast": `RU-MOW`, `RU-MOS`. Cities are written `RU-MOS/khimki`."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    codes = ArrayField(models.CharField(max_length=REGION_LENGTH), verbose_name=_("regions"), default=list)

    class Meta:
        ordering = ["name"]
        verbose_name = _("region set")
        verbose_name_plural = _("region sets")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        check_codes(self.codes, "codes")


class IpRange(models.Model):
    """Goes before any database of addresses: an office's own network, a partner's proxy."""

    network = models.CharField(
        _("network"), max_length=49, unique=True, help_text=_("Such as 203.0.113.0/24 or 2001:db8::/32.")
    )
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166, such as RU."))
    subdivision = models.CharField(_("subdivision"), max_length=6, blank=True, help_text=_("Such as RU-MOS."))
    city = models.CharField(_("city"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering = ["network"]
        verbose_name = _("address range")
        verbose_name_plural = _("address ranges")

    def __str__(self) -> str:
        return self.network

    def clean(self) -> None:
        try:
            self.network = str(network_of(self.network))
        except ValueError:
            raise ValidationError({"network": _("Write a network such as 203.0.113.0/24.")}) from None
        # An empty one is complained about already.
        if self.country:
            check_codes([self.country], "country")
        if self.subdivision:
            check_codes([self.subdivision], "subdivision")
            if not self.subdivision.startswith(f"{self.country}-"):
                raise ValidationError({"subdivision": _("This subdivision is in another country.")})


def check_codes(codes: Iterable[str], field: str) -> None:
    """Raises ValidationError that names what is no region, or none that anybody knows."""
    wrong = [code for code in codes if not is_region(code)]
    if wrong:
        raise ValidationError({field: _("Not a region: %(codes)s") % {"codes": ", ".join(wrong)}})


def is_region(code: str) -> bool:
    """Whether a rule may name it: in the one spelling that `routing` compares, and somewhere on Earth."""
    try:
        RegionRule(codes=frozenset({code}))
    except ValueError:
        return False
    return known(code)
