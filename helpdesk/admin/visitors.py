"""Who writes to us."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.base import ReadOnlyAdmin
from helpdesk.admin.exchange import Exchange
from helpdesk.models import Contact, Visitor
from helpdesk.outbox import announce_availability
from helpdesk.resources import ContactResource


@admin.register(Contact)
class ContactAdmin(Exchange):
    resource_classes = (ContactResource,)
    list_display = ("name", "email", "phone", "personal_manager", "created_at")
    list_filter = (("personal_manager", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("personal_manager",)
    search_fields = ("name", "email", "phone")
    autocomplete_fields = ("personal_manager",)
    fields = ("name", ("email", "phone"), "personal_manager", "note")

    def save_model(self, request: HttpRequest, obj: Contact, form: ModelForm, change: bool) -> None:
        """Somebody who waits may be the new manager's client."""
        super().save_model(request, obj, form, change)
        announce_availability()


@admin.register(Visitor)
class VisitorAdmin(ReadOnlyAdmin):
    list_display = ("shown_name", "email", "phone", "contact_point", "language", "ip", "seen_at")
    list_filter = ("contact_point", "language")
    list_select_related = ("contact", "contact_point")
    search_fields = ("=id", "name", "email", "phone", "contact__name", "=ip")
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": ("contact", "contact_point", ("created_at", "seen_at"))}),
        (_("Left by the visitor"), {"fields": ("name", ("email", "phone"))}),
        (_("Now"), {"fields": ("page", "page_title", "referrer")}),
        (_("Technical"), {"fields": (("ip", "language"), "user_agent")}),
    )

    @admin.display(description=_("visitor"), ordering="id")
    def shown_name(self, visitor: Visitor) -> str:
        return str(visitor)
