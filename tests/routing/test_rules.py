"""Rules for one event, in their order (SPEC 5.1)."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.automation import actions as do
from routing.automation.conditions import Conditions, when
from routing.automation.engine import DEEPEST, Done, Result, Told, Trace, Verdict, may_run, run
from routing.automation.facts import Author, Directory, Facts, Kind
from routing.automation.rule import Rule, read_rule
from routing.lifecycle import BORN, Status
from tests.routing.automations import DIRECTORY, all_facts, rules

kinds = st.sampled_from(Kind)
lists = st.lists(rules, max_size=5)
NEW = Facts(1)
SKODA = Rule("skoda", Kind.INCOMING, (do.AddTag("skoda"),), Conditions((when("page", "under", "/skoda/*"),)))
TAGGED = Rule("tagged", Kind.INCOMING, (do.SetPriority(5),), Conditions((when("tags", "is", "skoda"),)))
ON_SKODA = replace(NEW, page="https://cheshka.example/skoda/octavia")


def play(*asked: Rule, facts: Facts = ON_SKODA, kind: Kind = Kind.INCOMING, known: Directory = DIRECTORY) -> Result:
    return run(asked, kind, facts, known)


def test_a_rule_sees_what_those_before_it_left() -> None:
    assert play(SKODA, TAGGED).facts == replace(ON_SKODA, tags=frozenset({"skoda"}), priority=5)
    assert play(TAGGED, SKODA).facts == replace(ON_SKODA, tags=frozenset({"skoda"}))


def test_the_trace_says_which_condition_failed_and_what_was_done() -> None:
    hasty = Rule("hasty", Kind.INCOMING, (do.Accept(), do.SetPriority(0), do.SendText("Hello")))
    result = play(replace(SKODA, enabled=False), TAGGED, hasty)
    assert result.trace == (
        Trace("skoda", Verdict.DISABLED),
        Trace("tagged", Verdict.FAILED, TAGGED.conditions.every),
        Trace(
            "hasty",
            Verdict.MATCHED,
            actions=(
                Told(do.Accept(), "refused", "unassigned"),
                Told(do.SetPriority(0), "unchanged"),
                Told(do.SendText("Hello"), "done"),
            ),
        ),
    )
    assert json.loads(json.dumps(result.as_data())) == [
        {"rule": "skoda", "verdict": "disabled"},
        {"rule": "tagged", "verdict": "failed", "conditions": [{"subject": "tags", "op": "is", "value": "skoda"}]},
        {
            "rule": "hasty",
            "verdict": "matched",
            "actions": [
                {"do": "accept", "result": "refused", "reason": "unassigned"},
                {"do": "set_priority", "result": "unchanged"},
                {"do": "send_text", "result": "done"},
            ],
        },
    ]


def test_what_is_to_be_carried_out_comes_in_its_order_with_its_cause() -> None:
    greet = Rule("greet", Kind.INCOMING, (do.SendText("Hello"), do.AddTag("greeted")))
    ring = Rule("ring", Kind.INCOMING, (do.Notify(groups=(1,)), do.AssignByPolicy(), do.AddTag("Greeted")))
    result = play(greet, ring)
    assert result.done == (
        Done("greet", do.SendText("Hello")),
        Done("greet", do.AddTag("greeted")),
        Done("ring", do.Notify(groups=(1,))),
        Done("ring", do.AssignByPolicy()),
    )
    assert [done.action.name for done in result.effects] == ["send_text", "notify", "assign_by_policy"]


def test_only_rules_of_this_kind_are_asked() -> None:
    others = [replace(SKODA, kind=kind) for kind in (Kind.CHANGED, Kind.TIMED)]
    assert play(*others).trace == ()
    assert [trace.rule for trace in play(*others, SKODA).trace] == ["skoda"]


def test_stop_stops_only_when_the_rule_matches() -> None:
    assert [t.verdict for t in play(replace(SKODA, stop=True), TAGGED).trace] == [Verdict.MATCHED, Verdict.STOPPED]
    assert [t.verdict for t in play(replace(TAGGED, stop=True), SKODA).trace] == [Verdict.FAILED, Verdict.MATCHED]
    off = replace(SKODA, stop=True, enabled=False)
    assert [t.verdict for t in play(off, SKODA).trace] == [Verdict.DISABLED, Verdict.MATCHED]


def test_what_a_rule_names_may_be_gone() -> None:
    lost = Rule("lost", Kind.INCOMING, (do.Assign(1), do.AddTag("lost")))
    result = play(lost, known=Directory())
    assert result.trace[0].actions[0] == Told(do.Assign(1), "refused", "gone")
    assert result.facts == replace(ON_SKODA, tags=frozenset({"lost"}))


def test_the_chain_of_runs_that_cause_each_other_ends() -> None:
    assert [may_run(depth) for depth in range(DEEPEST + 2)] == [True] * DEEPEST + [False, False]


@given(lists, kinds, all_facts)
def test_no_rules_lead_to_a_forbidden_state(some: list[Rule], kind: Kind, facts: Facts) -> None:
    after = run(some, kind, facts, DIRECTORY).facts
    assert not (after.active and after.status is Status.CLOSED)
    assert not (after.accepted and after.assignee is None)


@given(lists, kinds, all_facts)
def test_equal_input_gives_equal_output(some: list[Rule], kind: Kind, facts: Facts) -> None:
    again = [read_rule(json.loads(json.dumps(rule.as_data()))) for rule in some]
    assert run(some, kind, facts, DIRECTORY) == run(again, kind, replace(facts), DIRECTORY)


@given(lists, rules, st.integers(0, 5), kinds, all_facts)
def test_a_disabled_rule_never_acts(some: list[Rule], rule: Rule, at: int, kind: Kind, facts: Facts) -> None:
    off = replace(rule, enabled=False)
    without, added = run(some, kind, facts, DIRECTORY), run([*some[:at], off, *some[at:]], kind, facts, DIRECTORY)
    assert (added.facts, added.done) == (without.facts, without.done)
    assert [trace for trace in added.trace if trace.rule != off.key] == list(without.trace)


@given(lists, rules, lists, all_facts)
def test_behind_a_stop_that_matches_nothing_acts(
    before: list[Rule], rule: Rule, behind: list[Rule], facts: Facts
) -> None:
    last = replace(rule, stop=True, enabled=True)
    alone = run([*before, last], last.kind, facts, DIRECTORY)
    result = run([*before, last, *behind], last.kind, facts, DIRECTORY)
    if alone.trace[-1].verdict is Verdict.MATCHED:
        assert (result.facts, result.done) == (alone.facts, alone.done)
    else:
        rest = run(behind, last.kind, alone.facts, DIRECTORY)
        stopped = any(t.verdict is Verdict.STOPPED for t in alone.trace)
        assert result.facts == (alone.facts if stopped or stops(before, alone) else rest.facts)


@given(lists, kinds, all_facts)
def test_rules_one_by_one_are_the_rules_together(some: list[Rule], kind: Kind, facts: Facts) -> None:
    on = [replace(rule, stop=False) for rule in some]
    after = facts
    for rule in on:
        after = run([rule], kind, after, DIRECTORY).facts
    assert run(on, kind, facts, DIRECTORY).facts == after


@given(rules, all_facts)
def test_a_rule_that_does_not_match_changes_nothing(rule: Rule, facts: Facts) -> None:
    result = run([rule], rule.kind, facts, DIRECTORY)
    if result.trace[0].verdict is not Verdict.MATCHED:
        assert (result.facts, result.done) == (facts, ())


def test_a_rule_keeps_its_fingerprint_until_it_does_something_else() -> None:
    assert replace(SKODA, name="New", key="other", enabled=False).fingerprint == SKODA.fingerprint
    others = [
        replace(SKODA, stop=True),
        replace(SKODA, kind=Kind.CHANGED),
        replace(SKODA, actions=()),
        replace(SKODA, conditions=TAGGED.conditions),
    ]
    assert len({rule.fingerprint for rule in (SKODA, *others)}) == 5


def test_a_key_for_each_occasion() -> None:
    keys = {SKODA.once_key(1, 5), SKODA.once_key(1, 6), SKODA.once_key(2, 5), TAGGED.once_key(1, 5)}
    assert len(keys) == 4
    assert replace(SKODA, name="renamed").once_key(1, 5) == SKODA.once_key(1, 5)


@pytest.mark.parametrize(
    ("conditions", "seconds"),
    [
        (Conditions((when("waiting", "more_than", 60),)), 61),
        (Conditions((when("waiting", "more_than", 60), when("waiting", "more_than", 90))), 91),
        (Conditions((), (when("waiting", "more_than", 60), when("waiting", "more_than", 30))), 31),
        (Conditions((when("waiting", "more_than", 45),), (when("waiting", "more_than", 30),)), 46),
        (Conditions((), (when("waiting", "more_than", 60), when("first", "is", True))), None),
        (Conditions((when("waiting", "less_than", 60),)), None),
        (Conditions(), None),
    ],
)
def test_when_a_timed_rule_can_first_act(conditions: Conditions, seconds: int | None) -> None:
    rule = Rule("late", Kind.TIMED, (do.AddTag("late"),), conditions)
    assert rule.due_after == seconds
    if seconds is not None:
        verdicts = [
            play(rule, kind=Kind.TIMED, facts=replace(NEW, waiting=w)).trace[0].verdict for w in (seconds - 1, seconds)
        ]
        assert verdicts == [Verdict.FAILED, Verdict.MATCHED]


def test_facts_cannot_be_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="active"):
        Facts(1, status=Status.CLOSED)
    with pytest.raises(ValueError, match="assignee"):
        Facts(1, accepted=True, author=Author.OPERATOR)


def test_who_is_nobody_is_in_no_group() -> None:
    gone = replace(NEW, assignee=1, assignee_groups=frozenset({1}), accepted=True).moved(BORN, 1, frozenset({1}))
    assert (gone.assignee, gone.assignee_groups, gone.accepted) == (None, frozenset(), False)


def stops(some: list[Rule], result: Result) -> bool:
    """Whether one of these has matched and was the last."""
    last = {rule.key for rule in some if rule.stop}
    return any(trace.rule in last and trace.verdict is Verdict.MATCHED for trace in result.trace)
