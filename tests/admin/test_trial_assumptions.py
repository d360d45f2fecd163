"""What a dry run takes for granted is said where its result is read, as far as it matters (SPEC 5.4)."""

import pytest
from django.utils import translation

from helpdesk.automation.assumptions import assumptions
from routing.automation import actions as do
from routing.automation.conditions import Condition, Conditions, when
from routing.automation.facts import Kind
from routing.automation.rule import Rule

ALWAYS = 2
"""Sentences that matter to all rules."""

TAG = do.AddTag("x")
CASES: list[tuple[str, Kind, do.Action, Condition | None]] = [
    ("", Kind.CHANGED, TAG, None),
    ("", Kind.CHANGED, do.AssignGroup(1), when("text", "contains", "price")),
    ("nobody can say to whom the policy", Kind.CHANGED, do.AssignByPolicy(), None),
    ("taken to have been there", Kind.CHANGED, do.Assign(1), None),
    ("is asked once", Kind.TIMED, TAG, when("waiting", "more_than", 60)),
    ("belongs to which group", Kind.CHANGED, TAG, when("author_groups", "is", 1)),
    ("belongs to which group", Kind.CHANGED, TAG, when("assignee_groups", "is", 1)),
    ("renamed or deleted", Kind.CHANGED, TAG, when("group", "is", 1)),
    ("renamed or deleted", Kind.CHANGED, TAG, when("category", "empty")),
    ("renamed or deleted", Kind.CHANGED, TAG, when("stage", "filled")),
    ("today's schedules", Kind.CHANGED, TAG, when("working_hours", "is", True)),
    ("address database", Kind.INCOMING, TAG, when("place", "within", "RU")),
    ("those known today", Kind.INCOMING, TAG, when("prechat", "filled", key="phone")),
    ("another browser", Kind.INCOMING, TAG, when("first", "is", True)),
]


@pytest.mark.parametrize(("said", "kind", "action", "condition"), CASES)
@pytest.mark.parametrize("part", ["every", "some"])
def test_only_what_matters_is_said(
    part: str, said: str, kind: Kind, action: do.Action, condition: Condition | None
) -> None:
    conditions = Conditions(**{part: (condition,) if condition else ()})
    told = assumptions(
        [Rule("one", kind, (action,), conditions), Rule("off", Kind.CHANGED, (do.Assign(1),), enabled=False)]
    )
    assert [said in text for text in told[ALWAYS:]] == ([True] if said else [])


def test_nothing_is_said_twice() -> None:
    rules = [Rule(str(number), Kind.CHANGED, (do.Assign(1), do.Assign(2))) for number in range(3)]
    assert len(assumptions(rules)) == ALWAYS + 1


def test_in_russian_too() -> None:
    rules = [
        Rule(str(number), kind, (action,), Conditions(every=(condition,) if condition else ()))
        for number, (_, kind, action, condition) in enumerate(CASES)
    ]
    english = assumptions(rules)
    with translation.override("ru"):
        russian = assumptions(rules)
    assert len(english) == len(russian)
    assert not set(english) & set(russian)
