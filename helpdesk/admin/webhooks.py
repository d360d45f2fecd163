"""Addresses of the company's own that rules can call, and how the latest calls went."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordToggleWidget

from helpdesk.admin.exchange import Exchange
from helpdesk.models import Webhook, WebhookCall
from helpdesk.resources import WebhookResource

LATEST = 10


@admin.register(Webhook)
class WebhookAdmin(Exchange):
    resource_classes = (WebhookResource,)
    list_display = ("name", "url", "enabled", "to_be_made", "failed")
    list_filter = ("enabled",)
    search_fields = ("name", "url")
    readonly_fields = ("latest",)
    fields = ("name", "url", "secret", "enabled", "latest")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        widgets = {"secret": UnfoldAdminPasswordToggleWidget(render_value=True)}
        return super().get_form(request, obj, change=change, widgets=widgets, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        calls = {"waiting_now": WebhookCall.State.WAITING, "failed_now": WebhookCall.State.FAILED}
        counted = {name: Count("calls", filter=Q(calls__state=state)) for name, state in calls.items()}
        return super().get_queryset(request).annotate(**counted)

    @admin.display(description=_("waiting"), ordering="waiting_now")
    def to_be_made(self, webhook: Any) -> int:
        return webhook.waiting_now

    @admin.display(description=_("failed"), ordering="failed_now")
    def failed(self, webhook: Any) -> int:
        return webhook.failed_now

    @admin.display(description=_("latest calls"))
    def latest(self, webhook: Webhook) -> str:
        calls = list(webhook.calls.all()[:LATEST]) if webhook.pk else []
        return render_to_string("admin/webhook_calls.html", {"calls": calls})
