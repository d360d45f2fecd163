"""A group or a policy as its form has it just now, for the simulator: nothing of it is saved (SPEC 2.13)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from helpdesk.board.hours import schedules
from helpdesk.board.knowledge import rules_of
from helpdesk.models import ContactPoint, DistributionPolicy, OperatorGroup
from helpdesk.simulator.question import Override
from helpdesk.snapshots.policies import with_people
from routing.regions import RegionRule

ASKED = "trial"
"""The field that carries what the group's or policy's own form had, from one question to the next."""
MOST_LETTERS = 500_000


@dataclass(frozen=True, slots=True)
class Trial:
    """`written` is the form's data, to be sent along with the next question. `complaints`: it cannot be tried so.

    `page` and `point` are what to ask about first; empty and None: whatever is usual.
    """

    title: str
    written: str
    complaints: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    policy: DistributionPolicy | None = None
    page: str = ""
    point: ContactPoint | None = None


def read(request: HttpRequest, model: str, pk: str | None) -> Trial:
    """From a POST of the form itself, or of the simulator's with ASKED in it. `pk` None: it is a new one.

    Raises Http404, and PermissionDenied to whoever may not save the form.
    """
    if model not in _TRIED:
        raise Http404
    kind, tried = _TRIED[model]
    owner: Any = admin.site.get_model_admin(kind)
    row = owner.get_object(request, unquote(pk)) if pk else None
    if pk and row is None:
        raise Http404
    if not (owner.has_change_permission(request, row) if row else owner.has_add_permission(request)):
        raise PermissionDenied
    written = request.POST.get(ASKED) or request.POST.urlencode()
    data = QueryDict(written[:MOST_LETTERS])
    form = owner.get_form(request, row, change=row is not None)(data, instance=row)
    if not form.is_valid():
        return Trial(str(row or owner.opts.verbose_name), written, tuple(_complaints(form)))
    return replace(tried(form, timezone.now()), title=str(form.instance), written=written)


def _complaints(form: ModelForm) -> list[str]:
    labels = {name: f"{field.label}: " for name, field in form.fields.items()}
    return [labels.get(name, "") + " ".join(map(str, errors)) for name, errors in form.errors.items()]


def _group(form: ModelForm, now: datetime) -> Trial:
    row, cleaned = form.instance, form.cleaned_data
    rules = rules_of(row, 0, schedules())
    codes = frozenset(row.regions).union(*(region_set.codes for region_set in cleaned["region_sets"]))
    members = frozenset(operator.pk for operator in cleaned["members"] if operator.enabled)
    rules = replace(rules, regions=RegionRule(rules.regions.scope, codes))
    return Trial("", "", overrides=(Override(rules, members),), page=cleaned.get("try_page") or "")


def _policy(form: ModelForm, now: datetime) -> Trial:
    row, cleaned = form.instance, form.cleaned_data
    return Trial("", "", policy=with_people(row, cleaned["operators"], cleaned["groups"], now), point=row.contact_point)


_TRIED: dict[str, tuple[Any, Callable[[ModelForm, datetime], Trial]]] = {
    "operatorgroup": (OperatorGroup, _group),
    "distributionpolicy": (DistributionPolicy, _policy),
}
