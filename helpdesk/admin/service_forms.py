"""The form of a service policy, with a switch for each text of a channel in which nothing is to be said."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldBooleanSwitchWidget

from helpdesk.admin.base import Paragraphs
from helpdesk.admin.inheriting_forms import InheritingForm
from helpdesk.admin.service_words import said
from helpdesk.models import ServicePolicy
from routing.service import Service

REPLIES = ("reply_hours", "reply_offline", "reply_busy")


def silent(name: str) -> str:
    """The switch beside a text, for a channel in which nothing is to be said though the general text says something."""
    return f"silent_{name}"


class ServiceForm(InheritingForm):
    kind = Service
    said = staticmethod(said)
    may_say_nothing = REPLIES
    silent_reply_hours = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)
    silent_reply_offline = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)
    silent_reply_busy = forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget)

    class Meta:
        model = ServicePolicy
        fields = ("contact_point", *Service.__slots__)
        field_classes = dict.fromkeys(REPLIES, Paragraphs)

    def clean(self) -> dict[str, Any]:
        """An empty text is inherited; one that is switched off says nothing, whatever it is."""
        cleaned = super().clean() or self.cleaned_data
        for name in REPLIES:
            if silent(name) in self.fields:
                cleaned[name] = "" if cleaned.get(silent(name)) else cleaned.get(name) or None
        return cleaned

    def fill_in(self) -> None:
        super().fill_in()
        for name in REPLIES:
            del self.fields[silent(name)]

    def show_inherited(self, general: ServicePolicy) -> None:
        super().show_inherited(general)
        for name in REPLIES:
            self.fields[silent(name)].label = _("Say nothing here")
            self.initial[silent(name)] = getattr(self.instance, name) == ""
