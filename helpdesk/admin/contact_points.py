"""Channels: where conversations come from, and the tag that a site needs."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminColorInputWidget, UnfoldAdminTextareaWidget

from helpdesk import origins
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import ContactPoint
from helpdesk.resources import ContactPointResource

LOADER = "widget/loader.js"


class OriginsField(forms.CharField):
    """A list as lines of text."""

    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3, "placeholder": "https://www.example.com"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return origins.parse(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or "").split()


class ContactPointForm(forms.ModelForm):
    allowed_origins = OriginsField(
        label=_("Allowed origins"),
        required=False,
        help_text=_("One per line, such as https://www.example.com. Empty: any site may show this widget."),
    )

    class Meta:
        model = ContactPoint
        fields = (
            "name",
            "enabled",
            "branch",
            "allowed_origins",
            "weight",
            "hold_scenario",
            "language",
            "title",
            "greeting",
            "color",
        )
        widgets = {"color": UnfoldAdminColorInputWidget}
        help_texts = {
            "enabled": _("Switched off, the widget is gone from the site; conversations stay in the inbox."),
            "weight": _(
                "How many slots of an operator one live conversation from here takes. More than somebody's limit: "
                "that operator is never given one."
            ),
            "greeting": _("Stands above an empty conversation."),
            "schedule": _(
                "Outside them nobody is shown in this channel: each group offers the request form or nothing, as it "
                "does when its people are away. Empty: always open, as far as the channel goes."
            ),
            "menu": _(
                "Asks new visitors what it is about, before people do and in place of a choice between groups. "
                "Empty: no menu."
            ),
        }


@admin.register(ContactPoint)
class ContactPointAdmin(Exchange, KeptInUse):
    resource_classes = (ContactPointResource,)
    form = ContactPointForm
    change_form_outer_before_template = "admin/tag.html"
    actions_list = ("queue_order",)
    list_display = ("name", "kind", "branch", "enabled", "origins", "weight", "place", "language", "hold_scenario")
    list_filter = ("enabled",)
    list_select_related = ("hold_scenario",)
    search_fields = ("name", "branch")
    readonly_fields = ("public_key",)
    fieldsets = (
        (None, {"fields": ("name", "enabled", "branch", "allowed_origins", "hold_scenario")}),
        (_("Distribution"), {"fields": ("weight",)}),
        (_("Looks"), {"fields": ("language", "title", "greeting", "color")}),
        (_("Working hours and menu"), {"fields": ("schedule", "menu")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: ContactPoint | None = None) -> Any:
        return (*self.fieldsets, (_("Tag"), {"fields": ("public_key",)})) if obj else self.fieldsets

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        point = context.get("original")
        context["tag"] = tag(request, point) if point else ""
        return super().render_change_form(request, context, *args, **kwargs)

    @action(description=_("Order of the queue"), icon="low_priority", permissions=["change"])
    def queue_order(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:queue_order"))

    def why_kept(self, point: ContactPoint) -> str | None:
        if not point.visitors.exists():
            return None
        return _("Visitors have come through “%(name)s”, and their conversations are kept. Switch it off instead.") % {
            "name": point.name
        }

    def switch_off(self, request: HttpRequest, point: ContactPoint) -> None:
        point.enabled = False
        point.save(update_fields=["enabled"])
        messages.success(
            request, _("“%(name)s” is switched off: its widget is gone from the site.") % {"name": point.name}
        )

    @admin.display(description=_("place in the queue"), ordering=F("priority").asc(nulls_last=True))
    def place(self, point: ContactPoint) -> str:
        return str(point.priority) if point.priority is not None else str(_("in order of time"))

    @admin.display(description=_("allowed origins"))
    def origins(self, point: ContactPoint) -> str:
        return ", ".join(point.allowed_origins) or str(_("any"))


def tag(request: HttpRequest, point: ContactPoint) -> str:
    """What the site's pages include."""
    address = request.build_absolute_uri(static(LOADER))
    return format_html('<script async src="{}" data-key="{}"></script>', address, point.public_key)
