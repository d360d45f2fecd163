"""Lists narrowed down to a store or department, as the channel has it (SPEC 4.8)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpdesk.models import ContactPoint


class BranchFilter(admin.SimpleListFilter):
    """Not there while no channel has a branch. `path` leads from the list's model to the channel's."""

    title = _("branch")
    parameter_name = "branch"
    path = "contact_point__branch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        names = ContactPoint.objects.exclude(branch="").order_by("branch").values_list("branch", flat=True)
        return [(name, name) for name in names.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        name = self.value()
        return queryset.filter(**{self.path: name}) if name else queryset


class BranchOfVisitorsFilter(BranchFilter):
    """Clients who have written to one of the branch's channels."""

    path = "visitors__contact_point__branch"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return super().queryset(request, queryset).distinct()
