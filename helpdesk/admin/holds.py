"""What waiting visitors are told."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from helpdesk.admin.base import Admin
from helpdesk.admin.exchange import Exchange
from helpdesk.models import HoldScenario, HoldStep
from helpdesk.resources import HoldScenarioResource


class StepInline(TabularInline):
    model = HoldStep
    extra = 1
    hide_title = True
    ordering = ("after",)
    formfield_overrides = Admin.formfield_overrides
    verbose_name_plural = _("What is said, and when")


@admin.register(HoldScenario)
class HoldScenarioAdmin(Exchange):
    resource_classes = (HoldScenarioResource,)
    inlines = (StepInline,)
    list_display = ("name", "step_count", "used_by")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = super().get_queryset(request).annotate(steps_now=Count("steps"))
        return counted.prefetch_related("groups", "contact_points")

    @admin.display(description=_("steps"), ordering="steps_now")
    def step_count(self, scenario: Any) -> int:
        return scenario.steps_now

    @admin.display(description=_("used by"))
    def used_by(self, scenario: HoldScenario) -> str:
        users = [*scenario.contact_points.all(), *scenario.groups.all()]
        return ", ".join(map(str, users))
