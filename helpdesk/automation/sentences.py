"""Rules as sentences: "When somebody of Line 2 writes to the visitor in an ended chat → end it as pending"."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from helpdesk.automation import words
from helpdesk.automation.heads import head
from helpdesk.automation.names import FIELDS, Names
from helpdesk.geo.names import region_name
from helpdesk.quoting import quoted, thing
from routing.automation import actions as do
from routing.automation.actions import Action
from routing.automation.conditions import Condition, Value
from routing.automation.rule import Rule
from routing.automation.subjects import ABOUT, Op, Shape, Subject

LONGEST_TEXT = 60

_L = gettext_lazy
_POSITIVE = (Op.IS, Op.ANY_OF, Op.UNDER, Op.WITHIN)
_NEGATIVE = (Op.IS_NOT, Op.NONE_OF, Op.NOT_UNDER, Op.OUTSIDE)

# For each subject: when it is one of the values, when it is none of them, when it is empty, when it is not.
_CLAUSES: Mapping[Subject, tuple[str | Promise, ...]] = {
    Subject.AUTHOR: (_L("it is done by %(v)s"), _L("it is not done by %(v)s")),
    Subject.AUTHOR_OPERATOR: (
        _L("it is done by %(v)s"),
        _L("it is not done by %(v)s"),
        _L("it is done by no operator"),
        _L("it is done by an operator"),
    ),
    Subject.AUTHOR_GROUPS: (
        _L("it is done by somebody of %(v)s"),
        _L("it is done by nobody of %(v)s"),
        _L("it is done by nobody of a group"),
        _L("it is done by somebody of a group"),
    ),
    Subject.EVENT: (_L("this has happened: %(v)s"), _L("something else has happened than: %(v)s")),
    Subject.SORT: (_L("it is a %(v)s"), _L("it is no %(v)s")),
    Subject.CONTACT_POINT: (_L("it comes from %(v)s"), _L("it does not come from %(v)s")),
    Subject.GROUP: (
        _L("it is the group's %(v)s"),
        _L("it is not the group's %(v)s"),
        _L("it is no group's"),
        _L("it is some group's"),
    ),
    Subject.STATUS: (_L("its status is %(v)s"), _L("its status is not %(v)s")),
    Subject.ASSIGNEE: (
        _L("%(v)s is responsible"),
        _L("somebody else is responsible than %(v)s"),
        _L("nobody is responsible"),
        _L("somebody is responsible"),
    ),
    Subject.ASSIGNEE_GROUPS: (
        _L("somebody of %(v)s is responsible"),
        _L("nobody of %(v)s is responsible"),
        _L("nobody of a group is responsible"),
        _L("somebody of a group is responsible"),
    ),
    Subject.STAGE: (
        _L("its stage is %(v)s"),
        _L("its stage is not %(v)s"),
        _L("it has no stage"),
        _L("it has a stage"),
    ),
    Subject.CATEGORY: (
        _L("its category is %(v)s"),
        _L("its category is not %(v)s"),
        _L("it has no category"),
        _L("it has a category"),
    ),
    Subject.TAGS: (_L("it is tagged %(v)s"), _L("it is not tagged %(v)s"), _L("it has no tags"), _L("it has tags")),
    Subject.PRIORITY: (_L("its priority is %(v)s"), _L("its priority is not %(v)s")),
    Subject.PAGE: (
        _L("the page is one of %(v)s"),
        _L("the page is none of %(v)s"),
        _L("the page is unknown"),
        _L("the page is known"),
    ),
    Subject.PLACE: (
        _L("the visitor is in %(v)s"),
        _L("the visitor is not in %(v)s"),
        _L("nobody knows where the visitor is"),
        _L("it is known where the visitor is"),
    ),
}

_FLAGS: Mapping[Subject, tuple[str | Promise, str | Promise]] = {
    Subject.ACTIVE: (_L("it is live"), _L("it is not live")),
    Subject.WAS_ACTIVE: (_L("it was live before"), _L("it had ended before")),
    Subject.ACCEPTED: (_L("somebody has accepted it"), _L("nobody has accepted it")),
    Subject.WORKING_HOURS: (_L("it is within working hours"), _L("it is outside working hours")),
    Subject.FIRST: (_L("the contact never wrote before"), _L("the contact has written before")),
}

_ABOUT_WORDS: Mapping[Op, str | Promise] = {
    Op.CONTAINS: _L("%(what)s contains %(v)s"),
    Op.LACKS: _L("%(what)s does not contain %(v)s"),
    Op.MATCHES: _L("%(what)s matches %(v)s"),
    Op.IS: _L("%(what)s is %(v)s"),
    Op.IS_NOT: _L("%(what)s is not %(v)s"),
    Op.EMPTY: _L("%(what)s is empty"),
    Op.FILLED: _L("%(what)s is not empty"),
}

_NUMBERS: Mapping[tuple[Subject, Op], str | Promise] = {
    (Subject.PRIORITY, Op.MORE_THAN): _L("its priority is above %(v)s"),
    (Subject.PRIORITY, Op.LESS_THAN): _L("its priority is below %(v)s"),
    (Subject.WAITING, Op.MORE_THAN): _L("the visitor has waited more than %(v)s s"),
    (Subject.WAITING, Op.LESS_THAN): _L("the visitor has waited less than %(v)s s"),
}

_DEEDS: Mapping[type[Action], str | Promise] = {
    do.Assign: _L("assign to %(operator)s"),
    do.AssignGroup: _L("give to the group %(group)s"),
    do.AssignByPolicy: _L("let the policy choose somebody"),
    do.Unassign: _L("assign to nobody"),
    do.Accept: _L("fix it to the assignee"),
    do.End: _L("end it as %(status)s"),
    do.SetStatus: _L("set the status to %(status)s"),
    do.SetStage: _L("set the stage to %(stage)s"),
    do.SetCategory: _L("set the category to %(category)s"),
    do.AddTag: _L("add the tag %(tag)s"),
    do.RemoveTag: _L("take the tag %(tag)s away"),
    do.SetPriority: _L("set the priority to %(priority)s"),
    do.SendText: _L("say to the visitor “%(text)s”"),
    do.AddNote: _L("leave the note “%(text)s”"),
    do.Notify: _L("alert %(people)s"),
    do.CallWebhook: _L("call the webhook %(webhook)s"),
}


def sentence(rule: Rule, names: Names) -> str:
    """What it does and when."""
    return f"{when(rule, names)} → {then(rule, names)}"


def when(rule: Rule, names: Names) -> str:
    """Whatever has to hold is joined by "and"; of several alternatives, which come last, it says that they are some."""
    begins, rest = head(rule, names)
    some = rule.conditions.some
    clauses = [clause(one, names) for one in (*rest, *(some if len(some) == 1 else ()))]
    if len(some) > 1:
        listed = "; ".join(clause(one, names) for one in some)
        clauses.append(_("at least one of these holds: %(clauses)s") % {"clauses": listed})
    return _(", and ").join([begins, *clauses])


def then(rule: Rule, names: Names) -> str:
    deeds = [deed(action, names) for action in rule.actions]
    if rule.stop:
        deeds.append(_("ask no rule after it"))
    return ", ".join(deeds) or _("nothing")


def clause(condition: Condition, names: Names) -> str:
    """One condition as part of a sentence."""
    subject, op = condition.subject, condition.op
    shape = ABOUT[subject].shape
    if shape is Shape.FLAG:
        return str(_FLAGS[subject][0 if condition.values[0] else 1])
    if shape is Shape.WORDS:
        told = words.PRECHAT.get(condition.key, condition.key)
        what = _("the text") if subject is Subject.TEXT else quoted(told)
        return str(_ABOUT_WORDS[op]) % {"what": what, "v": values(condition, names)}
    if (subject, op) in _NUMBERS:
        return str(_NUMBERS[subject, op]) % {"v": condition.values[0]}
    place = 0 if op in _POSITIVE else 1 if op in _NEGATIVE else 2 if op is Op.EMPTY else 3
    return str(_CLAUSES[subject][place]) % {"v": values(condition, names)}


def values(condition: Condition, names: Names) -> str:
    told = [value(condition.subject, one, names) for one in condition.values]
    if condition.op in _NEGATIVE:
        return pgettext("none of", " or ").join(told)
    return _or(told)


def value(subject: Subject, one: Value, names: Names) -> str:
    refers = ABOUT[subject].refers
    if refers:
        return names.told(refers, one)
    if one in (known := words.closed_set(subject)):
        return thing(known[one]) if subject is Subject.EVENT else str(known[one])
    if ABOUT[subject].shape is Shape.PLACE:
        return region_name(str(one), (get_language() or "en")[:2])
    return str(one) if ABOUT[subject].shape in (Shape.NUMBER, Shape.SECONDS) else quoted(one)


def deed(action: Action, names: Names) -> str:
    """What one action does, as part of a sentence."""
    if isinstance(action, do.SetCategory) and action.category is None:
        return _("clear the category")
    return str(_DEEDS[type(action)]) % _told(action, names)


def _told(action: Action, names: Names) -> dict[str, Any]:
    data = action.as_data()
    told: dict[str, Any] = {}
    for name, given in data.items():
        if name in FIELDS:
            told[name] = _all(FIELDS[name], given, names)
        elif name == "status":
            told[name] = words.STATUSES[given]
        else:
            told[name] = Truncator(given).chars(LONGEST_TEXT) if name == "text" else given
    told["people"] = ", ".join(filter(None, (told.get("groups"), told.get("operators")))) or _("nobody")
    return told


def _all(what: str, given: Any, names: Names) -> str:
    ids = given if isinstance(given, list | tuple) else (given,)
    return ", ".join(names.told(what, pk) for pk in ids)


def _or(parts: Iterable[str]) -> str:
    return _(" or ").join(parts)
