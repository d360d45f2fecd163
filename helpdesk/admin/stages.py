"""Stages: a supervisor's own statuses, such as New → In work → Booked (SPEC 4.6)."""

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from helpdesk.admin.base import without_shortcuts
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.group_words import some
from helpdesk.admin.keeping import KeptInUse
from helpdesk.models import Automation, Stage
from helpdesk.resources import StageResource


class StageForm(ModelForm):
    class Meta:
        model = Stage
        fields = ("name", "contact_point", "status", "conversion", "archived")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_shortcuts(self, "contact_point")


@admin.register(Stage)
class StageAdmin(Exchange, KeptInUse):
    form = StageForm
    resource_classes = (StageResource,)
    switch_off_label = _("Archive instead")
    list_display = ("name", "channel", "stands_for", "converts", "in_archive")
    list_filter = ("archived", "status", "conversion", "contact_point")
    list_select_related = ("contact_point",)
    search_fields = ("name",)
    fields = (("name", "contact_point"), "status", "conversion", "archived")
    ordering_field = "position"
    hide_ordering_field = True

    def save_model(self, request: HttpRequest, obj: Stage, form: ModelForm, change: bool) -> None:
        if not change:
            obj.position = Stage.objects.count()
        super().save_model(request, obj, form, change)

    def why_kept(self, stage: Stage) -> str | None:
        if stage.conversations.exists():
            return _("Conversations stand at “%(name)s”, and reports count them. Archive it instead.") % {
                "name": stage.name
            }
        rules = Automation.objects.filter(actions__contains=[{"do": "set_stage", "stage": stage.pk}])
        if names := list(rules.values_list("name", flat=True)):
            return _("Rules set “%(name)s”: %(rules)s. Change them first, or archive it instead.") % {
                "name": stage.name,
                "rules": some(names),
            }
        return None

    def switch_off(self, request: HttpRequest, stage: Stage) -> None:
        stage.archived = True
        stage.save(update_fields=["archived"])
        messages.success(request, _("“%(name)s” is archived.") % {"name": stage.name})

    @admin.display(description=_("channel"), ordering="contact_point")
    def channel(self, stage: Stage) -> str:
        return stage.contact_point.name if stage.contact_point else str(_("every channel"))

    @display(
        description=_("stands for"),
        ordering="status",
        label={"open": "warning", "pending": "info", "closed": "default"},
    )
    def stands_for(self, stage: Stage) -> tuple[str, Any]:
        return stage.status, stage.get_status_display()

    @admin.display(description=_("conversion"), ordering="conversion", boolean=True)
    def converts(self, stage: Stage) -> bool:
        return stage.conversion

    @admin.display(description=_("archived"), ordering="archived", boolean=True)
    def in_archive(self, stage: Stage) -> bool:
        return stage.archived
