"""Trying rules on what has happened (SPEC 5.4): which of them are switched on is a question, not a change."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.admin import trial_run
from helpdesk.admin.trial_lines import lines
from helpdesk.automation.assumptions import assumptions
from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.automation.sentences import sentence
from helpdesk.automation.trial import switched
from helpdesk.models import Automation
from routing.automation.rule import Rule

DAYS = (1, 7, 30, 90)
SHOWN = 200
"""Differences on one page; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that may be asked or not in the trial."""

    rule: Rule
    sentence: str
    asked: bool


class TrialForm(forms.Form):
    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in DAYS], label=gettext_lazy("Days"))


def page(request: HttpRequest) -> HttpResponse:
    """`days`, and `on` for each rule that is to be asked; without them nothing is tried yet.

    `so_far` is where a trial goes on; with `stop` it does not. htmx gets what is new, everybody else a whole page.
    """
    if not request.user.has_perm("helpdesk.view_automation"):
        raise PermissionDenied
    names, rules = Names.shown(), _stored()
    form = TrialForm(request.GET if "days" in request.GET else None)
    days = form.cleaned_data["days"] if form.is_bound and form.is_valid() else None
    on = {rule.key for rule in rules if rule.enabled} if days is None else set(request.GET.getlist("on"))
    found = {} if days is None else _found(request, rules, list(switched(rules, on)), days, names)
    if found and "HX-Request" in request.headers:
        return render(request, "admin/rule_trial_more.html", found)
    context = {
        "title": _("Try rules on history"),
        "choices": [Choice(rule, sentence(rule, names), rule.key in on) for rule in rules],
        "offered": [(number, number == (days or DAYS[1])) for number in DAYS],
        **found,
    }
    return render(request, "admin/rule_trial.html", admin.site.each_context(request) | context)


def _found(request: HttpRequest, rules: list[Rule], instead: list[Rule], days: int, names: Names) -> dict[str, Any]:
    """One portion, unless it is to stop. A trial about rules that have changed meanwhile is not gone on with."""
    again = _link(request)
    try:
        run = _begun(request, rules, instead, days)
    except trial_run.Stale:
        return {"stale": True, "again": again}
    told: dict[str, Any] = {"days": days, "again": again, "assumed": assumptions([*rules, *instead])}
    stopped = "stop" in request.GET
    if not stopped:
        earlier = min(run.differences, SHOWN)
        run, found = trial_run.step(run, rules, instead, days)
        told |= {"lines": lines(found.differences[: SHOWN - earlier], rules, names), "earlier": earlier}
    return told | {
        "run": run,
        "stopped": stopped,
        "percent": run.percent(days),
        "past": run.is_past(days),
        "more": max(0, run.differences - SHOWN),
        "further": _link(request, so_far=run.written),
        "stop": _link(request, so_far=run.written, stop="1"),
    }


def _begun(request: HttpRequest, rules: list[Rule], instead: list[Rule], days: int) -> trial_run.Run:
    written = request.GET.get("so_far")
    if written is None:
        return trial_run.begin(rules, instead, days, now=timezone.now())
    return trial_run.resume(written, rules, instead, days)


def _link(request: HttpRequest, **more: str) -> str:
    """To the same question, from its start or from where it is."""
    asked = request.GET.copy()
    for name in ("so_far", "stop"):
        asked.pop(name, None)
    asked.update(more)
    return f"{request.path}?{asked.urlencode()}"


def _stored() -> list[Rule]:
    found = []
    for row in Automation.objects.all():
        try:
            found.append(rule_of(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            # The list of rules says so; nobody asks such a rule.
            continue
    return found
