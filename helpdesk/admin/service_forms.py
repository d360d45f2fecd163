"""The form of a service policy. A channel's own says at each field what holds while it is left empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from helpdesk.admin.base import Paragraphs
from helpdesk.admin.service_words import inherited, said
from helpdesk.models import ContactPoint, ServicePolicy
from helpdesk.snapshots.service import read
from routing.service import Service

REPLIES = ("reply_hours", "reply_offline", "reply_busy")
SWITCHES = ("category_required", "deal_with_card")
NAMES = tuple(Service.__slots__)


def silent(name: str) -> str:
    """The switch beside a text, for a channel in which nothing is to be said though the general text says something."""
    return f"silent_{name}"


class ServiceForm(forms.ModelForm):
    silent_reply_hours = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)
    silent_reply_offline = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)
    silent_reply_busy = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)

    class Meta:
        model = ServicePolicy
        fields = ("contact_point", *NAMES)
        field_classes = dict.fromkeys(REPLIES, Paragraphs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.contact_point_id is None:
            self._fill_in()
        else:
            self._show_inherited(read()[None])

    def clean(self) -> dict[str, Any]:
        """An empty text is inherited; one that is switched off says nothing, whatever it is."""
        cleaned = super().clean() or self.cleaned_data
        for name in REPLIES:
            if silent(name) in self.fields:
                cleaned[name] = "" if cleaned.get(silent(name)) else cleaned.get(name) or None
        return cleaned

    def _fill_in(self) -> None:
        """In the general policy nothing is left open: what was never set shows the value that holds."""
        for name in NAMES:
            if name in REPLIES:
                del self.fields[silent(name)]
                continue
            self.fields[name].required = True
            if self.initial.get(name) is None:
                self.initial[name] = getattr(Service(), name)
        for name in SWITCHES:
            self.fields[name] = self._yes_or_no(name, [])

    def _show_inherited(self, general: Service) -> None:
        for name in NAMES:
            text = inherited(said(name, getattr(general, name)))
            if name in SWITCHES:
                self.fields[name] = self._yes_or_no(name, [("", text)])
                continue
            self.fields[name].widget.attrs["placeholder"] = text
            if name in REPLIES:
                self.fields[silent(name)].label = _("Say nothing here")
                self.initial[silent(name)] = getattr(self.instance, name) == ""
        if "contact_point" in self.fields:
            point: Any = self.fields["contact_point"]
            point.queryset = ContactPoint.objects.filter(service=None)
            point.required, point.empty_label = True, None

    def _yes_or_no(self, name: str, first: list[tuple[str, str]]) -> forms.TypedChoiceField:
        """In place of a select whose third answer would be "unknown"."""
        old = self.fields[name]
        return forms.TypedChoiceField(
            label=old.label,
            help_text=old.help_text,
            required=not first,
            choices=[*first, ("True", _("yes")), ("False", _("no"))],
            coerce=lambda value: value == "True",
            empty_value=None,
            widget=UnfoldAdminSelectWidget,
        )
