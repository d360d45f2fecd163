"""Departments: what visitors choose from, who answers there, and where conversations go when one is switched off."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.results import Result

from helpdesk.actions import groups
from helpdesk.actions.errors import Invalid
from helpdesk.admin import telling
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import Conversation, OperatorGroup
from helpdesk.outbox import announce_availability
from helpdesk.resources import OperatorGroupResource


class OperatorGroupForm(forms.ModelForm):
    class Meta:
        model = OperatorGroup
        fields = ("name", "enabled", "members", "default_limit", "fallback", "hold_scenario")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("enabled") and "members" in cleaned and not cleaned["members"]:
            raise ValidationError({"enabled": groups.NO_MEMBERS})
        return cleaned


@admin.register(OperatorGroup)
class OperatorGroupAdmin(Exchange, KeptInUse):
    resource_classes = (OperatorGroupResource,)
    form = OperatorGroupForm
    actions = ("switch_on_selected", "switch_off_selected", "delete_selected")
    list_display = ("name", "enabled", "member_count", "in_queue", "default_limit", "fallback")
    list_filter = ("enabled",)
    list_select_related = ("fallback",)
    search_fields = ("name",)
    ordering_field = "position"
    hide_ordering_field = True
    autocomplete_fields = ("members",)
    fieldsets = (
        (None, {"fields": ("name", "enabled", "members", "default_limit")}),
        (_("When nobody is free, or the group is switched off"), {"fields": ("hold_scenario", "fallback")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        waiting = Conversation.objects.filter(group=OuterRef("pk"), queued_at__isnull=False)
        counted = waiting.order_by().values("group").annotate(n=Count("pk")).values("n")
        return (
            super()
            .get_queryset(request)
            .annotate(members_now=Count("members"), queued_now=Coalesce(Subquery(counted), 0))
        )

    def save_model(self, request: HttpRequest, obj: OperatorGroup, form: Any, change: bool) -> None:
        """Everything but the switch, which waits until the members are stored."""
        if "enabled" in form.changed_data:
            obj.enabled = not obj.enabled
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        announce_availability()
        if "enabled" in form.changed_data:
            self._switch(request, form.instance, form.cleaned_data["enabled"])

    @admin.action(description=_("Switch on"), permissions=["change"])
    def switch_on_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._switch_all(request, queryset.filter(enabled=False), on=True)

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._switch_all(request, queryset.filter(enabled=True), on=False)

    def why_kept(self, group: OperatorGroup) -> str | None:
        if not group.conversations.exists():
            return None
        return _("“%(name)s” has conversations, which keep their group. Switch it off instead.") % {"name": group.name}

    def switch_off(self, request: HttpRequest, group: OperatorGroup) -> None:
        self._switch(request, group, False)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if getattr(result, "moved", 0):
            text = _("Unassigned conversations of groups that were switched off moved on: %(count)s.")
            messages.info(request, text % {"count": result.moved})
        return super().process_result(result, request)

    @admin.display(description=_("members"), ordering="members_now")
    def member_count(self, group: Any) -> int:
        return group.members_now

    @admin.display(description=_("in the queue"), ordering="queued_now")
    def in_queue(self, group: Any) -> int:
        return group.queued_now

    def _switch_all(self, request: HttpRequest, queryset: QuerySet, *, on: bool) -> None:
        for group in queryset:
            try:
                self._switch(request, group, on)
            except Invalid as error:
                self.message_user(request, f"{group.name}: {error.text}", messages.ERROR)
            else:
                self.log_change(request, group, str(_("Switched on.") if on else _("Switched off.")))

    def _switch(self, request: HttpRequest, group: OperatorGroup, on: bool) -> None:
        """Raises Invalid (no_members)."""
        now = timezone.now()
        if on:
            groups.enable(group.pk, now=now)
            telling.group_switched_on(request, group)
        else:
            telling.group_switched_off(request, group, groups.disable(group.pk, now=now))
        group.enabled = on
