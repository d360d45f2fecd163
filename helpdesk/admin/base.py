"""What all pages of the admin have in common."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget


class Paragraphs(forms.CharField):
    """Browsers send two characters for a line's end; one is kept, so that files and forms agree on the text."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class Admin(ModelAdmin):
    warn_unsaved_form = True
    list_per_page = 50
    list_filter_submit = False
    formfield_overrides: Any = {
        models.TextField: {"form_class": Paragraphs, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
    }


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
