"""The simulator's page (SPEC 2.13): its form is sent as an address, so that an answer can be shown to a colleague."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.admin.simulator_form import SimulatorForm
from helpdesk.admin.simulator_rows import rows, turns
from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.models import Visitor
from helpdesk.simulator.answer import Answer, simulate
from helpdesk.simulator.form import usual_point
from helpdesk.simulator.moments import day_and_time, house_zone
from helpdesk.simulator.places import UNKNOWN, code_of, short_name
from helpdesk.simulator.sentences import OBSTACLES, how_found, outcome
from routing.samples import sample_places

MOST_CHIPS = 8
LATEST_VISITORS = 60


def page(request: HttpRequest) -> HttpResponse:
    with timezone.override(house_zone()):
        return render(request, "admin/simulator.html", admin.site.each_context(request) | _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    pages = _recent_pages()
    form = SimulatorForm(_asked(request.GET)) if request.GET else SimulatorForm(initial=_beginning(pages))
    context = {
        "title": _("Simulator"),
        "form": form,
        "pages": pages,
        "chips": _chips(),
        "zone": timezone.get_current_timezone_name(),
    }
    if request.GET and form.is_valid():
        context |= _told(simulate(form.question(), now=timezone.now()))
    return context


def _asked(query: QueryDict) -> dict[str, Any]:
    """A chip goes before whatever is in the fields that it fills."""
    point = usual_point()
    data: dict[str, Any] = {"contact_point": point.pk if point else None} | query.dict()
    if "pick" in data:
        data |= {"region": "" if data["pick"] == UNKNOWN else data["pick"], "ip": ""}
    return data


def _beginning(pages: list[str]) -> dict[str, Any]:
    return {"url": pages[0] if pages else "", "contact_point": usual_point()}


def _recent_pages() -> list[str]:
    """Where the latest visitors are, for the field's suggestions."""
    latest = Visitor.objects.order_by("-pk").values_list("page", flat=True)[:LATEST_VISITORS]
    return list(dict.fromkeys(filter(None, latest)))


def _chips() -> list[tuple[str, str]]:
    """(what to send, name): regions that rules name, a country that none names, and an unknown place."""
    places = sample_places(read_board(schedules()))
    named = [(code_of(place), short_name(code_of(place))) for place in places if place is not None]
    return [*named[: MOST_CHIPS - 1], *named[MOST_CHIPS - 1 :][-1:], (UNKNOWN, _("unknown"))]


def _told(answer: Answer) -> dict[str, Any]:
    return {
        "answer": answer,
        "outcome": outcome(answer),
        "obstacles": [OBSTACLES[obstacle] for obstacle in answer.obstacles],
        "where": answer.where.name or _("place unknown"),
        "found": how_found(answer.where),
        "when": day_and_time(answer.at),
        "rows": rows(answer),
        "turns": turns(answer),
    }
