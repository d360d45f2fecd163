"""A rule's sentence says which of its conditions must all hold and which are alternatives (SPEC 5.1)."""

from dataclasses import replace
from itertools import permutations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.automation.names import Names
from helpdesk.automation.sentences import when as reads
from routing.automation.conditions import Condition, Conditions, when
from routing.automation.facts import Author, Kind
from routing.automation.rule import Rule
from routing.automation.subjects import ABOUT, OPERATORS, Op, Subject
from tests.routing.automations import one_condition
from tests.routing.tables import rows

LINES = {number: f"Line {number}" for number in range(1, 10)}
THINGS = ("operators", "contact_points", "stages", "categories", "webhooks")
NAMES = Names({what: {number: f"{what} {number}" for number in range(1, 10)} for what in THINGS} | {"groups": LINES})

CONDITIONS = {
    "writes": when("event", "is", "message.received"),
    "answers": when("event", "is", "message.sent"),
    "ended": when("was_active", "is", False),
    "line1": when("author_groups", "any_of", 1),
    "line2": when("group", "is", 2),
    "price": when("text", "contains", "price", "cost"),
    "vip": when("tags", "is", "vip"),
    "untagged": when("tags", "none_of", "vip", "spam"),
    "open": when("status", "is", "open"),
    "night": when("working_hours", "is", False),
    "waited": when("waiting", "more_than", 60),
    "nobody": when("assignee", "empty"),
}

_SAME = {Op.IS: Op.ANY_OF, Op.IS_NOT: Op.NONE_OF}
_SOME_OPERATOR = {Op.FILLED: Op.ANY_OF, Op.EMPTY: Op.NONE_OF}
_OPERATORS = (Subject.AUTHOR_OPERATOR, Subject.AUTHOR_GROUPS)
_USUAL: dict[object, Author] = {
    "message.received": Author.VISITOR,
    "message.sent": Author.OPERATOR,
    "message.noted": Author.OPERATOR,
}

Meaning = tuple[Kind, frozenset[Condition], frozenset[Condition]]


@pytest.mark.parametrize("case", rows("rule_sentences.tsv"), ids=lambda case: "/".join(list(case.values())[:3]))
def test_what_must_hold_and_what_may(case: dict[str, str]) -> None:
    every, some = (tuple(CONDITIONS[name] for name in case[part].split()) for part in ("all", "any"))
    for language, said in (("en", case["english"]), ("ru", case["russian"])):
        with translation.override(language):
            assert reads(rule(Kind(case["kind"]), every, some), NAMES) == said


@pytest.mark.parametrize("language", ["en", "ru"])
@given(found=st.lists(one_condition, min_size=1, max_size=3, unique=True), other=one_condition)
def test_rules_that_ask_different_things_never_read_the_same(
    language: str, found: list[Condition], other: Condition
) -> None:
    """All ways to share the same conditions out between "all" and "any", and with one of them changed."""
    told: dict[str, Meaning] = {}
    with translation.override(language):
        for given_ones in (found, [other, *found[1:]], found[1:]):
            for each in _shared_out(given_ones):
                meant = _meaning(each)
                assert told.setdefault(reads(each, NAMES), meant) == meant


def rule(kind: Kind, every: tuple[Condition, ...], some: tuple[Condition, ...]) -> Rule:
    return Rule("key", kind, conditions=Conditions(every, some))


def _shared_out(conditions: list[Condition]) -> list[Rule]:
    orders = list(permutations(conditions))
    return [
        rule(kind, order[:number], order[number:])
        for kind in Kind
        for order in orders
        for number in range(len(conditions) + 1)
    ]


def _meaning(rule: Rule) -> Meaning:
    """What a rule asks, freed of the different ways to write it down."""
    every, some = (frozenset(map(_plain, part)) for part in (rule.conditions.every, rule.conditions.some))
    if len(rule.conditions.some) == 1:
        every, some = every | some, frozenset()
    return rule.kind, every - _implied(every), some


def _plain(one: Condition) -> Condition:
    """One value is a list of one, and whoever is some operator is an operator."""
    if one.subject is Subject.AUTHOR_OPERATOR and one.op in _SOME_OPERATOR:
        return Condition(Subject.AUTHOR, _SOME_OPERATOR[one.op], (Author.OPERATOR,))
    op = _SAME.get(one.op, one.op)
    return replace(one, op=op) if op in OPERATORS[ABOUT[one.subject].shape] else one


def _implied(every: frozenset[Condition]) -> set[Condition]:
    """Who acts, where it follows from what they do or from whom exactly they are."""
    authors = {Author.OPERATOR for c in every if c.subject in _OPERATORS and c.op is Op.ANY_OF}
    authors |= {_USUAL[c.values[0]] for c in every if c.subject is Subject.EVENT and c.values[0] in _USUAL}
    return {Condition(Subject.AUTHOR, Op.ANY_OF, (author,)) for author in authors}
