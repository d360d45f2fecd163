"""What all pages of the admin have in common."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminTextareaWidget


class Paragraphs(forms.CharField):
    """Browsers send two characters for a line's end; one is kept, so that files and forms agree on the text."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class CountedOnce(ChangeList):
    """Where a page does without the count of everything, what is not narrowed down is known to be everything."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.show_full_result_count and not self.query and not self.has_active_filters:
            self.full_result_count: int | None = self.result_count


class Admin(ModelAdmin):
    warn_unsaved_form = True
    list_per_page = 50
    list_filter_submit = False
    formfield_overrides: Any = {
        models.TextField: {"form_class": Paragraphs, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
    }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedOnce


class ReadOnlyAdmin(Admin):
    """To look at. What conversations and visitors show is written by actions only (law 1)."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def without_shortcuts(form: forms.BaseForm, *names: str) -> None:
    """Take away the buttons beside these fields that make and change what is only to be chosen here."""
    for widget in (form.fields[name].widget for name in names if name in form.fields):
        for shortcut in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            setattr(widget, shortcut, False)
