"""Document O: lines of support as rules, kept as data, and each story played to its end (SPEC 5.3)."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from routing.automation.doubts import doubts
from routing.automation.engine import run
from routing.automation.facts import Author, Directory, Facts, Kind
from routing.automation.rule import Rule, read_rule
from routing.lifecycle import BORN, Status, Verb, move
from tests.routing.tables import DATA

WRITTEN: dict[str, Any] = yaml.safe_load((DATA / "support_lines.yaml").read_text(encoding="utf-8"))
RULES = {rule["key"]: read_rule(rule) for rule in WRITTEN["rules"]}
STORIES = WRITTEN["stories"]
ANNA, ALLA, BORIS, GREGORY = 1, 2, 3, 4
PEOPLE = {"alla": ALLA, "boris": BORIS}
HOUSE = Directory(
    operators={ANNA: frozenset({1}), ALLA: frozenset({1}), BORIS: frozenset({2}), GREGORY: frozenset()},
    groups=frozenset({1, 2}),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_each_story_ends_where_the_document_says(story: dict[str, Any]) -> None:
    rules = [RULES[key] for key in story["rules"]]
    facts = begun(*story["begins"])
    for who, expected in story["happens"]:
        facts = visitor_writes(facts, rules) if who == "visitor" else operator_writes(facts, PEOPLE[who], rules)
        assert [facts.status, facts.active, facts.assignee, facts.accepted, facts.group] == expected
    assert alerted(facts) == set(story["alerted"])


def test_the_rules_of_the_document_are_beyond_doubt() -> None:
    main = [rule for key, rule in RULES.items() if not key.endswith(("-fixed", "-to-the-line"))]
    assert len(main) == 4
    assert doubts(main, HOUSE) == ()


def test_each_rule_is_needed_by_some_story() -> None:
    assert {key for story in STORIES for key in story["rules"]} == RULES.keys()


def begun(status: str, active: bool, assignee: int | None, accepted: bool) -> Facts:
    groups = HOUSE.operators.get(assignee or 0, frozenset())
    return Facts(1, status=Status(status), active=active, assignee=assignee, assignee_groups=groups, accepted=accepted)


def operator_writes(facts: Facts, operator: int, rules: list[Rule]) -> Facts:
    """The writer becomes responsible unless a colleague is at work (SPEC 3.10, 3.11, 4.4)."""
    kind, before = turn_to(facts)
    groups = HOUSE.operators[operator]
    after = replace(
        before, author=Author.OPERATOR, author_operator=operator, author_groups=groups, event="message.sent"
    )
    if not (before.active and before.accepted):
        after = after.moved(move(before.state(), Verb.REPLY), operator, groups)
    return run(rules, kind, after, HOUSE).facts


def visitor_writes(facts: Facts, rules: list[Rule]) -> Facts:
    kind, before = turn_to(facts)
    after = before.moved(move(before.state(), Verb.RECEIVE), before.assignee, before.assignee_groups)
    after = replace(
        after, author=Author.VISITOR, author_operator=None, author_groups=frozenset(), event="message.received"
    )
    return run(rules, kind, after, HOUSE).facts


def turn_to(facts: Facts) -> tuple[Kind, Facts]:
    """What is written goes into a new conversation when the last one is closed (SPEC 4.2)."""
    if facts.status is Status.CLOSED:
        return Kind.INCOMING, replace(Facts(1).moved(BORN, None), was_active=False)
    return Kind.CHANGED, replace(facts, was_active=facts.active)


def alerted(facts: Facts) -> set[int]:
    """Whose business a visitor's message is: the one who has taken it up, else everybody who could (document O)."""
    if facts.accepted and facts.assignee is not None:
        return {facts.assignee}
    return {o for o, groups in HOUSE.operators.items() if facts.group is None or facts.group in groups}
