"""The coverage map's page (SPEC 2.14): who serves which page, seen from where and when, and what is odd about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.admin.coverage_rows import kept_rows, told_channels, told_findings
from helpdesk.admin.policies import cards
from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.simulator.findings import Level, findings, gaps_of
from helpdesk.simulator.form import FIRST_YEAR, LAST_YEAR
from helpdesk.simulator.heat import heat
from helpdesk.simulator.labels import Labels
from helpdesk.simulator.moments import day_and_time, house_zone
from helpdesk.simulator.quiet import read_only
from helpdesk.simulator.territory import Territory, survey
from helpdesk.simulator.visited import visited
from helpdesk.simulator.week import week
from routing.regions import Place
from routing.samples import ELSEWHERE

MOST_FINDINGS = 60


def page(request: HttpRequest) -> HttpResponse:
    """`?pages=visited` takes the pages of the last 30 days, `?at=` another moment of the zone of the working hours."""
    with timezone.override(house_zone()), read_only():
        context = _context(request.GET.get("pages") == "visited", _moment(request), timezone.now())
        return render(request, "admin/coverage.html", admin.site.each_context(request) | context)


def _moment(request: HttpRequest) -> datetime | None:
    """None for what is no moment: the map is then that of now."""
    try:
        moment = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        return None
    if moment is None or not FIRST_YEAR <= moment.year < LAST_YEAR:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _context(by_visits: bool, at: datetime | None, now: datetime) -> dict[str, Any]:
    board = read_board(schedules())
    context: dict[str, Any] = {"title": _("Coverage map"), "zone": timezone.get_current_timezone_name()}
    if not any(group.enabled for group in board.groups):
        return context | {"no_group": True}
    seen = visited(now) if by_visits else ()
    territory, moment = survey(board, now, seen), at or now
    gaps = gaps_of(territory)
    found = [*told_findings(findings(territory, gaps, now, seen), board), *told_channels(cards())]
    found.sort(key=lambda told: list(Level).index(told.finding.level))
    rows, rows_left = kept_rows(territory, heat(territory, moment), moment)
    return context | {
        "by_visits": by_visits,
        "unvisited": by_visits and not seen,
        "columns": _columns(territory),
        "rows": rows,
        "week": week(territory, gaps, moment),
        "when": day_and_time(moment),
        "at": f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if at else "",
        "findings": found[:MOST_FINDINGS],
        "left_out": _left_out(territory, rows_left, max(0, len(found) - MOST_FINDINGS)),
    }


def _columns(territory: Territory) -> list[tuple[str, str]]:
    """(short name, all names)"""
    if len(territory.places) == 1:
        return [(_("everywhere"), "")]
    return [_column(Labels(territory), kind) for kind in territory.places]


def _column(labels: Labels, places: Sequence[Place | None]) -> tuple[str, str]:
    names = [labels.place(place) for place in places]
    short = ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
    return _("everywhere else") if ELSEWHERE in places else short, ", ".join(names)


def _left_out(territory: Territory, rows: int, findings: int) -> list[str]:
    """What was too much to look at or to show, in sentences."""
    told = []
    if territory.pages_left:
        told.append(
            ngettext(
                "%(count)s more kind of pages was not looked at.",
                "%(count)s more kinds of pages were not looked at.",
                territory.pages_left,
            )
            % {"count": territory.pages_left}
        )
    if territory.places_left:
        told.append(
            ngettext(
                "%(count)s more kind of regions was not looked at.",
                "%(count)s more kinds of regions were not looked at.",
                territory.places_left,
            )
            % {"count": territory.places_left}
        )
    if territory.by_the_hour:
        told.append(_("So many hours differ that only full hours were looked at."))
    if rows:
        text = ngettext(
            "%(count)s more row is not shown: less is wrong in it at this moment than in those that are.",
            "%(count)s more rows are not shown: less is wrong in them at this moment than in those that are.",
            rows,
        )
        told.append(text % {"count": rows})
    if findings:
        text = ngettext("%(count)s more finding is not shown.", "%(count)s more findings are not shown.", findings)
        told.append(text % {"count": findings})
    return told
