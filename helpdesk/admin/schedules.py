"""Working hours: when groups are there for visitors."""

import json
from datetime import time
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.hours_words import state
from helpdesk.admin.keeping import KeptInUse
from helpdesk.admin.schedule_forms import DAYS, Exceptions, ScheduleForm, week_in
from helpdesk.board.hours import schedule_of
from helpdesk.models import Schedule, ScheduleException
from helpdesk.resources import ScheduleResource
from helpdesk.resources.schedules import replace_week
from helpdesk.resources.week import written_day

PRESETS: tuple[tuple[str | Promise, int, time, time], ...] = (
    (_("Mon–Fri 9–18"), 5, time(9), time(18)),  # noqa: RUF001 - a span is written with a dash
    (_("Mon–Sat 9–20"), 6, time(9), time(20)),  # noqa: RUF001
    (_("Every day 9–21"), 7, time(9), time(21)),  # noqa: RUF001
    (_("Round the clock"), 7, time(0), time(0)),
    (_("Clear"), 0, time(0), time(0)),
)
"""What the button says; on how many days from Monday; from when to when."""


class ExceptionInline(TabularInline):
    model = ScheduleException
    formset = Exceptions
    extra = 0
    hide_title = True
    ordering = ("date", "opens")
    verbose_name_plural = _("Dates that differ: holidays and short days")


@admin.register(Schedule)
class ScheduleAdmin(Exchange, KeptInUse):
    resource_classes = (ScheduleResource,)
    form = ScheduleForm
    inlines = (ExceptionInline,)
    switch_off_label = None
    list_display = ("name", "zone", "state_now", "used_by")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("periods", "exceptions", "groups")

    def get_fieldsets(self, request: HttpRequest, obj: Schedule | None = None) -> Any:
        first = ("name", "zone", "state_now") if obj else ("name", "zone")
        presets = [(title, _preset(days, opens, closes)) for title, days, opens, closes in PRESETS]
        week = {"fields": DAYS, "description": render_to_string("admin/week_presets.html", {"presets": presets})}
        return ((None, {"fields": first}), (_("Week"), week))

    def get_readonly_fields(self, request: HttpRequest, obj: Schedule | None = None) -> tuple[str, ...]:
        return ("state_now",) if obj else ()

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        replace_week(form.instance, week_in(form.cleaned_data))

    def why_kept(self, schedule: Schedule) -> str | None:
        users = [group.name for group in schedule.groups.all()]
        if not users:
            return None
        return _("These groups keep the hours “%(name)s”, and without any they would always be open: %(groups)s.") % {
            "name": schedule.name,
            "groups": ", ".join(users),
        }

    @admin.display(description=_("now"))
    def state_now(self, schedule: Schedule) -> str:
        return state(schedule_of(schedule), timezone.now())

    @admin.display(description=_("used by"))
    def used_by(self, schedule: Any) -> str:
        return ", ".join(group.name for group in schedule.groups.all())


def _preset(days: int, opens: time, closes: time) -> str:
    """The text of each day's field, as JSON."""
    return json.dumps({name: written_day([(opens, closes)]) if day < days else "" for day, name in enumerate(DAYS)})
