"""Working hours by their name; the week in one cell, the dates that differ in another (see `week`)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from helpdesk.models import Schedule, ScheduleException, SchedulePeriod
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.week import (
    Span,
    by_date,
    read_dates,
    read_week,
    written_dates,
    written_week,
)
from helpdesk.resources.widgets import Text


class Hours(Text):
    """Lines as text; reading gives text as well, so that files and rows compare alike."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self.spell = spell

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return self.spell(super().clean(value))


class HoursColumn(Column):
    """What was read waits on the instance, as `read_…`, until the row itself is stored."""

    def __init__(self, name: str, spell: Callable[[str], str], stored: Callable[[Schedule], str]) -> None:
        super().__init__(name, Hours(spell))
        self.waiting, self.stored = f"read_{name}", stored

    def get_value(self, instance: Any) -> str:
        if hasattr(instance, self.waiting):
            return getattr(instance, self.waiting)
        return "" if instance.pk is None else self.stored(instance)

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        setattr(instance, self.waiting, self.clean(row, **kwargs))


class ScheduleResource(Configuration):
    name = Column("name")
    zone = Column("zone", default="Europe/Moscow")
    week = HoursColumn("week", lambda cell: written_week(read_week(cell)), lambda row: written_week(week_of(row)))
    exceptions = HoursColumn(
        "exceptions", lambda cell: written_dates(read_dates(cell)), lambda row: written_dates(dates_of(row))
    )

    class Meta:
        model = Schedule
        import_id_fields = ("name",)
        fields = ("name", "zone", "week", "exceptions")

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return queryset.prefetch_related("periods", "exceptions")

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """The cells are the whole week and all dates: what they do not name is gone."""
        if hasattr(instance, "read_week"):
            replace_week(instance, read_week(instance.read_week))
        if hasattr(instance, "read_exceptions"):
            _replace_dates(instance, read_dates(instance.read_exceptions))


def week_of(row: Schedule) -> dict[int, list[Span]]:
    week: dict[int, list[Span]] = {}
    for period in row.periods.all():
        week.setdefault(period.weekday, []).append((period.opens, period.closes))
    return week


def dates_of(row: Schedule) -> dict[date, list[Span]]:
    return by_date((each.date, each.opens, each.closes) for each in row.exceptions.all())


def replace_week(row: Schedule, week: dict[int, list[Span]]) -> None:
    """The periods become these; nothing is written where nothing differs."""
    wanted = {(day, *span) for day, spans in week.items() for span in spans}
    for period in row.periods.all():
        key = (period.weekday, period.opens, period.closes)
        if key in wanted:
            wanted.remove(key)
        else:
            period.delete()
    for day, opens, closes in sorted(wanted):
        SchedulePeriod.objects.create(schedule=row, weekday=day, opens=opens, closes=closes)


def _replace_dates(row: Schedule, dates: dict[date, list[Span]]) -> None:
    row.exceptions.all().delete()
    for day, spans in dates.items():
        hours: Iterable[tuple[Any, Any]] = spans or [(None, None)]
        for opens, closes in hours:
            ScheduleException.objects.create(schedule=row, date=day, opens=opens, closes=closes)
