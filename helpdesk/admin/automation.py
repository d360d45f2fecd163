"""Supervisors' rules: an ordered list that reads as sentences (SPEC 5.1)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.rule_doubts import warnings
from helpdesk.admin.rule_forms import AutomationForm
from helpdesk.admin.rule_rows import Row
from helpdesk.admin.rule_widgets import row_context
from helpdesk.automation import directory
from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.automation.sentences import sentence
from helpdesk.models import Automation
from helpdesk.resources import AutomationResource
from routing.automation.rule import Rule

TOLD = 5
"""Doubts that are told after saving; there may be as many as rules."""

LISTS = ("every", "some", "does")


@admin.register(Automation)
class AutomationAdmin(Exchange):
    resource_classes = (AutomationResource,)
    form = AutomationForm
    list_display = ("reads", "kind", "enabled")
    list_filter = ("kind", "enabled")
    search_fields = ("name",)
    ordering_field = "position"
    hide_ordering_field = True
    list_per_page = 200
    actions = ("switch_on", "switch_off", "earlier", "later", "clone")
    actions_list = ("try_out",)
    fieldsets = (
        (None, {"fields": (("name", "enabled"), ("kind", "stop"))}),
        (_("If"), {"fields": ("every", "some")}),
        (_("Then"), {"fields": ("does",)}),
    )

    class Media:
        css = {"all": ["admin/rules.css"]}

    def get_urls(self) -> list[URLPattern]:
        own = path("row/", self.admin_site.admin_view(self.row), name="helpdesk_automation_row")
        return [own, *super().get_urls()]

    def row(self, request: HttpRequest) -> HttpResponse:
        """One row of the form: `field` names its list, `n` the row, `what` the subject or the deed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        field, number = request.GET.get("field", ""), request.GET.get("n", "")
        if field not in LISTS or not number.isdecimal():
            return HttpResponse(status=400)
        drawn = row_context(field, int(number), Row(request.GET.get("what", "")), Names.shown())
        return render(request, "admin/rule_row.html", drawn)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        # Once for the page, not for each rule of it.
        self._names = Names.shown()
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("rule"), ordering="position")
    def reads(self, row: Automation) -> str:
        try:
            said = sentence(rule_of(row), self._names)
        except (ValueError, KeyError, TypeError, AttributeError):
            said = str(_("This rule cannot be read and is not asked."))
        return format_html('<strong>{}</strong><span class="rule-sentence">{}</span>', row.name, said)

    def save_model(self, request: HttpRequest, obj: Automation, form: Any, change: bool) -> None:
        if obj.pk is None:
            last = Automation.objects.aggregate(last=Max("position"))["last"]
            obj.position = 0 if last is None else last + 1
        super().save_model(request, obj, form, change)
        stored = list(_readable(Automation.objects.all()))
        for text in list(warnings(stored, directory.read(), Names.shown(), of=str(obj.key)))[:TOLD]:
            messages.warning(request, text)

    @admin.action(description=_("Switch on"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet) -> None:
        _switch(queryset, on=True)

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet) -> None:
        _switch(queryset, on=False)

    @admin.action(description=_("Copy"), permissions=["add"])
    def clone(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            _copy(row)

    @admin.action(description=_("One place earlier"), permissions=["change"])
    def earlier(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For those who don't drag."""
        for row in queryset.order_by("position", "pk"):
            _move(row, -1)

    @admin.action(description=_("One place later"), permissions=["change"])
    def later(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset.order_by("-position", "-pk"):
            _move(row, 1)

    @action(description=_("Try on history"), url_path="try", permissions=["view"], icon="history")
    def try_out(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:rules_trial"))


def _readable(rows: QuerySet[Automation]) -> list[Rule]:
    found = []
    for row in rows:
        try:
            found.append(rule_of(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            # The list says so beside the rule.
            continue
    return found


def _switch(rows: QuerySet[Automation], *, on: bool) -> None:
    """One by one: those who wait are looked at when a timed rule comes on."""
    for row in rows:
        row.enabled = on
        row.save(update_fields=["enabled"])


def _move(row: Automation, by: int) -> None:
    """One place earlier or later among rules of its own kind, which is where the order matters."""
    with transaction.atomic():
        rows = list(Automation.objects.select_for_update().order_by("position", "pk"))
        own = [each for each in rows if each.kind == row.kind]
        place = own.index(row)
        if not 0 <= place + by < len(own):
            return
        here, there = rows.index(row), rows.index(own[place + by])
        rows.insert(there, rows.pop(here))
        for position, each in enumerate(rows):
            each.position = position
        Automation.objects.bulk_update(rows, ["position"])


def _copy(row: Automation) -> Automation:
    """Right behind it, switched off, so that nothing happens twice before it is made into something else."""
    with transaction.atomic():
        made = Automation(
            kind=row.kind,
            name=_free_name(row.name),
            enabled=False,
            stop=row.stop,
            conditions=row.conditions,
            actions=row.actions,
            position=row.position,
        )
        made.save()
        rows = list(Automation.objects.select_for_update().order_by("position", "pk").exclude(pk=made.pk))
        rows.insert(rows.index(row) + 1, made)
        for position, each in enumerate(rows):
            each.position = position
        Automation.objects.bulk_update(rows, ["position"])
        return made


def _free_name(name: str) -> str:
    taken = set(Automation.objects.values_list("name", flat=True))
    number = 2
    while (candidate := f"{name[:72]} ({number})") in taken:
        number += 1
    return candidate
