"""Rules that cannot do what they were made for (SPEC 2.14, 5.1)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.automation import actions as do
from routing.automation.actions import Action
from routing.automation.conditions import Condition, Conditions, read_condition
from routing.automation.doubts import Doubt, about, doubts
from routing.automation.engine import Verdict, run
from routing.automation.facts import Facts, Kind
from routing.automation.questions import failing, holds
from routing.automation.rule import Rule
from routing.lifecycle import Status
from tests.routing.automations import DIRECTORY, about_people, actions, all_facts, one_condition

TAG = do.AddTag("a")


def read(text: str) -> Condition:
    """`assignee any_of 1 2`, `prechat:topic is a`: a condition in one line."""
    subject, op, *values = text.split()
    subject, _, key = subject.partition(":")
    plain = [{"yes": True, "no": False}.get(v, int(v) if v.lstrip("-").isdecimal() else v) for v in values]
    return read_condition({"subject": subject, "op": op, "key": key, "value": plain or None})


def rule(*every: str, some: tuple[str, ...] = (), kind: Kind = Kind.CHANGED, do: tuple[Action, ...] = (TAG,)) -> Rule:
    return Rule("r", kind, do, Conditions(tuple(map(read, every)), tuple(map(read, some))))


CLASHES = """
assignee empty; assignee is 1
assignee empty; assignee filled
assignee empty; assignee_groups is 1
assignee empty; assignee_groups filled
assignee empty; accepted is yes
assignee is 1; assignee is 2
assignee is 1; assignee is_not 1
assignee is 1; assignee none_of 1 2
assignee any_of 1 2; assignee any_of 3 4
assignee any_of 1 2; assignee none_of 1 2
assignee is 3; assignee_groups is 1
assignee any_of 1 2; assignee_groups any_of 3
assignee is 4; assignee_groups is 1
author is visitor; author_operator is 1
author is visitor; author_groups is 1
author is house; author_operator filled
author any_of visitor house; author_groups any_of 1 2
author is visitor; author is operator
author_operator empty; author_groups is 1
author_operator is 3; author_groups is 1
status is open; status is closed
status is closed; active is yes
status any_of closed; active is yes
active is yes; active is no
accepted is yes; accepted is no
group empty; group is 1
group is 1; group is 2
contact_point is 1; contact_point none_of 1
event is a; event is b
tags empty; tags is vip
tags is vip; tags is_not VIP
tags any_of a b; tags none_of A B c
text empty; text contains a
text empty; text is a
text empty; text filled
text is price; text lacks ICE
text is price; text contains cost
text is a; text is b
text is a; text is_not A
text contains price; text lacks ice
text contains price prices; text lacks ice
prechat:a is x; prechat:a is y
page empty; page under /a
page empty; page filled
page under /a; page under /b
page under /a/b; page not_under /a/*
page under /a/b /a/c; page not_under /a/*
place within RU; place within KZ DE
place within RU-MOW; place outside RU
place empty; place within RU
place empty; place filled
priority more_than 5; priority less_than 6
priority is 5; priority is 6
priority is 5; priority is_not 5
priority is 5; priority less_than 5
priority is 5; priority more_than 5
waiting more_than 60; waiting less_than 61
first is yes; first is no
""".strip().splitlines()

FRIENDS = """
assignee filled; assignee is 1
assignee is_not 1; assignee is_not 2
assignee any_of 1 2; assignee any_of 2 3
assignee is 1; assignee_groups is 1
assignee is 9; assignee_groups is 1
assignee any_of 1 3; assignee_groups is 1
assignee_groups is 1; assignee_groups is 2
assignee empty; assignee_groups is_not 1
assignee empty; accepted is no
author any_of visitor operator; author_groups is 1
author is operator; author_operator empty
status any_of open closed; active is yes
status is closed; active is no
group empty; group is_not 1
tags is a; tags is b
text contains a; text contains b
text contains price cost; text lacks ice
text is price; text contains ice
text matches ^a; text matches ^b
prechat:a is x; prechat:b is y
page under /a; page under /*
page under /a/*; page not_under /a/b
place within RU; place within RU-MOW
place within RU-MOW; place within RU-MOS
place within RU; place outside RU-MOW
priority more_than 5; priority less_than 7
priority is 5; priority more_than 4
waiting more_than 60; waiting less_than 62
""".strip().splitlines()


@pytest.mark.parametrize("pair", CLASHES)
@pytest.mark.parametrize("turn", [1, -1])
def test_conditions_that_never_hold_together(pair: str, turn: int) -> None:
    every = pair.split("; ")[::turn]
    found = list(about(rule(*every), DIRECTORY))
    assert [doubt.code for doubt in found] == ["impossible"]
    told = [read_condition(one) for one in found[0].values["conditions"]]
    assert set(told) == set(map(read, every))


@pytest.mark.parametrize("pair", FRIENDS)
def test_conditions_that_may(pair: str) -> None:
    assert [d for d in about(rule(*pair.split("; ")), DIRECTORY) if d.code == "impossible"] == []


def test_a_condition_that_never_holds_by_itself_and_several_that_only_clash_together() -> None:
    none = "author none_of visitor operator house"
    assert list(about(rule(none), DIRECTORY)) == [Doubt("r", "impossible", {"conditions": [read(none).as_data()]})]
    few = ("status is_not open", "status is_not pending", "status is_not closed")
    assert [doubt.code for doubt in about(rule(*few), DIRECTORY)] == ["impossible"]
    assert list(about(rule(*few[:2]), DIRECTORY)) == []


def test_at_the_beginning_nobody_has_waited_and_nothing_was_before() -> None:
    for condition in ("waiting more_than 0", "was_active is yes"):
        assert [d.code for d in about(rule(condition, kind=Kind.INCOMING), DIRECTORY)] == ["impossible"]
        assert list(about(rule(condition), DIRECTORY)) == []
    assert list(about(rule("was_active is no", kind=Kind.INCOMING), DIRECTORY)) == []


def test_alternatives_that_never_hold() -> None:
    dead = read("assignee is 1")
    found = list(about(rule("assignee empty", some=("assignee is 1", "first is yes")), DIRECTORY))
    assert found == [Doubt("r", "dead_alternative", {"condition": dead.as_data()})]
    none = list(about(rule("assignee empty", some=("assignee is 1", "accepted is yes")), DIRECTORY))
    assert [doubt.code for doubt in none] == ["impossible"]


NEVER = [
    (("assignee empty",), (do.Accept(),), [(0, "unassigned")]),
    (("assignee empty",), (do.Assign(1), do.Accept()), []),
    (("assignee filled",), (do.Accept(),), []),
    ((), (do.Accept(),), []),
    ((), (do.Unassign(), do.Accept()), [(1, "unassigned")]),
    ((), (do.AssignGroup(1), do.Accept()), [(1, "unassigned")]),
    ((), (do.AssignGroup(1), do.Assign(1), do.Accept()), []),
    (("status is closed",), (do.Assign(1), do.SendText("a"), do.AddNote("a")), [(0, "closed"), (1, "closed")]),
    (("status is closed", "assignee empty"), (do.Accept(),), [(0, "closed")]),
    (("active is yes",), (do.SetStatus(Status.CLOSED),), [(0, "active")]),
    (("active is yes",), (do.End(Status.OPEN), do.SetStatus(Status.CLOSED)), []),
    (("active is yes",), (do.SetStage(3),), [(0, "active")]),
    ((), (do.SetStatus(Status.CLOSED),), []),
    ((), (do.End(Status.CLOSED), do.SendText("a")), [(1, "closed")]),
    ((), (do.Notify(),), [(0, "nobody")]),
]


@pytest.mark.parametrize(("every", "done", "expected"), NEVER)
def test_actions_that_can_never_be_carried_out(
    every: tuple[str, ...], done: tuple[Action, ...], expected: list[tuple[int, str]]
) -> None:
    found = [d.values for d in about(rule(*every, do=done), DIRECTORY) if d.code == "never_done"]
    assert [(values["number"], values["reason"]) for values in found] == expected
    assert all(values["do"] == done[values["number"]].name for values in found)


def test_what_a_rule_names_may_be_gone() -> None:
    named = rule(
        "author_operator is 9", "author_groups any_of 1 9", "contact_point is 9", "stage is 9", "category is 9",
        do=(do.Assign(9), do.AssignGroup(8), do.CallWebhook(9), do.Notify((1, 8), (7,)), do.SetCategory(None)),
    )  # fmt: skip
    found = [(d.values["what"], d.values["id"]) for d in about(named, DIRECTORY) if d.code == "gone"]
    assert found == [
        ("operators", 9), ("groups", 9), ("contact_points", 9), ("stages", 9), ("categories", 9),
        ("groups", 8), ("webhooks", 9), ("operators", 8), ("groups", 7),
    ]  # fmt: skip
    assert [d.code for d in about(rule(do=(do.Assign(9),)), DIRECTORY)] == ["gone"]


def test_rules_that_do_nothing_or_know_no_time() -> None:
    assert [d.code for d in about(rule(do=()), DIRECTORY)] == ["no_actions"]
    assert list(about(replace(rule(do=()), stop=True), DIRECTORY)) == []
    assert [d.code for d in about(rule(kind=Kind.TIMED), DIRECTORY)] == ["no_time"]
    assert list(about(rule("waiting more_than 60", kind=Kind.TIMED), DIRECTORY)) == []


def test_rules_behind_one_that_always_stops() -> None:
    last = replace(rule(), key="last", stop=True)
    page = replace(rule("page under /a"), key="page", stop=True)
    behind = replace(rule("page under /a", "assignee is 1"), key="behind")

    def unreachable(*rules: Rule) -> list[tuple[str, Any]]:
        return [(d.rule, d.values["by"]) for d in doubts(rules, DIRECTORY) if d.code == "unreachable"]

    assert unreachable(last, behind) == [("behind", "last")]
    assert unreachable(page, behind) == [("behind", "page")]
    assert unreachable(behind, last) == []
    assert unreachable(replace(last, stop=False), behind) == []
    assert unreachable(replace(last, enabled=False), behind) == []
    assert unreachable(last, replace(behind, enabled=False)) == []
    assert unreachable(replace(last, kind=Kind.INCOMING), behind) == []
    assert unreachable(replace(rule("page under /b"), key="b", stop=True), behind) == []
    assert unreachable(replace(rule("assignee is 1"), key="mine", stop=True), behind) == []
    assert unreachable(replace(rule("page under /a", some=("first is yes",)), key="some", stop=True), behind) == []


@settings(max_examples=300)
@given(st.lists(about_people, min_size=2, max_size=12), all_facts)
def test_what_is_called_impossible_never_happens(drawn: list[Condition], facts: Facts) -> None:
    made = Rule("r", Kind.CHANGED, (TAG,), Conditions(tuple(one for one in drawn if holds(one, facts))))
    assert "impossible" not in {doubt.code for doubt in about(made, DIRECTORY)}


@settings(max_examples=300)
@given(st.lists(one_condition, max_size=30), all_facts)
def test_no_doubt_about_conditions_that_hold_right_now(drawn: list[Condition], facts: Facts) -> None:
    """Every condition that this conversation meets, all in one rule: however many they are, they hold together."""
    true = Conditions(tuple(one for one in drawn if holds(one, facts)))
    assert failing(true, facts) == ()
    found = about(Rule("r", Kind.CHANGED, (TAG,), true), DIRECTORY)
    assert {doubt.code for doubt in found} <= {"gone"}


@given(st.lists(about_people, max_size=2), st.lists(actions, min_size=1, max_size=4), all_facts)
def test_what_is_called_never_done_is_never_done(every: list[Condition], done: list[Action], facts: Facts) -> None:
    made = Rule("r", Kind.CHANGED, tuple(done), Conditions(tuple(every)))
    never = [d.values["number"] for d in about(made, DIRECTORY) if d.code == "never_done"]
    trace = run([made], Kind.CHANGED, facts, DIRECTORY).trace[0]
    if trace.verdict is Verdict.MATCHED:
        assert all(trace.actions[number].result == "refused" for number in never)
