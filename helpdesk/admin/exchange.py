"""Import and export on every page of configuration (SPEC 8.2)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.results import Result
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm

from helpdesk.admin.base import Admin
from helpdesk.admin.uploads import UploadStorage
from helpdesk.resources.formats import FORMATS, Unreadable

MOST_BYTES = 10 * 2**20
"""Of an imported file, which is read as a whole."""


class LimitedImportForm(ImportForm):
    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 2**20})
        return file


class Exchange(ImportExportMixin, Admin):
    """Whoever may see may export; whoever may add and change may import. All rows are written, or none."""

    formats = FORMATS
    import_form_class = LimitedImportForm
    tmp_storage_class = UploadStorage
    export_form_class = SelectableFieldsExportForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_data_read_fail_error_to_form(self, form: forms.Form, error: Exception) -> None:
        if isinstance(error, Unreadable):
            form.add_error("import_file", str(error))
        else:
            form.add_error("import_file", _("The file cannot be read. Is it really in the chosen format?"))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            # Confirmed twice, or long after: the uploaded copy is gone.
            return self._again(request, _("This file was imported already, or too long ago. Upload it again."))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """What was fine in the preview may have become wrong since; then nothing was written."""
        if result.has_errors() or result.has_validation_errors():
            return self._again(request, _("Something has changed since the preview; nothing was written. Try again."))
        return super().process_result(result, request)

    def _again(self, request: HttpRequest, text: str) -> HttpResponse:
        messages.error(request, text)
        return HttpResponseRedirect(reverse("admin:{}_{}_import".format(*self.get_model_info())))
