"""Fields of the client card, and the form in which a supervisor fills them in (SPEC 4.8)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from helpdesk import cards
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.keeping import KeptInUse
from helpdesk.admin.lines import Lines
from helpdesk.models import Contact, ContactField
from helpdesk.resources import ContactFieldResource

PREFIX = "field_"
"""Before a field's key, in the names of the form."""


class ContactFieldForm(forms.ModelForm):
    choices = Lines(label=_("Choices"), required=False, help_text=_("One per line. For “one of a list”."))

    class Meta:
        model = ContactField
        fields = ("name", "kind", "choices", "archived")


@admin.register(ContactField)
class ContactFieldAdmin(Exchange, KeptInUse):
    resource_classes = (ContactFieldResource,)
    form = ContactFieldForm
    switch_off_label = _("Archive instead")
    list_display = ("name", "kind", "archived")
    list_filter = ("archived",)
    search_fields = ("name",)
    fields = ("name", "kind", "choices", "archived")
    ordering_field = "position"
    hide_ordering_field = True

    def save_model(self, request: HttpRequest, obj: ContactField, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.position = ContactField.objects.count()
        super().save_model(request, obj, form, change)

    def why_kept(self, field: ContactField) -> str | None:
        if not field.is_filled():
            return None
        return _("Cards have “%(name)s” filled in. Archive it instead.") % {"name": field.name}

    def switch_off(self, request: HttpRequest, field: ContactField) -> None:
        field.archived = True
        field.save(update_fields=["archived"])
        messages.success(request, _("“%(name)s” is archived.") % {"name": field.name})


class ContactForm(forms.ModelForm):
    """With the free fields, which `with_fields` adds."""

    extra_fields: tuple[ContactField, ...] = ()

    class Meta:
        model = Contact
        fields = ("name", "email", "phone", "personal_manager", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in cards.filled(self.instance, self.extra_fields):
            self.fields[PREFIX + one.field.key] = _form_field(one)

    def clean(self) -> Any:
        """What was refused is told at its field."""
        written = {field.key: self.cleaned_data.get(PREFIX + field.key) or "" for field in self.extra_fields}
        try:
            self.instance.extra = cards.read_extra(self.extra_fields, written, self.instance.extra)
        except ValidationError as error:
            for key, texts in error.message_dict.items():
                self.add_error(PREFIX + key, texts)
        return super().clean()


def with_fields() -> type[ContactForm]:
    """The form as supervisors have made it up by now."""
    fields = tuple(cards.shown_fields())
    declared = {PREFIX + field.key: forms.CharField(required=False) for field in fields}
    return type("ContactForm", (ContactForm,), {"extra_fields": fields, **declared})


def _form_field(one: cards.Filled) -> forms.CharField:
    widget: Any = UnfoldAdminTextInputWidget()
    if one.field.kind == ContactField.Kind.CHOICE:
        widget = UnfoldAdminSelectWidget(choices=[("", "—"), *((choice, choice) for choice in one.choices)])
    elif one.field.kind == ContactField.Kind.DATE:
        widget = UnfoldAdminTextInputWidget(attrs={"type": "date"})
    return forms.CharField(label=one.field.name, required=False, initial=one.value, widget=widget)
