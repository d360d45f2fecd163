"""Rules that cannot do what they were made for (SPEC 2.14, 5.1); told to the supervisor on saving."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from routing.automation.actions import Action
from routing.automation.conditions import Condition, when
from routing.automation.consequences import contradiction
from routing.automation.deeds import perform
from routing.automation.facts import Directory, Facts, Kind
from routing.automation.rule import Rule
from routing.automation.subjects import ABOUT, Subject
from routing.lifecycle import Status


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with the rule of this key, as a code with its values.

    impossible: {conditions: [one or two as data]} never hold together, so the rule never acts.
    dead_alternative: {condition: as data} of several is the one that never holds.
    never_done: {number: of the action from 0, do: its name, reason: of `deeds.CannotBe` or `lifecycle.Refused`}
    unreachable: {by: key of the rule before it that always comes first and is the last}
    gone: {what: a field of `Directory`, id: what is not in it}
    no_actions: it does nothing and stops nothing. no_time: a timed rule that does not say how long somebody has waited.
    """

    rule: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


_CHANGING = {
    Subject.STATUS,
    Subject.ACTIVE,
    Subject.ACCEPTED,
    Subject.ASSIGNEE,
    Subject.ASSIGNEE_GROUPS,
    Subject.GROUP,
    Subject.STAGE,
    Subject.CATEGORY,
    Subject.TAGS,
    Subject.PRIORITY,
}
"""What rules change; everything else is the same for all rules that one event meets."""

_FIELDS = {
    "operator": "operators",
    "operators": "operators",
    "group": "groups",
    "groups": "groups",
    "stage": "stages",
    "category": "categories",
    "webhook": "webhooks",
}
_SOMEBODY = 0
"""An assignee of whom nothing else is known; no operator has this id."""


def doubts(rules: Sequence[Rule], directory: Directory) -> tuple[Doubt, ...]:
    """Everything doubtful about these rules, in their order."""
    found: list[Doubt] = []
    for number, rule in enumerate(rules):
        found += about(rule, directory)
        if rule.enabled:
            found += _unreachable(rule, rules[:number])
    return tuple(found)


def about(rule: Rule, directory: Directory) -> Iterator[Doubt]:
    """What is doubtful about one rule by itself."""
    if not rule.actions and not rule.stop:
        yield Doubt(rule.key, "no_actions")
    if rule.kind is Kind.TIMED and rule.due_after is None:
        yield Doubt(rule.key, "no_time")
    for what, gone in _gone(rule, directory):
        yield Doubt(rule.key, "gone", {"what": what, "id": gone})
    never = _never(rule, directory)
    if never:
        yield Doubt(rule.key, "impossible", {"conditions": [one.as_data() for one in never]})
        return
    for one in rule.conditions.some:
        if contradiction((*rule.conditions.every, one), rule.kind, directory):
            yield Doubt(rule.key, "dead_alternative", {"condition": one.as_data()})
    for number, reason in _never_done(rule, directory):
        yield Doubt(rule.key, "never_done", {"number": number, "do": rule.actions[number].name, "reason": reason})


def _never(rule: Rule, directory: Directory) -> tuple[Condition, ...]:
    """Conditions because of which the rule never acts; empty when it may."""
    every, some = rule.conditions.every, rule.conditions.some
    clash = contradiction(every, rule.kind, directory)
    if clash is None and some:
        clashes = [contradiction((*every, one), rule.kind, directory) for one in some]
        clash = None if None in clashes else clashes[0]
    return tuple(one for one in clash if one is not None) if clash else ()


def _gone(rule: Rule, directory: Directory) -> Iterator[tuple[str, int]]:
    named = [(ABOUT[c.subject].refers, value) for c in _all(rule) if ABOUT[c.subject].refers for value in c.values]
    named += [pair for action in rule.actions for pair in _references(action)]
    for what, value in dict.fromkeys(named):
        if value not in getattr(directory, what):
            yield what, int(value)


def _references(action: Action) -> Iterator[tuple[str, int]]:
    for name, value in action.as_data().items():
        if name in _FIELDS and value is not None:
            yield from ((_FIELDS[name], one) for one in (value if isinstance(value, tuple) else (value,)))


def _all(rule: Rule) -> tuple[Condition, ...]:
    return (*rule.conditions.every, *rule.conditions.some)


def _never_done(rule: Rule, directory: Directory) -> Iterator[tuple[int, str]]:
    """Actions that are refused in whatever state the conditions let through; what is gone is told by itself."""
    reasons: list[list[str]] = [[] for _ in rule.actions]
    for facts in _possible(rule, directory):
        for number, action in enumerate(rule.actions):
            deed = perform(action, facts, directory)
            facts = deed.facts  # noqa: PLW2901 - each action sees what the one before it left
            reasons[number].append(deed.reason)
    for number, given in enumerate(reasons):
        if given and "" not in given and "gone" not in given:
            # Open ones come first, and theirs is the reason that tells most.
            yield number, given[0]


def _possible(rule: Rule, directory: Directory) -> Iterator[Facts]:
    """One conversation for each state that the conditions allow."""
    for status, active, assignee, accepted in product(Status, (False, True), (None, _SOMEBODY), (False, True)):
        stands = (
            when("status", "is", status.value),
            when("active", "is", active),
            when("accepted", "is", accepted),
            when("assignee", "empty" if assignee is None else "filled"),
        )
        every = (*rule.conditions.every, *stands)
        ways = [(*every, one) for one in rule.conditions.some] or [every]
        if any(contradiction(way, rule.kind, directory) is None for way in ways):
            yield Facts(0, status=status, active=active, assignee=assignee, accepted=accepted)


def _unreachable(rule: Rule, before: Iterable[Rule]) -> Iterator[Doubt]:
    """Behind a rule that stops and matches whenever this one would, by what no rule in between can change."""
    for other in before:
        if not (other.enabled and other.stop and other.kind is rule.kind) or other.conditions.some:
            continue
        asked = other.conditions.every
        if set(asked) <= set(rule.conditions.every) and all(c.subject not in _CHANGING for c in asked):
            yield Doubt(rule.key, "unreachable", {"by": other.key})
            return
