"""The simulator's form with the theme's widgets."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from helpdesk.admin.region_picker import RegionWidget
from helpdesk.simulator.form import QuestionForm
from helpdesk.simulator.places import full_name


class PlaceWidget(RegionWidget):
    """Also knows the country that no rule names."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, full_name(value) if value else "", *args, **kwargs)


WIDGETS: dict[str, tuple[type[forms.Widget], dict[str, str]]] = {
    "url": (UnfoldAdminTextInputWidget, {"list": "simulator-pages", "inputmode": "url", "autocomplete": "off"}),
    "ip": (UnfoldAdminTextInputWidget, {"placeholder": "203.0.113.7", "autocomplete": "off"}),
    "region": (PlaceWidget, {}),
    "at": (UnfoldAdminTextInputWidget, {"type": "datetime-local"}),
    "contact_point": (UnfoldAdminSelectWidget, {}),
    "contact": (UnfoldAdminTextInputWidget, {"list": "simulator-clients", "autocomplete": "off"}),
    "everybody": (UnfoldBooleanSwitchWidget, {}),
}
HELP: dict[str, str | Promise] = {
    "region": _("Instead of an address. Neither: nobody knows where the visitor is."),
    "at": _("Empty: now."),
    "contact": _("By name, e-mail or phone. Empty: a stranger."),
    "everybody": _("Else whoever is there now, with what they hold."),
}


class SimulatorForm(QuestionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (widget, attributes) in WIDGETS.items():
            field: Any = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = None
            # As a list: the widget looks at them twice, and each time would be a query.
            choices = list(getattr(field, "choices", ()))
            field.widget = widget(attrs=dict(attributes))
            field.widget.is_required = field.required
            field.help_text = HELP.get(name, "")
            if choices:
                field.widget.choices = choices
