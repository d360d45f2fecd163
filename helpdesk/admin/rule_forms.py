"""The form of a rule."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.rule_doubts import refusals
from helpdesk.admin.rule_widgets import ActionsField, RowsField
from helpdesk.automation import directory
from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.models import Automation


class AutomationForm(forms.ModelForm):
    every = RowsField(
        label=_("All of these"), required=False, help_text=_("None: always, or whenever one of the alternatives holds.")
    )
    some = RowsField(label=_("And at least one of these"), required=False)
    does = ActionsField(label=_("Do this"), required=False, help_text=_("In this order."))

    class Meta:
        model = Automation
        fields = ("name", "enabled", "kind", "stop")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance
        self.initial.setdefault("every", stored.conditions.get("all", []))
        self.initial.setdefault("some", stored.conditions.get("any", []))
        self.initial.setdefault("does", stored.actions)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.instance.conditions = {"all": cleaned["every"], "any": cleaned["some"]}
            self.instance.actions = cleaned["does"]
            self.instance.kind, self.instance.stop = cleaned["kind"], cleaned["stop"]
            reasons = refusals(rule_of(self.instance), directory.read(), Names.shown())
            if reasons:
                raise ValidationError([reason[:1].upper() + reason[1:] for reason in reasons])
        return cleaned
