"""A week in seven lines, and the dates that differ."""

from collections import defaultdict
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminTextInputWidget

from helpdesk.models import Schedule, Weekday
from helpdesk.resources.schedules import week_of
from helpdesk.resources.week import Overlap, Span, read_day, refuse_overlaps, written_day

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@lru_cache(maxsize=2)
def zones(today: date) -> list[tuple[str, str]]:
    """All of them by name, with how far they are from UTC on this day."""
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return [(name, f"{name} ({_offset(noon.astimezone(ZoneInfo(name)))})") for name in sorted(available_timezones())]


def _offset(moment: datetime) -> str:
    written = f"{moment:%z}"
    return f"UTC{written[:3]}:{written[3:5]}"


class Day(forms.CharField):
    """Cleans to the periods of one day."""

    def __init__(self, weekday: Weekday) -> None:
        words = {"placeholder": pgettext_lazy("day", "closed"), "autocomplete": "off"}
        widget = UnfoldAdminTextInputWidget(attrs=words)
        super().__init__(label=weekday.label, required=False, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return written_day(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            return read_day(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != (data or "")


class ScheduleForm(forms.ModelForm):
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: zones(timezone.now().date()),
        initial=lambda: Schedule().zone,
        widget=UnfoldAdminSelect2Widget,
    )
    monday = Day(Weekday.MONDAY)
    tuesday = Day(Weekday.TUESDAY)
    wednesday = Day(Weekday.WEDNESDAY)
    thursday = Day(Weekday.THURSDAY)
    friday = Day(Weekday.FRIDAY)
    saturday = Day(Weekday.SATURDAY)
    sunday = Day(Weekday.SUNDAY)

    class Meta:
        model = Schedule
        fields = ("name", "zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            week = week_of(self.instance)
            self.initial.update({name: sorted(week.get(day, [])) for day, name in enumerate(DAYS)})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            refuse_overlaps(week_in(cleaned))
        except Overlap as error:
            self.add_error(DAYS[error.day], str(error))
        return cleaned


def week_in(cleaned: dict[str, Any]) -> dict[int, list[Span]]:
    """The week of a form's cleaned data."""
    return {day: cleaned[name] for day, name in enumerate(DAYS) if cleaned.get(name)}


class Exceptions(BaseInlineFormSet):
    """A date is a day off, or has periods that do not overlap."""

    def clean(self) -> None:
        super().clean()
        dates: dict[date, list[Span | None]] = defaultdict(list)
        for row in (form.cleaned_data for form in self.forms if not form.errors):
            if row.get("date") and not row.get("DELETE"):
                dates[row["date"]].append((row["opens"], row["closes"]) if row["opens"] is not None else None)
        for day, spans in dates.items():
            _check_date(f"{day:%d.%m.%Y}", spans)


def _check_date(name: str, spans: list[Span | None]) -> None:
    """None stands for a day off."""
    open_spans = [span for span in spans if span]
    if open_spans and None in spans:
        raise ValidationError(_("%(day)s cannot be a day off and have hours.") % {"day": name})
    if spans.count(None) > 1:
        raise ValidationError(_("%(day)s is there twice.") % {"day": name})
    try:
        refuse_overlaps({0: open_spans})
    except Overlap as error:
        raise ValidationError(f"{name}: {error}") from error
