"""Operator statuses: what operators choose from, and whether it receives conversations (SPEC 3.2)."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.forms import Field, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from helpdesk.admin.exchange import Exchange
from helpdesk.admin.group_words import some
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import OperatorStatus
from helpdesk.resources import OperatorStatusResource


@admin.register(OperatorStatus)
class OperatorStatusAdmin(Exchange, KeptInUse):
    resource_classes = (OperatorStatusResource,)
    switch_off_label = None
    list_display = ("shown_name", "receiving", "used_by")
    search_fields = ("name", "code")
    ordering_field = "position"
    hide_ordering_field = True
    fields = ("name", "receives", "code")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(operators_all=Count("operators"))

    def get_readonly_fields(self, request: HttpRequest, obj: OperatorStatus | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: OperatorStatus | None = None) -> dict[str, Any]:
        return {} if obj else {"code": ("name",)}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "code":
            field.help_text = _("Files call it by this; nobody else sees it, and it stays as it is.")
        return field

    def get_form(self, request: HttpRequest, obj: OperatorStatus | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        name = form.base_fields["name"]
        if obj is not None and obj.code in OperatorStatus.GIVEN:
            name.widget.attrs["placeholder"] = OperatorStatus.GIVEN[obj.code]
        else:
            name.required = True
            name.help_text = _("Operators choose it by this name.")
        return form

    def save_model(self, request: HttpRequest, obj: OperatorStatus, form: ModelForm, change: bool) -> None:
        if not change:
            obj.position = OperatorStatus.objects.count()
        super().save_model(request, obj, form, change)
        if not OperatorStatus.objects.filter(receives=True).exists():
            text = _("No status receives any more: where the status counts, nobody is given anything.")
            messages.warning(request, text)

    def why_kept(self, status: OperatorStatus) -> str | None:
        if status.code in OperatorStatus.GIVEN:
            return _(
                "“%(name)s” is one of the four statuses that are always there. Rename it, or say that it receives "
                "nothing."
            ) % {"name": status}
        people = [operator.name for operator in status.operators.all()]
        if not people:
            return None
        return _("“%(name)s” is set by: %(people)s. Once they have chosen another status, it can be deleted.") % {
            "name": status,
            "people": some(people),
        }

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, status: OperatorStatus) -> str:
        return str(status)

    @display(description=_("receives conversations"), ordering="receives", label={True: "success", False: "warning"})
    def receiving(self, status: OperatorStatus) -> tuple[bool, Any]:
        return status.receives, _("yes") if status.receives else _("no")

    @admin.display(description=_("operators now"), ordering="operators_all")
    def used_by(self, status: Any) -> int:
        return status.operators_all
