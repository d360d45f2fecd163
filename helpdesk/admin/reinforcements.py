"""Moving forces: who helps out where just now, who will, and who did (SPEC 3.13)."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from helpdesk.admin import reinforcement_doubts
from helpdesk.admin.base import Admin
from helpdesk.admin.conversations import short
from helpdesk.admin.reinforcement_forms import ExtensionForm, ReinforcementForm
from helpdesk.models import Reinforcement

NOW, PLANNED, PAST = "now", "planned", "past"


def state_of(row: Reinforcement, now: datetime) -> str:
    if row.ends_at <= now:
        return PAST
    return PLANNED if row.starts_at > now else NOW


class WhenFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(NOW, _("now")), (PLANNED, _("planned")), (PAST, _("past"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        when = {
            NOW: Q(starts_at__lte=now, ends_at__gt=now),
            PLANNED: Q(starts_at__gt=now),
            PAST: Q(ends_at__lte=now),
        }
        value = self.value()
        return queryset.filter(when[value]) if value in when else queryset


@admin.register(Reinforcement)
class ReinforcementAdmin(Admin):
    actions = ("send_back_selected",)
    list_display = ("who", "where", "state", "begins", "ends", "created_by", "send_back_link")
    list_filter = (WhenFilter,)
    list_select_related = ("operator", "group", "to_group", "to_point", "created_by")
    list_display_links = None
    show_full_result_count = False
    add_fieldsets = (
        (_("Who"), {"fields": (("operator", "group"),)}),
        (_("Where"), {"fields": (("to_group", "to_point"),)}),
        (_("When"), {"fields": ("how_long", "starts_at", "ends_at")}),
    )
    fields = ("who", "where", "starts_at", "ends_at", "created_by")

    def get_form(self, request: HttpRequest, obj: Reinforcement | None = None, **kwargs: Any) -> Any:
        kwargs["form"] = ExtensionForm if obj else ReinforcementForm
        return super().get_form(request, obj, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Reinforcement | None = None) -> tuple[str, ...]:
        return ("who", "where", "created_by") if obj else ()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.send_back_view)
        own = path("<path:object_id>/send-back/", view, name="helpdesk_reinforcement_send_back")
        return [own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Reinforcement | None = None) -> bool:
        """The past is only looked at."""
        over = obj is not None and state_of(obj, timezone.now()) == PAST
        return not over and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Reinforcement | None = None) -> bool:
        """Who was moved, when and by whom, is kept; sending back ends it."""
        return False

    def save_model(self, request: HttpRequest, obj: Reinforcement, form: ModelForm, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Reinforcement, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().response_add(request, obj, *args, **kwargs)
        for text in reinforcement_doubts.of_one(obj):
            messages.warning(request, text)
        return response

    @admin.action(description=_("Send back now"), permissions=["change"])
    def send_back_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._send_back(request, queryset)

    def send_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first; a link alone must not move anybody."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not super().has_change_permission(request, row):
            raise PermissionDenied
        back = reverse("admin:helpdesk_reinforcement_changelist")
        if request.method == "POST":
            self._send_back(request, Reinforcement.objects.filter(pk=row.pk))
            return HttpResponseRedirect(back)
        context = {"title": str(row), "opts": self.opts, "row": row, "back": back}
        planned = state_of(row, timezone.now()) == PLANNED
        context |= self.admin_site.each_context(request) | {"planned": planned}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/send_back.html", context)

    def _send_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        now, ended = timezone.now(), 0
        for row in queryset.filter(ends_at__gt=now):
            # What has not begun cannot end; nothing is left of it.
            if state_of(row, now) == PLANNED:
                self.log_deletions(request, Reinforcement.objects.filter(pk=row.pk))
                row.delete()
            else:
                row.ends_at = now
                row.save(update_fields=["ends_at"])
                self.log_change(request, row, str(_("Sent back.")))
            ended += 1
        text = ngettext("%(count)s reinforcement is over.", "%(count)s reinforcements are over.", ended)
        self.message_user(request, text % {"count": ended}, messages.SUCCESS if ended else messages.INFO)

    @admin.display(description=_("who"))
    def who(self, row: Reinforcement) -> str:
        return str(row.operator) if row.operator else str(_("all of %(group)s") % {"group": row.group})

    @admin.display(description=_("helps out in"))
    def where(self, row: Reinforcement) -> str:
        return str(row.to_group or row.to_point)

    @display(description=_("state"), label={NOW: "success", PLANNED: "info", PAST: "default"})
    def state(self, row: Reinforcement) -> tuple[str, Any]:
        names = {NOW: _("now"), PLANNED: _("planned"), PAST: _("past")}
        state = state_of(row, timezone.now())
        return state, names[state]

    @admin.display(description=_("from"), ordering="starts_at")
    def begins(self, row: Reinforcement) -> str:
        return short(row.starts_at)

    @admin.display(description=_("until"), ordering="ends_at")
    def ends(self, row: Reinforcement) -> str:
        return short(row.ends_at)

    @admin.display(description="")
    def send_back_link(self, row: Reinforcement) -> str:
        state = state_of(row, timezone.now())
        if state == PAST:
            return ""
        change = reverse("admin:helpdesk_reinforcement_change", args=[row.pk])
        back = reverse("admin:helpdesk_reinforcement_send_back", args=[row.pk])
        link = '<a class="text-primary-600 font-medium dark:text-primary-500" href="{}">{}</a>'
        return format_html(
            f'<span class="sb-answers">{link} {link}</span>',
            back,
            _("Call it off") if state == PLANNED else _("Send back now"),
            change,
            _("Change the time"),
        )
