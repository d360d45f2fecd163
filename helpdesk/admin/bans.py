"""Who gets nothing. Lifting a ban works at once: nobody remembers it but the row."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from helpdesk.admin.exchange import Exchange
from helpdesk.models import Ban
from helpdesk.models.ban import understood
from helpdesk.resources import BanResource


class BanForm(forms.ModelForm):
    ip = forms.CharField(
        label=_("IP address or subnet"),
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "203.0.113.0/24"}),
        help_text=_("Individual visitors are blocked by operators, with the button in the conversation."),
    )

    class Meta:
        model = Ban
        fields = ("ip", "reason", "expires_at")

    def clean_ip(self) -> str:
        try:
            ip = understood(self.cleaned_data["ip"])
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if Ban.objects.filter(ip=ip).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This address is banned already."))
        return ip

    def clean_expires_at(self) -> Any:
        until = self.cleaned_data["expires_at"]
        if until and until <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        return until


@admin.register(Ban)
class BanAdmin(Exchange):
    resource_classes = (BanResource,)
    form = BanForm
    actions = ("lift", "delete_selected")
    delete_confirmation_template = "admin/lift.html"
    list_display = ("who", "in_force", "reason", "created_by", "created_at", "until", "lift_it")
    list_select_related = ("visitor__contact", "created_by")
    search_fields = ("ip", "reason", "visitor__contact__name")
    fields = ("ip", "reason", "expires_at")

    def get_fields(self, request: HttpRequest, obj: Ban | None = None) -> tuple[str, ...]:
        return ("who", "reason", "expires_at", "created_by", "created_at") if obj else ("ip", "reason", "expires_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Ban | None = None) -> tuple[str, ...]:
        return ("who", "created_by", "created_at") if obj else ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        # Lifting is deleting; one word for it is enough.
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
            typed = form["ip"].value().strip()
            if typed != obj.ip:
                text = _("“%(typed)s” is understood as %(ip)s.") % {"typed": typed, "ip": obj.ip}
                messages.info(request, text)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Lift the ban"), permissions=["delete"])
    def lift(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.log_deletions(request, queryset)
        count, _rows = queryset.delete()
        text = ngettext("%(count)s ban is lifted.", "%(count)s bans are lifted.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @admin.display(description=_("who"))
    def who(self, ban: Ban) -> str:
        return str(ban)

    @display(description=_("in force"), label={"yes": "danger", "no": "default"})
    def in_force(self, ban: Ban) -> tuple[str, Any]:
        over = ban.expires_at is not None and ban.expires_at <= timezone.now()
        return ("no", _("expired")) if over else ("yes", _("in force"))

    @admin.display(description=_("until"), ordering="expires_at")
    def until(self, ban: Ban) -> Any:
        return ban.expires_at or _("until lifted")

    @admin.display(description="")
    def lift_it(self, ban: Ban) -> str:
        address = reverse("admin:helpdesk_ban_delete", args=[ban.pk])
        return format_html('<a class="text-primary-600 font-medium" href="{}">{}</a>', address, _("Lift the ban"))
