"""The form of a policy: the general one leaves nothing open, a channel's own says what holds while a field is empty."""

from dataclasses import fields
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from helpdesk.admin.inheriting_words import inherited, yes_or_no
from helpdesk.models import ContactPoint
from helpdesk.snapshots.inheriting import inherit


class InheritingForm(forms.ModelForm):
    kind: Any
    """Whose fields have the names of those that can be inherited, and say what holds where nothing was ever set."""
    said: Any
    """`said(name, value)`: the value of one of them, for people."""
    may_say_nothing: tuple[str, ...] = ()
    """Texts that may stay empty in the general policy as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_general:
            self.fill_in()
        else:
            self.show_inherited(self._meta.model.objects.get(contact_point=None))

    def fill_in(self) -> None:
        """In the general policy nothing is left open: what was never set shows the value that holds."""
        for name in self._names():
            if name not in self.may_say_nothing:
                self.fields[name].required = True
                self._offer(name)
                if self.initial.get(name) is None:
                    self.initial[name] = getattr(self.kind(), name)

    def show_inherited(self, general: Any) -> None:
        holds = inherit(self.kind, general)[0]
        for name in self._names():
            text = inherited(self.said(name, getattr(holds, name)))
            if not self._offer(name, ("", text)):
                self.fields[name].widget.attrs["placeholder"] = text
        if "contact_point" in self.fields:
            point: Any = self.fields["contact_point"]
            taken = self._meta.model.objects.filter(contact_point__isnull=False).values("contact_point")
            point.queryset = ContactPoint.objects.exclude(pk__in=taken)
            point.required, point.empty_label = True, None

    def _names(self) -> list[str]:
        return [field.name for field in fields(self.kind)]

    def _offer(self, name: str, *first: tuple[str, str]) -> bool:
        """`first` in place of the empty choice; False where there is nothing to choose from."""
        field: Any = self.fields[name]
        if isinstance(field, forms.NullBooleanField):
            # Its own select has a third answer, "unknown".
            self.fields[name] = forms.TypedChoiceField(
                label=field.label,
                help_text=field.help_text,
                required=not first,
                choices=[*first, *((str(value), yes_or_no(value)) for value in (True, False))],
                coerce=lambda value: value == "True",
                empty_value=None,
                widget=UnfoldAdminSelectWidget,
            )
        elif isinstance(field, forms.TypedChoiceField):
            there: Any = field.choices
            field.choices = [*first, *(choice for choice in there if choice[0])]
        else:
            return False
        return True
