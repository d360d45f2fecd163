"""What operators choose from."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import Category, QuickReply
from helpdesk.resources import CategoryResource, QuickReplyResource


@admin.register(Category)
class CategoryAdmin(Exchange, KeptInUse):
    resource_classes = (CategoryResource,)
    switch_off_label = _("Archive instead")
    list_display = ("name", "archived")
    list_filter = ("archived",)
    search_fields = ("name",)
    fields = ("name", "archived")
    ordering_field = "position"
    hide_ordering_field = True

    def why_kept(self, category: Category) -> str | None:
        if not category.conversations.exists():
            return None
        return _("Conversations are marked “%(name)s”, and reports count them. Archive it instead.") % {
            "name": category.name
        }

    def switch_off(self, request: HttpRequest, category: Category) -> None:
        category.archived = True
        category.save(update_fields=["archived"])
        messages.success(request, _("“%(name)s” is archived.") % {"name": category.name})


@admin.register(QuickReply)
class QuickReplyAdmin(Exchange):
    resource_classes = (QuickReplyResource,)
    list_display = ("title", "folder", "group", "operator", "beginning")
    list_filter = ("group", "folder")
    list_select_related = ("group", "operator")
    search_fields = ("title", "folder", "text")
    autocomplete_fields = ("group", "operator")
    fieldsets = (
        (None, {"fields": (("folder", "title"), "text")}),
        (
            _("For whom"),
            {
                "fields": (("group", "operator"),),
                "description": _("Empty: for everyone. A group's replies are offered to its members only."),
            },
        ),
    )

    @admin.display(description=_("text"))
    def beginning(self, reply: QuickReply) -> str:
        return Truncator(reply.text).chars(60)
