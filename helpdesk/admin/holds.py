"""What waiting visitors are told and offered (SPEC 5.5), with the whole wait on one page."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from helpdesk.admin.base import Admin
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.hold_preview import doubts, preview
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
    change_form_outer_after_template = "admin/hold_preview.html"
    list_display = ("name", "step_count", "used_by")
    search_fields = ("name",)

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ("admin/hold.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = super().get_queryset(request).annotate(steps_now=Count("steps"))
        return counted.prefetch_related("groups", "contact_points")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        scenario = self.get_object(request, object_id)
        shown = {"hold": preview(scenario, request.GET.get("answered", ""))} if scenario is not None else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for text in doubts(form.instance):
            messages.warning(request, text)

    @admin.display(description=_("steps"), ordering="steps_now")
    def step_count(self, scenario: Any) -> int:
        return scenario.steps_now

    @admin.display(description=_("used by"))
    def used_by(self, scenario: HoldScenario) -> str:
        users = [*scenario.contact_points.all(), *scenario.groups.all()]
        return ", ".join(map(str, users))
