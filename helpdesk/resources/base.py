"""What all configuration files have in common."""

from typing import Any

import tablib
from django.core.exceptions import MultipleObjectsReturned, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Result

from helpdesk.resources.widgets import Text, Widget


class Column(Field):
    """A column named like the model's field. It compares as the file shows it, so an export changes nothing."""

    def __init__(self, name: str, widget: Widget | None = None, **options: Any) -> None:
        super().__init__(attribute=name, column_name=name, widget=widget or Text(), **options)

    def get_value(self, instance: Model) -> Any:
        value = super().get_value(instance)
        return self.widget.render(value) if isinstance(self.widget, Text) else value


class Configuration(ModelResource):
    """Rows are found by their natural name, checked by the model's own rules and skipped where nothing differs."""

    joins: tuple[str, ...] = ()
    """What an export reads along with each row."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def import_data(self, *args: Any, **kwargs: Any) -> Result:
        """All rows or none."""
        kwargs.setdefault("rollback_on_validation_errors", True)
        return super().import_data(*args, **kwargs)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        """The row of the database that this row of the file is about. Raises ValueError where several answer."""
        try:
            return super().get_instance(instance_loader, row)
        except MultipleObjectsReturned as error:
            raise ValueError(_("Several entries match this row; rename all but one.")) from error

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """A new row is never skipped, not even one that says nothing: it would be passed over in silence."""
        return original.pk is not None and super().skip_row(instance, original, row, import_validation_errors)

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return queryset.select_related(*self.joins) if self.joins else queryset

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Raises ValidationError for a column that would otherwise be passed over in silence."""
        known = [field.column_name for field in self.fields.values()]
        strange = [str(header) for header in dataset.headers or () if header not in known]
        if strange:
            raise ValidationError(
                _("Unknown columns: %(strange)s. The columns are: %(known)s.")
                % {"strange": ", ".join(strange), "known": ", ".join(known)}
            )
