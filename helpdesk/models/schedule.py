"""Working hours (SPEC 5.7): a zone, periods by weekday, and dates that differ."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Moscow", help_text=_("Such as Europe/Moscow.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.zone not in available_timezones():
            raise ValidationError({"zone": _("There is no such time zone. Write one such as Europe/Moscow.")})


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class SchedulePeriod(models.Model):
    """Closing not after opening means on the next day, so from 00:00 to 00:00 is round the clock."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="periods")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("Not after the opening: on the next day."))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        constraints = [
            models.UniqueConstraint(fields=["schedule", "weekday", "opens"], name="one_period_from_a_moment")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} - {self.closes:%H:%M}"


class ScheduleException(models.Model):
    """A date with hours of its own; without hours it is closed all day."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Empty: closed all day."))
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        ordering = ["date", "opens"]
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__isnull=False, closes__isnull=False),
                name="exception_has_both_or_neither",
            ),
            models.UniqueConstraint(
                fields=["schedule", "date", "opens"], nulls_distinct=False, name="one_exception_from_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"

    def clean(self) -> None:
        if (self.opens is None) != (self.closes is None):
            raise ValidationError(_("Write both the opening and the closing, or neither for a day off."))
