"""Departments: what visitors choose from, who answers there, and where conversations go when one is switched off."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import HORIZONTAL
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from import_export.results import Result
from unfold.decorators import display

from helpdesk.actions import groups
from helpdesk.actions.errors import Invalid
from helpdesk.admin import doubts, group_words, page_tester, telling
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.group_forms import OperatorGroupForm
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import Conversation, OperatorGroup
from helpdesk.resources import OperatorGroupResource


@admin.register(OperatorGroup)
class OperatorGroupAdmin(Exchange, KeptInUse):
    resource_classes = (OperatorGroupResource,)
    form = OperatorGroupForm
    change_form_outer_after_template = "admin/simulator_try.html"
    actions = ("switch_on_selected", "switch_off_selected", "delete_selected")
    list_display = ("name", "switch", "member_count", "where", "hours", "in_queue")
    list_filter = ("enabled", "hidden")
    list_select_related = ("schedule",)
    search_fields = ("name",)
    ordering_field = "position"
    hide_ordering_field = True
    autocomplete_fields = ("members", "region_sets")
    radio_fields = {"regions_scope": HORIZONTAL, "when_full": HORIZONTAL, "when_away": HORIZONTAL}
    fieldsets = (
        (None, {"fields": ("name", "enabled")}),
        (_("Who answers"), {"fields": ("members", "default_limit")}),
        (
            _("Where it is shown: regions"),
            {
                "fields": ("regions_scope", "regions", "region_sets"),
                "description": _("By the visitor's IP address. Whose place is unknown is in none of the regions."),
            },
        ),
        (
            _("Where it is shown: pages"),
            {
                "fields": ("include_pages", "exclude_pages", "try_page"),
                "description": _(
                    "/skoda/* is everything below that path on any site, and cheshka.example/skoda one page of one "
                    "site. Nothing depends on http or https, www. and a slash at the end; the part after a question "
                    "mark counts only where a pattern has one."
                ),
            },
        ),
        (_("Hours, messengers, visibility"), {"fields": ("schedule", "takes_messengers", "hidden")}),
        (
            _("When nobody is free, or the group is switched off"),
            {"fields": ("when_full", "when_away", "hold_scenario", "fallback")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        waiting = Conversation.objects.filter(group=OuterRef("pk"), queued_at__isnull=False)
        counted = waiting.order_by().values("group").annotate(n=Count("pk")).values("n")
        there = Q(members__enabled=True, members__status__receives=True, members__leases__expires_at__gt=timezone.now())
        return (
            super()
            .get_queryset(request)
            .prefetch_related("region_sets", "schedule__periods", "schedule__exceptions")
            .annotate(
                members_all=Count("members", distinct=True),
                members_there=Count("members", filter=there, distinct=True),
                queued_now=Coalesce(Subquery(counted), 0),
            )
        )

    def get_urls(self) -> list[URLPattern]:
        own = path("try-page/", self.admin_site.admin_view(self.try_page), name="helpdesk_operatorgroup_try_page")
        return [own, *super().get_urls()]

    def try_page(self, request: HttpRequest) -> HttpResponse:
        """Which of the patterns in the form match an address; a part of a page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return page_tester.answer(request)

    def save_model(self, request: HttpRequest, obj: OperatorGroup, form: Any, change: bool) -> None:
        """Everything but the switch, which waits until the members are stored."""
        if "enabled" in form.changed_data:
            obj.enabled = not obj.enabled
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "enabled" in form.changed_data:
            self._switch(request, form.instance, form.cleaned_data["enabled"])

    def response_add(self, request: HttpRequest, obj: OperatorGroup, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._with_doubts(request, obj, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request: HttpRequest, obj: OperatorGroup) -> HttpResponse:
        return self._with_doubts(request, obj, super().response_change(request, obj))

    @admin.action(description=_("Switch on"), permissions=["change"])
    def switch_on_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        # Visible ones first, hidden ones last: on the way nobody may be left with hidden groups alone.
        self._switch_all(request, queryset.filter(enabled=False).order_by("hidden", "position", "name"), on=True)

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._switch_all(request, queryset.filter(enabled=True).order_by("-hidden", "position", "name"), on=False)

    def why_kept(self, group: OperatorGroup) -> str | None:
        if groups.would_hide_all(group.pk, enabled=False, hidden=group.hidden):
            return str(groups.ALL_HIDDEN)
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

    @display(description=_("state"), ordering="enabled", label={"on": "success", "hidden": "info", "off": "default"})
    def switch(self, group: OperatorGroup) -> tuple[str, Any]:
        if not group.enabled:
            return "off", _("off")
        return ("hidden", _("hidden")) if group.hidden else ("on", _("on"))

    @admin.display(description=_("at the screen"), ordering="members_there")
    def member_count(self, group: Any) -> str:
        return _("%(there)s of %(all)s") % {"there": group.members_there, "all": group.members_all}

    @admin.display(description=_("where it is shown"))
    def where(self, group: OperatorGroup) -> SafeString:
        return group_words.where(group)

    @admin.display(description=_("hours"))
    def hours(self, group: OperatorGroup) -> str:
        return group_words.hours(group, timezone.now())

    @admin.display(description=_("in the queue"), ordering="queued_now")
    def in_queue(self, group: Any) -> int:
        return group.queued_now

    def _with_doubts(self, request: HttpRequest, group: OperatorGroup, response: HttpResponse) -> HttpResponse:
        """Below the message that it is saved."""
        doubts.tell(request, group, timezone.now())
        return response

    def _switch_all(self, request: HttpRequest, queryset: QuerySet, *, on: bool) -> None:
        for group in queryset:
            try:
                self._switch(request, group, on)
            except Invalid as error:
                self.message_user(request, f"{group.name}: {error.text}", messages.ERROR)
            else:
                self.log_change(request, group, str(_("Switched on.") if on else _("Switched off.")))

    def _switch(self, request: HttpRequest, group: OperatorGroup, on: bool) -> None:
        """Raises Invalid (no_members, all_hidden)."""
        now = timezone.now()
        if on:
            groups.enable(group.pk, now=now)
            telling.group_switched_on(request, group)
        else:
            telling.group_switched_off(request, group, groups.disable(group.pk, now=now))
        group.enabled = on
