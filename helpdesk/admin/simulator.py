"""The simulator's page (SPEC 2.13): its form is sent as an address, so that an answer can be shown to a colleague."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.admin import simulator_trial
from helpdesk.admin.simulator_form import SimulatorForm
from helpdesk.admin.simulator_rows import rows, turns
from helpdesk.admin.simulator_trial import Trial
from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import read_board
from helpdesk.models import Visitor
from helpdesk.simulator.afterwards import given_out
from helpdesk.simulator.answer import Answer, simulate
from helpdesk.simulator.form import client_label, usual_point
from helpdesk.simulator.moments import day_and_time, house_zone
from helpdesk.simulator.places import UNKNOWN, code_of, short_name
from helpdesk.simulator.sentences import OBSTACLES, how_found, outcome
from routing.board import Board
from routing.samples import sample_places

MOST_CHIPS = 8
LATEST_VISITORS = 60
NO_TRIAL = Trial("", "")


def page(request: HttpRequest) -> HttpResponse:
    with timezone.override(house_zone()):
        return _page(request, _context(request.GET.dict()))


@require_POST
def try_form(request: HttpRequest, model: str, pk: str | None = None) -> HttpResponse:
    """The same with a group or a policy as the form has it that was sent, unsaved; see `simulator_trial`."""
    with timezone.override(house_zone()):
        trial = simulator_trial.read(request, model, pk)
        asked = request.POST.dict()
        if simulator_trial.ASKED not in asked:
            asked = {"everybody": "on"} | ({"url": trial.page} if trial.page else {})
            if trial.point:
                asked["contact_point"] = str(trial.point.pk)
        return _page(request, _context(asked, trial))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "admin/simulator.html", admin.site.each_context(request) | context)


def _context(asked: dict[str, str], trial: Trial = NO_TRIAL) -> dict[str, Any]:
    pages, clients = _recent()
    if asked:
        form = SimulatorForm(_asked({"url": pages[0] if pages and trial.written else ""} | asked))
    else:
        form = SimulatorForm(initial=_beginning(pages))
    context = {
        "title": _("Simulator"),
        "form": form,
        "pages": pages,
        "clients": clients,
        "zone": timezone.get_current_timezone_name(),
        "trial": trial,
    }
    if asked and not trial.complaints and form.is_valid():
        answer = simulate(form.question(trial.overrides, trial.policy), now=timezone.now())
        return context | _told(answer) | {"chips": _chips(answer.board)}
    return context | {"chips": _chips(read_board(schedules()))}


def _asked(asked: dict[str, str]) -> dict[str, Any]:
    """A chip goes before whatever is in the fields that it fills."""
    point = usual_point()
    data: dict[str, Any] = {"contact_point": point.pk if point else None} | asked
    if "pick" in data:
        data |= {"region": "" if data["pick"] == UNKNOWN else data["pick"], "ip": ""}
    return data


def _beginning(pages: list[str]) -> dict[str, Any]:
    return {"url": pages[0] if pages else "", "contact_point": usual_point()}


def _recent() -> tuple[list[str], list[str]]:
    """Where the latest visitors are, and which clients are among them, for the fields' suggestions."""
    latest = Visitor.objects.select_related("contact").order_by("-pk")[:LATEST_VISITORS]
    pages = dict.fromkeys(visitor.page for visitor in latest if visitor.page)
    clients = dict.fromkeys(client_label(visitor.contact) for visitor in latest if visitor.contact)
    return list(pages), list(clients)


def _chips(board: Board) -> list[tuple[str, str]]:
    """(what to send, name): regions that rules name, a country that none names, and an unknown place."""
    places = sample_places(board)
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
        "given_out": given_out(answer),
        "turns": turns(answer),
    }
