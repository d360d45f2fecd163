"""Rules and the stages that they need, in a file to be edited and applied (docs/recipes)."""

from dataclasses import dataclass
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from helpdesk.automation.names import Names
from helpdesk.automation.rules import rule_of
from helpdesk.models import Automation, ContactPoint, Stage
from routing.automation.actions import ActionError
from routing.automation.conditions import ConditionError

RULE = {"name", "kind", "enabled", "stop", "conditions", "actions"}
STAGE = {"name", "channel", "status", "conversion"}


class RecipeError(ValueError):
    """The file cannot be used; says why in a sentence. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Applied:
    made: tuple[str, ...]
    changed: tuple[str, ...]


def apply(text: str) -> Applied:
    """Make or change the stages and rules that the file names, found by their names; all of them or none.

    Rules that are new stand, in the file's order, before all others: that is where such rules belong (document O).
    Raises RecipeError.
    """
    data = _load(text)
    with transaction.atomic():
        for stage in data.get("stages") or ():
            _stage(stage)
        names = Names.read()
        return _rules([_read(rule, names) for rule in data.get("rules") or ()])


def drafts(text: str) -> list[Automation]:
    """The rules of a file as rows that are not stored; stages that it names must be there. Raises RecipeError."""
    names = Names.read()
    return [_read(rule, names) for rule in _load(text).get("rules") or ()]


def _load(text: str) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RecipeError(_("The file is not YAML: %(error)s") % {"error": error}) from None
    if not isinstance(data, dict) or data.keys() - {"about", "stages", "rules"}:
        raise RecipeError(_("A recipe has “stages” and “rules”, and may say what it is “about”."))
    return data


def _stage(data: Any) -> None:
    _refuse_strange(data, STAGE)
    point = None
    if data.get("channel"):
        point = ContactPoint.objects.filter(name=data["channel"]).first()
        if point is None:
            raise RecipeError(_("There is no channel “%(name)s”.") % {"name": data["channel"]})
    defaults = {name: data[name] for name in ("status", "conversion") if name in data}
    if defaults.get("status", "open") not in Stage.Status.values:
        raise RecipeError(_("“%(status)s” is no status.") % {"status": defaults["status"]})
    Stage.objects.update_or_create(name=data["name"], contact_point=point, defaults=defaults)


def _read(data: Any, names: Names) -> Automation:
    _refuse_strange(data, RULE)
    try:
        row = Automation(
            name=str(data["name"]),
            kind=str(data.get("kind", "")),
            enabled=bool(data.get("enabled", True)),
            stop=bool(data.get("stop", False)),
            conditions=names.conditions_read(data.get("conditions") or {}),
            actions=names.actions_read(data.get("actions") or []),
        )
        rule = rule_of(row)
    except (ConditionError, ActionError, ValueError) as error:
        raise RecipeError(f"{data['name']}: {error}") from None
    # As the admin's form would have written it.
    row.conditions, row.actions = rule.conditions.as_data(), [action.as_data() for action in rule.actions]
    return row


def _rules(rows: list[Automation]) -> Applied:
    stored = {row.name: row for row in Automation.objects.filter(name__in=[row.name for row in rows])}
    new = [row for row in rows if row.name not in stored]
    if new:
        _make_room(len(new))
    for place, row in enumerate(new):
        row.position = place
        row.save()
    for row in rows:
        if row.name in stored:
            old = stored[row.name]
            old.kind, old.enabled, old.stop = row.kind, row.enabled, row.stop
            old.conditions, old.actions = row.conditions, row.actions
            old.save()
    return Applied(tuple(row.name for row in new), tuple(stored))


def _make_room(number: int) -> None:
    """Number the others anew, behind those that come."""
    last = Automation.objects.aggregate(last=Max("position"))["last"]
    if last is None:
        return
    rows = list(Automation.objects.order_by("position", "pk"))
    for place, row in enumerate(rows, number):
        row.position = place
    Automation.objects.bulk_update(rows, ["position"])


def _refuse_strange(data: Any, known: set[str]) -> None:
    if not isinstance(data, dict) or not data.get("name") or data.keys() - known:
        raise RecipeError(_("Each entry has a name and nothing but: %(known)s.") % {"known": ", ".join(sorted(known))})
