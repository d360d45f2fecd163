"""Who helps out where, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin import HORIZONTAL
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminRadioSelectWidget

from helpdesk.admin.base import without_shortcuts
from helpdesk.models import ContactPoint, Operator, OperatorGroup, Reinforcement
from helpdesk.simulator.moments import house_zone

DAY, OTHER = "day", "other"
MINUTES = {"30": 30, "60": 60, "120": 120}


class ReinforcementForm(forms.ModelForm):
    how_long = forms.ChoiceField(
        label=gettext_lazy("For how long"),
        choices=(
            ("30", gettext_lazy("30 minutes")),
            ("60", gettext_lazy("1 hour")),
            ("120", gettext_lazy("2 hours")),
            (DAY, gettext_lazy("until the end of the day")),
            (OTHER, gettext_lazy("until the moment below")),
        ),
        initial="60",
        widget=UnfoldAdminRadioSelectWidget(radio_style=HORIZONTAL),
        help_text=gettext_lazy("They are back by themselves when the time is over; what they hold by then, they keep."),
    )

    class Meta:
        model = Reinforcement
        fields = ("operator", "group", "to_group", "to_point", "starts_at", "ends_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at"):
            _may_be_empty(self.fields[name])
        self.fields["starts_at"].help_text = _("Empty: from now on.")
        self.fields["ends_at"].help_text = _("Counts where “until the moment below” is chosen.")
        narrow: dict[str, Any] = {
            "operator": Operator.objects.filter(enabled=True),
            "group": OperatorGroup.objects.all(),
            "to_group": OperatorGroup.objects.filter(enabled=True),
            "to_point": ContactPoint.objects.filter(enabled=True),
        }
        for name, rows in narrow.items():
            field: Any = self.fields[name]
            field.queryset = rows
        without_shortcuts(self, *narrow)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        now = timezone.now()
        cleaned["starts_at"] = cleaned.get("starts_at") or now
        cleaned["ends_at"] = self._end(cleaned)
        if cleaned["ends_at"] is not None and cleaned["ends_at"] <= now:
            raise ValidationError({"ends_at": _("This moment has passed.")})
        operator, group = cleaned.get("operator"), cleaned.get("to_group")
        if operator is not None and group is not None and group.members.filter(pk=operator.pk).exists():
            text = _("%(name)s is a member of %(group)s already.") % {"name": operator, "group": group}
            raise ValidationError({"to_group": text})
        return cleaned

    def _end(self, cleaned: dict[str, Any]) -> datetime | None:
        """When they are back; None where it is not said, which is complained about."""
        begins, how_long = cleaned["starts_at"], cleaned.get("how_long")
        if how_long in MINUTES:
            return begins + timedelta(minutes=MINUTES[how_long])
        if how_long == DAY:
            return end_of_day(begins)
        if not cleaned.get("ends_at") and "ends_at" not in self.errors:
            self.add_error("ends_at", _("Say until when."))
        return cleaned.get("ends_at")


class ExtensionForm(forms.ModelForm):
    """Of one that is there already, only the times change."""

    class Meta:
        model = Reinforcement
        fields = ("starts_at", "ends_at")

    def clean_ends_at(self) -> datetime:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at <= timezone.now():
            raise ValidationError(_("This moment has passed. Send them back instead."))
        return ends_at


def end_of_day(moment: datetime) -> datetime:
    """The next midnight where the house is."""
    there = moment.astimezone(house_zone())
    return (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _may_be_empty(field: Any) -> None:
    """A date and a time, both or none."""
    field.required = field.widget.is_required = False
    for part in field.fields:
        part.required = False
