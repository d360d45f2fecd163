"""What a trial has found, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpdesk.automation.names import Names
from helpdesk.automation.sentences import deed
from helpdesk.automation.trial import Difference
from helpdesk.events import CATALOGUE
from routing.automation.actions import AssignByPolicy
from routing.automation.engine import Done
from routing.automation.rule import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """One change of the past: what happens by the rules of today, and what would happen instead."""

    difference: Difference
    event: str
    today: tuple[str, ...]
    instead: tuple[str, ...]


def lines(differences: Iterable[Difference], rules: Iterable[Rule], names: Names) -> list[Line]:
    called = {rule.key: rule.name for rule in rules}

    def deeds(done: tuple[Done, ...]) -> tuple[str, ...]:
        return tuple(f"{called[one.rule]}: {_deed(one, names)}" for one in done)

    return [Line(one, _event(one), deeds(one.today), deeds(one.instead)) for one in differences]


def _deed(one: Done, names: Names) -> str:
    """To whom a policy would have given it, nobody can say."""
    if isinstance(one.action, AssignByPolicy):
        return _("would be given by the policy")
    return deed(one.action, names)


def _event(one: Difference) -> str:
    kind = one.moment.facts.event
    if kind:
        return str(CATALOGUE[kind].meaning)
    return _("The visitor had waited %(seconds)s s") % {"seconds": one.moment.facts.waiting}
