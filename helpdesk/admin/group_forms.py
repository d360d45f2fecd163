"""The form of a group: who answers, where and when visitors see it, and what happens when nobody is free."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from helpdesk.actions import groups
from helpdesk.admin.lines import Patterns
from helpdesk.admin.page_tester import TriedPage
from helpdesk.admin.region_picker import Regions
from helpdesk.models import OperatorGroup


def _lines(example: str) -> UnfoldAdminTextareaWidget:
    return UnfoldAdminTextareaWidget(attrs={"rows": 4, "placeholder": example, "spellcheck": "false"})


class OperatorGroupForm(forms.ModelForm):
    regions = Regions(
        label=_("Regions"),
        required=False,
        help_text=_("Countries, regions and cities; together with the sets below. None at all: everywhere."),
    )
    include_pages = Patterns(
        label=_("Shown on pages"),
        required=False,
        widget=_lines("/skoda/*"),
        help_text=_("One pattern per line; * stands for anything, also for nothing. Empty: on all pages."),
    )
    exclude_pages = Patterns(
        label=_("But not on pages"),
        required=False,
        widget=_lines("/tatra/*"),
        help_text=_("One pattern per line. What is excluded stays excluded, even where a pattern above includes it."),
    )
    try_page = TriedPage(
        label=_("Try an address"),
        required=False,
        help_text=_("Tries the two lists as they are typed above, saved or not."),
    )

    class Meta:
        model = OperatorGroup
        fields = (
            "name",
            "enabled",
            "members",
            "default_limit",
            "regions_scope",
            "regions",
            "region_sets",
            "include_pages",
            "exclude_pages",
            "schedule",
            "takes_messengers",
            "hidden",
            "when_full",
            "when_away",
            "hold_scenario",
            "fallback",
        )
        labels = {"regions_scope": _("Shown in")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        enabled, hidden = bool(cleaned.get("enabled")), bool(cleaned.get("hidden"))
        if enabled and "members" in cleaned and not cleaned["members"]:
            raise ValidationError({"enabled": groups.NO_MEMBERS})
        if groups.would_hide_all(self.instance.pk, enabled=enabled, hidden=hidden):
            raise ValidationError({"hidden" if enabled else "enabled": groups.ALL_HIDDEN})
        return cleaned
