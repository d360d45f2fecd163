"""Conversations to look at, with everything that happened and why. They are worked on in the inbox."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from helpdesk.admin.base import ReadOnlyAdmin
from helpdesk.admin.branches import BranchFilter
from helpdesk.admin.timeline import timeline_of, why_waiting
from helpdesk.models import Conversation
from routing.lifecycle import Status


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        statuses = [(value, label) for value, label in Conversation.Status.choices if value != Status.OPEN]
        return [("queued", _("in the queue")), ("live", _("live")), ("ended", _("ended, open")), *statuses]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case None:
                return queryset
            case "queued":
                return queryset.filter(queued_at__isnull=False)
            case "live":
                return queryset.filter(active=True, assignee__isnull=False)
            case "ended":
                return queryset.filter(active=False, status=Status.OPEN)
            case status:
                return queryset.filter(active=False, status=status)


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    change_form_outer_before_template = "admin/waits.html"
    change_form_outer_after_template = "admin/timeline.html"
    list_display = (
        "number",
        "visitor",
        "kind",
        "state_label",
        "group",
        "assignee",
        "category",
        "stage",
        "outcome",
        "begun",
        "latest",
    )
    list_filter = (
        StateFilter,
        "kind",
        "outcome",
        "stage",
        "contact_point",
        BranchFilter,
        "group",
        "assignee",
        "category",
    )
    list_select_related = ("visitor__contact", "group", "assignee", "category", "stage")
    date_hierarchy = "created_at"
    search_fields = ("=id", "visitor__name", "visitor__email", "visitor__phone", "visitor__contact__name")
    ordering = ("-id",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("visitor", "contact_point"),
                    ("kind", "state"),
                    ("group_name", "assignee"),
                    ("category", "stage"),
                    "outcome",
                )
            },
        ),
        (
            _("When"),
            {"fields": (("created_at", "ended_at"), ("closed_at", "last_at"), ("unanswered_since", "queued_at"))},
        ),
        (_("From where"), {"fields": ("start_page", "previous")}),
    )
    readonly_fields = ("state", "group_name", "visitor_name", "visitor_email", "visitor_phone")

    def get_fieldsets(self, request: HttpRequest, obj: Conversation | None = None) -> Any:
        who = obj and obj.visitor
        if not who or not (who.name or who.email or who.phone):
            return self.fieldsets
        left = {"fields": ("visitor_name", ("visitor_email", "visitor_phone"))}
        return (*self.fieldsets[:1], (_("Left by the visitor"), left), *self.fieldsets[1:])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        conversation = context["original"]
        context |= {"timeline": timeline_of(conversation), "waits": why_waiting(conversation)}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="#", ordering="id")
    def number(self, conversation: Conversation) -> str:
        return str(conversation)

    @display(
        description=_("state"),
        ordering="status",
        label={"queued": "danger", "live": "success", "open": "warning", "pending": "info", "closed": "default"},
    )
    def state_label(self, conversation: Conversation) -> tuple[str, Any]:
        return state_of(conversation)

    @admin.display(description=_("state"))
    def state(self, conversation: Conversation) -> str:
        return str(state_of(conversation)[1])

    @admin.display(description=_("group"))
    def group_name(self, conversation: Conversation) -> str:
        return conversation.group.name if conversation.group else str(_("everyone's"))

    @admin.display(description=pgettext_lazy("person", "name"))
    def visitor_name(self, conversation: Conversation) -> str:
        return conversation.visitor.name

    @admin.display(description=_("e-mail"))
    def visitor_email(self, conversation: Conversation) -> str:
        return conversation.visitor.email

    @admin.display(description=_("phone"))
    def visitor_phone(self, conversation: Conversation) -> str:
        return conversation.visitor.phone

    @admin.display(description=_("begun"), ordering="created_at")
    def begun(self, conversation: Conversation) -> str:
        return short(conversation.created_at)

    @admin.display(description=_("last message"), ordering="last_at")
    def latest(self, conversation: Conversation) -> str:
        return short(conversation.last_at)


def state_of(conversation: Conversation) -> tuple[str, Any]:
    """A code for the colour, and words."""
    if conversation.queued_at is not None:
        return "queued", _("in the queue")
    if conversation.active:
        return "live", _("live") if conversation.accepted else _("live, not accepted")
    return conversation.status, conversation.get_status_display()


def short(moment: datetime | None) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
