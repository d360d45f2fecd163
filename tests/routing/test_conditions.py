"""Conditions of rules (SPEC 5.2), against a table that a supervisor can read and add to."""

import json
from typing import Any

import pytest
from hypothesis import given

from routing.automation.conditions import (
    MOST_VALUES,
    Condition,
    ConditionError,
    Conditions,
    read_condition,
    read_conditions,
    when,
)
from routing.automation.facts import Facts
from routing.automation.questions import failing, holds
from routing.automation.subjects import ABOUT, OPERATORS, Op, Subject
from routing.lifecycle import Status
from routing.regions import Place
from tests.routing.automations import all_facts, conditions, one_condition
from tests.routing.tables import rows

CASES = rows("conditions.tsv")
INVALID = rows("invalid_conditions.tsv")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['subject']} {c['op']} {c['value']} {c['fact']} {c['why']}")
def test_the_table(case: dict[str, str]) -> None:
    condition = told(case)
    facts = facts_with(condition.subject, json.loads(case["fact"]))
    assert holds(condition, facts) is (case["holds"] == "yes")


def test_the_table_is_long_and_has_both_answers_to_each_question() -> None:
    assert len(CASES) >= 200
    answered: dict[tuple[str, str], set[str]] = {}
    for case in CASES:
        answered.setdefault((case["subject"].partition(":")[0], case["op"]), set()).add(case["holds"])
    possible = {(subject.value, op.value) for subject in Subject for op in OPERATORS[ABOUT[subject].shape]}
    sparse = {(subject, op) for subject, op in possible if answered.get((subject, op)) != {"yes", "no"}}
    assert sparse == set()
    assert answered.keys() == possible


@pytest.mark.parametrize("case", INVALID, ids=lambda case: f"{case['reason']} {case['why']}")
def test_what_is_no_condition_is_refused_with_its_reason(case: dict[str, str]) -> None:
    with pytest.raises(ConditionError) as refusal:
        read_condition(json.loads(case["condition"]))
    assert (refusal.value.reason, refusal.value.detail) == (case["reason"], case["detail"])


def test_a_condition_has_a_greatest_number_of_values_and_each_a_greatest_length() -> None:
    assert when("assignee", "any_of", *range(1, MOST_VALUES + 1))
    with pytest.raises(ConditionError, match="values"):
        when("assignee", "any_of", *range(MOST_VALUES + 1))
    assert when("text", "is", "a" * 500)
    with pytest.raises(ConditionError, match="value"):
        when("text", "is", "a" * 501)


def test_all_of_these_and_any_of_those() -> None:
    live, open_, mine, free = (
        when("active", "is", True),
        when("status", "is", "open"),
        when("assignee", "is", 7),
        when("assignee", "empty"),
    )
    both = Conditions((live, open_), (mine, free))
    assert failing(both, Facts(1)) == ()
    assert failing(both, Facts(1, assignee=7)) == ()
    assert failing(both, Facts(1, assignee=8)) == (mine, free)
    assert failing(both, Facts(1, status=Status.PENDING)) == (open_,)
    assert failing(both, Facts(1, status=Status.PENDING, assignee=8)) == (open_,)
    assert failing(both, Facts(1, active=False, status=Status.PENDING)) == (live,)
    assert failing(Conditions(), Facts(1)) == ()
    assert failing(Conditions(some=(mine,)), Facts(1)) == (mine,)


def test_conditions_in_the_words_of_data() -> None:
    data = {
        "all": [
            {"subject": "assignee", "op": "empty"},
            {"subject": "text", "op": "contains", "value": ["price", "cost"]},
        ],
        "any": [{"subject": "prechat", "op": "is", "key": "topic", "value": "repair"}],
    }
    read = read_conditions(data)
    assert read.every == (
        Condition(Subject.ASSIGNEE, Op.EMPTY),
        Condition(Subject.TEXT, Op.CONTAINS, ("price", "cost")),
    )
    assert read.some == (Condition(Subject.PRECHAT, Op.IS, ("repair",), "topic"),)
    assert read.as_data() == data
    with pytest.raises(ConditionError, match="none"):
        read_conditions({"none": []})
    assert read_condition({"subject": "text", "op": "contains", "value": "price"}).values == ("price",)


@given(conditions)
def test_data_says_everything(some: Conditions) -> None:
    assert read_conditions(json.loads(json.dumps(some.as_data()))) == some


@given(one_condition, all_facts)
def test_opposites(condition: Condition, facts: Facts) -> None:
    """A positive question and its negative never get the same answer, whatever is unknown."""
    opposite = OPPOSITES.get(condition.op)
    if opposite in OPERATORS[ABOUT[condition.subject].shape]:
        other = Condition(condition.subject, opposite, condition.values, condition.key)
        assert holds(condition, facts) is not holds(other, facts)


OPPOSITES = {
    Op.IS: Op.IS_NOT,
    Op.ANY_OF: Op.NONE_OF,
    Op.EMPTY: Op.FILLED,
    Op.CONTAINS: Op.LACKS,
    Op.UNDER: Op.NOT_UNDER,
    Op.WITHIN: Op.OUTSIDE,
}


def told(case: dict[str, str]) -> Condition:
    subject, _, key = case["subject"].partition(":")
    data = {"subject": subject, "op": case["op"], "key": key}
    return read_condition(data | ({"value": json.loads(case["value"])} if case["value"] else {}))


def facts_with(subject: Subject, fact: Any) -> Facts:
    """A lawful conversation of which this is true."""
    about: dict[str, Any] = {subject.value: frozenset(fact) if subject in SETS else fact}
    match subject:
        case Subject.PLACE:
            about["place"] = fact and Place(fact[0], *map(tuple, fact[1:]))
        case Subject.STATUS:
            about = {"status": Status(fact), "active": fact != "closed"}
        case Subject.ACCEPTED:
            about["assignee"] = 7
    return Facts(**({"contact_point": 1} | about))


SETS = {Subject.AUTHOR_GROUPS, Subject.ASSIGNEE_GROUPS, Subject.TAGS}
