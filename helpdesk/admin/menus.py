"""Menus: what a visitor is asked before people are there (SPEC 5.8)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from helpdesk.admin.base import Admin
from helpdesk.admin.exchange import Exchange
from helpdesk.admin.group_words import some
from helpdesk.menu_errors import refuse
from helpdesk.models import Menu, MenuOption
from helpdesk.resources import MenuResource


class OptionFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        options = [form.instance for form in kept if not form.cleaned_data.get("DELETE")]
        try:
            refuse(self.instance.greeting, self.instance.repeat, options)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class OptionForm(ModelForm):
    class Meta:
        model = MenuOption
        fields = ("number", "label", "group", "operator")
        widgets = {
            "number": UnfoldAdminIntegerFieldWidget(attrs={"style": "width: 5rem"}),
            "label": UnfoldAdminTextInputWidget(attrs={"style": "min-width: 14rem"}),
        }


class OptionInline(TabularInline):
    model = MenuOption
    form = OptionForm
    formset = OptionFormSet
    extra = 1
    hide_title = True
    ordering = ("number",)
    fields = ("number", "label", "group", "operator")
    autocomplete_fields = ("group", "operator")
    formfield_overrides = Admin.formfield_overrides
    verbose_name_plural = gettext_lazy("Choices, each leading to a group or to one person")


@admin.register(Menu)
class MenuAdmin(Exchange):
    resource_classes = (MenuResource,)
    inlines = (OptionInline,)
    list_display = ("name", "choices", "used_by")
    search_fields = ("name",)
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "greeting", "repeat"),
                "description": gettext_lazy(
                    "The choices are added to the text, “1 \u2013 Sales”, and are buttons where there can be some. "
                    "Whoever sends something else is asked once more; then, or after a minute, the conversation goes "
                    "to people with everything that was written."
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(choices_now=Count("options")).prefetch_related("contact_points")

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._warn(request, form.instance)

    @admin.display(description=gettext_lazy("choices"), ordering="choices_now")
    def choices(self, menu: Any) -> int:
        return menu.choices_now

    @admin.display(description=gettext_lazy("used by"))
    def used_by(self, menu: Menu) -> str:
        return ", ".join(map(str, menu.contact_points.all()))

    def _warn(self, request: HttpRequest, menu: Menu) -> None:
        """What is allowed but hardly meant."""
        options = menu.options.select_related("group", "operator")
        targets = [each.group or each.operator for each in options]
        gone = [str(target) for target in targets if target is not None and not target.enabled]
        if gone:
            text = ngettext(
                "%(targets)s is switched off: that choice leads to people, as if nothing had been chosen.",
                "%(targets)s are switched off: these choices lead to people, as if nothing had been chosen.",
                len(gone),
            )
            messages.warning(request, text % {"targets": some(gone)})
        if not menu.contact_points.exists():
            messages.info(request, _("No channel uses this menu yet: choose it in a channel."))
