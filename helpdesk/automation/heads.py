"""How a rule's sentence begins: who does what, and where, as far as its conditions say."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.automation import words
from helpdesk.automation.names import Names
from helpdesk.events import CATALOGUE
from routing.automation.conditions import Condition
from routing.automation.facts import Author, Kind
from routing.automation.rule import Rule
from routing.automation.subjects import Op, Subject

_L = gettext_lazy
_IS = (Op.IS, Op.ANY_OF)

_VERBS: Mapping[str, str | Promise] = {
    "message.sent": _L("%(who)s writes to the visitor"),
    "message.received": _L("%(who)s writes"),
    "message.noted": _L("%(who)s leaves a note"),
    "conversation.taken": _L("%(who)s takes it"),
    "conversation.accepted": _L("%(who)s accepts it"),
    "conversation.ended": _L("%(who)s ends it"),
    "conversation.closed": _L("%(who)s closes it"),
    "conversation.transferred": _L("%(who)s transfers it"),
}
_WHERE: Mapping[bool, str | Promise] = {
    True: _L("%(happens)s in a live chat"),
    False: _L("%(happens)s in an ended chat"),
}


def head(rule: Rule, names: Names) -> tuple[str, list[Condition]]:
    """The beginning of the sentence, and those conditions that it does not tell of."""
    left = list(rule.conditions.every)
    match rule.kind:
        case Kind.TIMED:
            begins = _waited(left)
        case Kind.INCOMING:
            who = _who(left, names)
            begins = _("%(who)s begins a conversation") % {"who": who} if who else _("a conversation begins")
        case _:
            begins = _happens(left, names)
    return _("When %(happens)s") % {"happens": begins}, left


def _waited(left: list[Condition]) -> str:
    found = _take(left, Subject.WAITING, (Op.MORE_THAN,))
    if found is None:
        return _("time passes")
    return _("the visitor has waited more than %(v)s s") % {"v": found.values[0]}


def _happens(left: list[Condition], names: Names) -> str:
    who = _who(left, names)
    event = _take(left, Subject.EVENT, _IS, single=True)
    if event is None:
        return _("%(who)s does something") % {"who": who} if who else _("something happens")
    kind = str(event.values[0])
    if kind in _VERBS:
        usual = words.AUTHORS[Author.VISITOR if kind == "message.received" else Author.OPERATOR]
        happens = str(_VERBS[kind]) % {"who": who or (usual if kind.startswith("message.") else _("somebody"))}
    else:
        meaning = CATALOGUE[kind].meaning if kind in CATALOGUE else kind
        told = _("this happens: “%(event)s”") if not who else _("this happens: “%(event)s” (by: %(who)s)")
        happens = told % {"event": meaning, "who": who}
    before = _take(left, Subject.WAS_ACTIVE, _IS)
    return str(_WHERE[bool(before.values[0])]) % {"happens": happens} if before else happens


def _who(left: list[Condition], names: Names) -> str:
    """Whoever acts, by the closest that is said of them; what follows from it is not said twice."""
    group = _take(left, Subject.AUTHOR_GROUPS, _IS)
    person = None if group else _take(left, Subject.AUTHOR_OPERATOR, _IS)
    if group is not None or person is not None:
        _take(left, Subject.AUTHOR, _IS, value=Author.OPERATOR)
    if group is not None:
        called = _(" or ").join(names.told("groups", pk) for pk in group.values)
        return _("somebody of %(group)s") % {"group": called}
    if person is not None:
        return _(" or ").join(names.told("operators", pk) for pk in person.values)
    author = _take(left, Subject.AUTHOR, _IS)
    return _(" or ").join(str(words.AUTHORS[str(one)]) for one in author.values) if author else ""


def _take(
    left: list[Condition], subject: Subject, ops: tuple[Op, ...], *, single: bool = False, value: str | None = None
) -> Condition | None:
    """The first such condition, taken out of those that are left; `value`: only if it is exactly this one."""
    for one in left:
        fits = one.subject is subject and one.op in ops and (not single or len(one.values) == 1)
        if fits and (value is None or one.values == (value,)):
            left.remove(one)
            return one
    return None
