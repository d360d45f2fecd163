"""Who writes to us."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpdesk import cards
from helpdesk.admin.base import ReadOnlyAdmin
from helpdesk.admin.branches import BranchFilter, BranchOfVisitorsFilter
from helpdesk.admin.contact_fields import PREFIX, with_fields
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.merging import Merging
from helpdesk.models import Contact, Visitor
from helpdesk.resources import ContactResource


@admin.register(Contact)
class ContactAdmin(Exchange, Merging):
    resource_classes = (ContactResource,)
    list_display = ("name", "email", "phone", "personal_manager", "created_at")
    list_filter = (("personal_manager", admin.RelatedOnlyFieldListFilter), BranchOfVisitorsFilter)
    list_select_related = ("personal_manager",)
    search_fields = ("name", "email", "phone")
    autocomplete_fields = ("personal_manager",)

    def get_form(self, request: HttpRequest, obj: Contact | None = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, form=with_fields(), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Contact | None = None) -> Any:
        own = [PREFIX + field.key for field in cards.shown_fields()]
        fixed = (None, {"fields": ("name", ("email", "phone"), "personal_manager", "note")})
        return (fixed, (_("More fields"), {"fields": own})) if own else (fixed,)


@admin.register(Visitor)
class VisitorAdmin(ReadOnlyAdmin):
    list_display = ("shown_name", "email", "phone", "contact_point", "language", "ip", "seen_at")
    list_filter = (BranchFilter, "contact_point", "language")
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
