"""Deals of all clients. They are opened and moved on in the inbox, and can be put right here (SPEC 4.8)."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from helpdesk.admin.base import without_shortcuts
from helpdesk.admin.branches import BranchFilter
from helpdesk.admin.exchange import Exchange
from helpdesk.models import Deal
from helpdesk.resources import DealResource

COLOURS = {"new": "info", "in_work": "warning", "won": "success", "lost": "default"}


class DealForm(ModelForm):
    class Meta:
        model = Deal
        fields = ("contact", "title", "state", "contact_point")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_shortcuts(self, "contact", "contact_point")


@admin.register(Deal)
class DealAdmin(Exchange):
    """Whose it is and where it came from is not changed any more."""

    resource_classes = (DealResource,)
    form = DealForm
    list_display = ("title", "shown_state", "contact", "contact_point", "created_at")
    list_filter = ("state", BranchFilter, "contact_point")
    list_select_related = ("contact", "contact_point")
    search_fields = ("title", "contact__name", "contact__email", "contact__phone")
    autocomplete_fields = ("contact",)

    def get_fields(self, request: HttpRequest, obj: Deal | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("contact", "title", "state", "contact_point")
        return ("title", "state", "contact", "came_from", "contact_point", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Deal | None = None) -> tuple[str, ...]:
        return ("contact", "came_from", "contact_point", "created_at") if obj else ()

    @display(description=_("state"), ordering="state", label=COLOURS)
    def shown_state(self, deal: Deal) -> tuple[str, str]:
        return deal.state, deal.get_state_display()

    @admin.display(description=_("conversation"))
    def came_from(self, deal: Deal) -> str:
        if deal.conversation_id is None:
            return str(_("none"))
        address = reverse("admin:helpdesk_conversation_change", args=[deal.conversation_id])
        return format_html('<a class="text-primary-600 font-medium" href="{}">#{}</a>', address, deal.conversation_id)
