"""Trying rules on what has happened (SPEC 5.4): which of them are switched on is a question, not a change."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.automation.sentences import deed, sentence
from helpdesk.automation.trial import Difference, Trial, switched, trial
from helpdesk.events import CATALOGUE
from helpdesk.models import Automation
from routing.automation.engine import Done
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


@dataclass(frozen=True, slots=True)
class Line:
    """One change of the past: what happens by the rules of today, and what would happen instead."""

    difference: Difference
    event: str
    today: tuple[str, ...]
    instead: tuple[str, ...]


class TrialForm(forms.Form):
    days = forms.TypedChoiceField(coerce=int, choices=[(days, days) for days in DAYS], label=gettext_lazy("Days"))


def page(request: HttpRequest) -> HttpResponse:
    """`days`, and `on` for each rule that is to be asked; without them nothing is tried yet."""
    names, rules = Names.shown(), _stored()
    form = TrialForm(request.GET if "days" in request.GET else None, initial={"days": DAYS[1]})
    tried = form.is_bound and form.is_valid()
    on = set(request.GET.getlist("on")) if tried else {rule.key for rule in rules if rule.enabled}
    context: dict[str, Any] = {
        "title": _("Try rules on history"),
        "days": [(days, form.cleaned_data["days"] == days if tried else days == DAYS[1]) for days in DAYS],
        "choices": [Choice(rule, sentence(rule, names), rule.key in on) for rule in rules],
    }
    if tried:
        found = trial(rules, list(switched(rules, on)), days=form.cleaned_data["days"], now=timezone.now())
        context |= _told(found, rules, names)
    return render(request, "admin/rule_trial.html", admin.site.each_context(request) | context)


def _event(one: Difference) -> str:
    kind = one.moment.facts.event
    if kind:
        return str(CATALOGUE[kind].meaning)
    return _("The visitor had waited %(seconds)s s") % {"seconds": one.moment.facts.waiting}


def _stored() -> list[Rule]:
    found = []
    for row in Automation.objects.all():
        try:
            found.append(rule_of(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            # The list of rules says so; nobody asks such a rule.
            continue
    return found


def _told(found: Trial, rules: list[Rule], names: Names) -> dict[str, Any]:
    called = {rule.key: rule.name for rule in rules}

    def deeds(done: tuple[Done, ...]) -> tuple[str, ...]:
        return tuple(f"{called[one.rule]}: {deed(one.action, names)}" for one in done)

    lines = [Line(one, _event(one), deeds(one.today), deeds(one.instead)) for one in found.differences[:SHOWN]]
    return {"trial": found, "lines": lines, "more": len(found.differences) - len(lines)}
