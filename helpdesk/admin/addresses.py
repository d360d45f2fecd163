"""Where addresses are: the company's own ranges, and the databases that answer for everybody else."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.region_picker import Region, label, language
from helpdesk.board.places import Places, folder
from helpdesk.geo.cities import city_code
from helpdesk.geo.databases import shelf
from helpdesk.geo.lookup import Why
from helpdesk.geo.spelling import spell
from helpdesk.models import IpRange
from helpdesk.resources import IpRangeResource

WORDS: dict[str, str | Promise] = {
    Why.OWN_RANGE: _("Your own range %(network)s says so."),
    Why.DATABASE: _("The database %(source)s says so of %(network)s."),
    Why.NO_ADDRESS: _("Type an address."),
    Why.INVALID: _("This is no address. Type one such as 203.0.113.7 or 2001:db8::7."),
    Why.PRIVATE: _("It is private or reserved, so no database can know where it is. A range of your own can say it."),
    Why.NO_DATABASE: _("No database of addresses is installed, and none of your own ranges has it."),
    Why.NOT_LISTED: _("Neither your own ranges nor the databases know it."),
}


class IpRangeForm(forms.ModelForm):
    region = Region(label=_("Where"), max_length=80, help_text=_("Visitors with these addresses are said to be there."))

    class Meta:
        model = IpRange
        fields = ("network", "note")
        help_texts = {"note": _("Whose addresses these are, such as “Office, guest Wi-Fi”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("region", code_of(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("region", "")
        # A city's name as it was imported says more than its code, so it stays with the place.
        if code != self.initial["region"]:
            area, _slash, city = code.partition("/")
            self.instance.country = area[:2]
            self.instance.subdivision = area if "-" in area else ""
            self.instance.city = city.replace("-", " ").title()
        return cleaned


@admin.register(IpRange)
class IpRangeAdmin(Exchange):
    resource_classes = (IpRangeResource,)
    form = IpRangeForm
    list_before_template = "admin/addresses.html"
    list_display = ("network", "place", "note")
    search_fields = ("network", "city", "note")
    fields = ("network", "region", "note")

    def get_urls(self) -> list[URLPattern]:
        own = path("locate/", self.admin_site.admin_view(self.locate), name="helpdesk_iprange_locate")
        return [own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        known = {"shelf": shelf(folder()), "folder": folder()}
        return super().changelist_view(request, (extra_context or {}) | known)

    def locate(self, request: HttpRequest) -> HttpResponse:
        """Where `?address=` is, and who says so; a part of a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer = Places.read().locate(request.GET.get("address", "")[:100])
        why = str(WORDS[answer.why]) % {"network": answer.network, "source": answer.source}
        # An own range has its city as a code only.
        own = answer.place if answer.why is Why.OWN_RANGE else None
        name = label(own.codes[0]) if own else answer.name(language())
        context = {"answer": answer, "name": name, "why": why}
        return TemplateResponse(request, "admin/addresses_answer.html", context)

    @admin.display(description=_("where"), ordering="country")
    def place(self, row: IpRange) -> str:
        area = label(row.subdivision or row.country)
        return f"{row.city}, {area}" if row.city else area


def code_of(row: IpRange) -> str:
    """As the picker of regions has it; empty for a new row."""
    area = row.subdivision or row.country
    return city_code(area, row.city) if spell(row.city) else area
