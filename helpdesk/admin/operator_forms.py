"""Forms about operators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from helpdesk.models import Operator, OperatorGroup, User

MOST_LIVE = 32767
"""What the column holds."""


class OperatorForm(forms.ModelForm):
    groups = forms.ModelMultipleChoiceField(
        OperatorGroup.objects.all(),
        label=gettext_lazy("Groups"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("While no group is switched on, every operator gets every conversation."),
    )

    class Meta:
        model = Operator
        fields = ("user", "name", "enabled", "limit", "status", "schedule", "visibility", "senior")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["groups"] = list(self.instance.groups.all())
        user: Any = self.fields.get("user")
        if user is not None:
            user.queryset = User.objects.filter(operator=None).order_by("username")

    def clean_groups(self) -> Any:
        """A group that is switched on keeps at least one member."""
        chosen = self.cleaned_data["groups"]
        left = OperatorGroup.objects.filter(enabled=True, members=self.instance.pk).exclude(pk__in=chosen)
        alone = [group.name for group in left if group.members.count() == 1] if self.instance.pk else []
        if alone:
            raise ValidationError(
                _("Nobody else is in %(groups)s. Switch it off first, or add somebody.") % {"groups": ", ".join(alone)}
            )
        return chosen


class LimitActionForm(ActionForm):
    # Checked by the action: a form that is wrong would only be told "no action selected".
    limit = forms.CharField(
        label="",
        required=False,
        widget=UnfoldAdminTextInputWidget(
            attrs={
                "x-show": "action === 'set_limit'",
                "x-cloak": True,
                "inputmode": "numeric",
                "placeholder": gettext_lazy("limit"),
                "aria-label": gettext_lazy("limit"),
                "class": "sb-limit",
            }
        ),
    )


def read_limit(written: str) -> int | None:
    """None where nothing is written: the group's default. Raises ValidationError."""
    written = written.strip()
    if not written:
        return None
    if not written.isdecimal() or int(written) > MOST_LIVE:
        raise ValidationError(_("Write the limit as a whole number; empty is the group's default."))
    return int(written)
