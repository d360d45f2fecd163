"""The next opening in words, in the language that is active (SPEC 5.7): "tomorrow at 09:00"."""

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from routing.zones import Day, Opening

PLACEHOLDER = "{opens}"
"""In a text for the night it stands for these words."""

_WEEKDAYS: tuple[Promise, ...] = (
    _("on Monday at %(time)s"),
    _("on Tuesday at %(time)s"),
    _("on Wednesday at %(time)s"),
    _("on Thursday at %(time)s"),
    _("on Friday at %(time)s"),
    _("on Saturday at %(time)s"),
    _("on Sunday at %(time)s"),
)


def words(opening: Opening) -> str:
    pattern = {
        Day.TODAY: _("today at %(time)s"),
        Day.TOMORROW: _("tomorrow at %(time)s"),
        Day.THIS_WEEK: _WEEKDAYS[opening.at.weekday()],
        Day.LATER: _("on %(date)s at %(time)s"),
    }[opening.day]
    # The clock is already the visitor's; `time_format` would not move it.
    return str(pattern) % {"time": time_format(opening.at.timetz(), "H:i"), "date": _date(opening)}


def _date(opening: Opening) -> str:
    return date_format(opening.at.date(), "MONTH_DAY_FORMAT")
