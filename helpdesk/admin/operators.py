"""Who answers visitors: what they may hold, whether they are there, what they hold now."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import Field, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from helpdesk.admin import telling
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.admin.operator_forms import LimitActionForm, OperatorForm, read_limit
from helpdesk.models import Conversation, DistributionPolicy, Message, Operator, OperatorGroup, PresenceLease
from helpdesk.resources import OperatorResource


def has_worked(operator: Operator) -> bool:
    """Whether conversations or messages keep this operator's name."""
    return Conversation.objects.filter(assignee=operator).exists() or Message.objects.filter(operator=operator).exists()


class PresentFilter(admin.SimpleListFilter):
    title = _("at the screen")
    parameter_name = "present"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(present=self.value() == "yes") if self.value() in ("yes", "no") else queryset


@admin.register(Operator)
class OperatorAdmin(Exchange, KeptInUse):
    resource_classes = (OperatorResource,)
    form = OperatorForm
    action_form = LimitActionForm
    actions = ("set_limit", "delete_selected")
    list_display = (
        "name",
        "user",
        "enabled",
        "shown_status",
        "at_the_screen",
        "load_now",
        "limit",
        "is_senior",
        "member_of",
    )
    list_editable = ("limit",)
    show_full_result_count = False
    list_filter = ("enabled", "status", PresentFilter, "senior", "groups")
    list_select_related = ("user", "status")
    search_fields = ("name", "user__username")
    fieldsets = (
        (None, {"fields": ("user", "name", "enabled")}),
        (_("What they receive"), {"fields": ("groups", "limit", "status", "schedule")}),
        (_("What they see"), {"fields": ("visibility", "senior")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return now_at_work(super().get_queryset(request)).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: Operator | None = None) -> tuple[str, ...]:
        return ("user",) if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "status":
            # Operators change it themselves while the form is open; only what the supervisor changed is written.
            field.show_hidden_initial = True
        return field

    def save_model(self, request: HttpRequest, obj: Operator, form: ModelForm, change: bool) -> None:
        if change:
            own = {field.name for field in self.opts.concrete_fields}
            changed = own.intersection(form.changed_data)
            if "status" in changed:
                obj.status_set_at = timezone.now()
                changed.add("status_set_at")
            obj.save(update_fields=changed)
        else:
            super().save_model(request, obj, form, change)
        if change and "enabled" in form.changed_data and not obj.enabled:
            telling.operator_switched_off(request, obj)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "groups" in form.changed_data:
            form.instance.groups.set(form.cleaned_data["groups"])

    def why_kept(self, operator: Operator) -> str | None:
        if not has_worked(operator):
            return None
        text = _("%(name)s has answered visitors, and conversations keep who answered. Switch it off instead.")
        return text % {"name": operator.name}

    def switch_off(self, request: HttpRequest, operator: Operator) -> None:
        operator.enabled = False
        operator.save(update_fields=["enabled"])
        telling.operator_switched_off(request, operator)

    @admin.action(description=_("Set the limit"), permissions=["change"])
    def set_limit(self, request: HttpRequest, queryset: QuerySet) -> None:
        try:
            limit = read_limit(request.POST.get("limit", ""))
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
            return
        # Saved one by one, so that the house learns of it.
        with transaction.atomic():
            operators = Operator.objects.select_for_update(no_key=True).filter(pk__in=queryset).order_by("pk")
            for operator in operators:
                operator.limit = limit
                operator.save(update_fields=["limit"])
        count = len(operators)
        text = ngettext("The limit of %(count)s operator is set.", "The limit of %(count)s operators is set.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @display(description=_("status"), ordering="status__position", label={True: "success", False: "warning"})
    def shown_status(self, operator: Operator) -> tuple[bool, str]:
        return operator.status.receives, str(operator.status)

    @admin.display(description=_("at the screen"), boolean=True, ordering="present")
    def at_the_screen(self, operator: Any) -> bool:
        return operator.present

    @admin.display(description=_("load now"), ordering="load")
    def load_now(self, operator: Any) -> str:
        limit = operator.limit if operator.limit is not None else operator.shared_limit
        return _("%(load)s of %(limit)s") % {"load": operator.load, "limit": limit}

    @admin.display(description=_("senior"), ordering="senior")
    def is_senior(self, operator: Operator) -> str:
        return str(_("yes")) if operator.senior else ""

    @admin.display(description=_("groups"))
    def member_of(self, operator: Operator) -> str:
        return ", ".join(group.name for group in operator.groups.all())


def now_at_work(operators: QuerySet) -> QuerySet:
    """With `load` (slots taken), `present`, and the `shared_limit` that holds where no own limit is set."""
    lease = PresenceLease.objects.filter(operator=OuterRef("pk"), expires_at__gt=timezone.now())
    live = Conversation.objects.filter(assignee=OuterRef("pk"), active=True).order_by().values("assignee")
    own_groups = OperatorGroup.objects.filter(members=OuterRef("pk"), enabled=True).order_by().values("members")
    general = DistributionPolicy.objects.filter(contact_point=None).values("default_limit")
    return operators.annotate(
        load=Coalesce(Subquery(live.annotate(n=Sum("contact_point__weight")).values("n")), 0),
        present=Exists(lease),
        shared_limit=Coalesce(Subquery(own_groups.annotate(n=Max("default_limit")).values("n")), Subquery(general), 5),
    )
