"""What a timeline kept of the rules that were asked (`telling`), for people: what each did, or why it did nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.automation import words
from helpdesk.automation.names import Names
from helpdesk.automation.sentences import clause, deed
from routing.automation.actions import ActionError, read_action
from routing.automation.conditions import ConditionError, read_condition

_VERDICTS: Mapping[str, str | Promise] = {
    "disabled": gettext_lazy("it was switched off"),
    "stopped": gettext_lazy("a rule before it was the last one to be asked"),
}
_WORDS_OF_DEEDS = ("result", "reason")


@dataclass(frozen=True, slots=True)
class Asked:
    name: str
    acted: bool
    text: str


def asked(data: Mapping[str, Any], names: Names) -> tuple[Asked, ...]:
    """One line for each rule that is kept, and one for how many are not."""
    told = [_one(entry, names) for entry in data.get("rules", ())]
    if more := data.get("more"):
        told.append(Asked("…", False, ngettext("%(n)s more rule", "%(n)s more rules", more) % {"n": more}))
    return tuple(told)


def _one(entry: Mapping[str, Any], names: Names) -> Asked:
    if "did" in entry:
        return Asked(entry["rule"], True, "; ".join(_did(done, names) for done in entry["did"]))
    return Asked(entry["rule"], False, _why(entry, names))


def _did(done: Mapping[str, Any], names: Names) -> str:
    try:
        said = deed(read_action({key: value for key, value in done.items() if key not in _WORDS_OF_DEEDS}), names)
    except ActionError:
        # Rows outlive the code that wrote them.
        said = str(done.get("do"))
    if done.get("reason"):
        why = words.REASONS.get(done["reason"], done["reason"])
        return _("%(deed)s: no, %(why)s") % {"deed": said, "why": why}
    return said if done["result"] == "done" else _("%(deed)s: it was so already") % {"deed": said}


def _why(entry: Mapping[str, Any], names: Names) -> str:
    conditions = entry.get("conditions", ())
    if not conditions:
        return str(_VERDICTS.get(entry.get("verdict", ""), entry.get("verdict", "")))
    try:
        clauses = [clause(read_condition(condition), names) for condition in conditions]
    except ConditionError:
        return _("one of its conditions did not hold")
    if len(clauses) == 1:
        return _("it asks that %(clause)s") % {"clause": clauses[0]}
    if entry.get("of", 0) > len(clauses):
        clauses.append("…")
    return _("it asks that at least one of these holds: %(clauses)s") % {"clauses": "; ".join(clauses)}
