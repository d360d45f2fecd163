"""Region sets, and the search that every choice of regions asks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.admin.region_picker import Regions, found, short_names
from helpdesk.models import RegionSet
from helpdesk.resources import RegionSetResource


class RegionSetForm(forms.ModelForm):
    codes = Regions(label=_("Regions"), help_text=_("A country contains its regions, a region its cities."))

    class Meta:
        model = RegionSet
        fields = ("name", "codes")
        help_texts = {"name": _("Such as “Moscow and Moscow Oblast”. Groups are shown there by choosing the set.")}


@admin.register(RegionSet)
class RegionSetAdmin(Exchange, KeptInUse):
    resource_classes = (RegionSetResource,)
    form = RegionSetForm
    switch_off_label = None
    list_display = ("name", "contents", "used_by")
    search_fields = ("name",)
    fields = ("name", "codes")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[URLPattern]:
        own = path("search/", self.admin_site.admin_view(self.search), name="helpdesk_regionset_search")
        return [own, *super().get_urls()]

    def search(self, request: HttpRequest) -> HttpResponse:
        """For select2: `?term=`, answered in the page's language."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse({"results": found(request.GET.get("term", "")[:200]), "pagination": {"more": False}})

    def why_kept(self, region_set: RegionSet) -> str | None:
        users = [group.name for group in region_set.groups.all()]
        if not users:
            return None
        # Without it, "only these" with nothing else in the list would mean everywhere.
        return _("“%(name)s” says where these groups are shown: %(groups)s. Take it away from them first.") % {
            "name": region_set.name,
            "groups": ", ".join(users),
        }

    @admin.display(description=_("regions"))
    def contents(self, region_set: RegionSet) -> str:
        return short_names(region_set.codes)

    @admin.display(description=_("used by"))
    def used_by(self, region_set: Any) -> str:
        return ", ".join(group.name for group in region_set.groups.all())
