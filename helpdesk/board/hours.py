"""Rows of working hours as `routing` knows them."""

from collections import defaultdict
from datetime import date

from helpdesk import models
from routing.hours import Period, Periods, Schedule


def schedules() -> dict[int, Schedule]:
    """All of them by id. Three queries."""
    rows = models.Schedule.objects.prefetch_related("periods", "exceptions")
    return {row.pk: schedule_of(row) for row in rows}


def schedule_of(row: models.Schedule) -> Schedule:
    week: tuple[list[Period], ...] = tuple([] for _ in range(7))
    for period in row.periods.all():
        week[period.weekday].append(Period(period.opens, period.closes))
    dates: dict[date, list[Period]] = defaultdict(list)
    for exception in row.exceptions.all():
        periods = dates[exception.date]
        if exception.opens is not None and exception.closes is not None:
            periods.append(Period(exception.opens, exception.closes))
    return Schedule(row.zone, tuple(map(tuple, week)), {day: _fixed(periods) for day, periods in dates.items()})


def _fixed(periods: list[Period]) -> Periods:
    return tuple(periods)
