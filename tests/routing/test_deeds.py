"""What each action of a rule does, and when it is refused (SPEC 4.1, 5.2)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.automation import actions as do
from routing.automation.actions import ACTIONS, Action, ActionError, read_action
from routing.automation.deeds import perform
from routing.automation.facts import Facts
from routing.lifecycle import Status
from tests.routing.automations import DIRECTORY, actions, all_facts

OPEN, PENDING, CLOSED = Status
NEW = Facts(1)
HELD = Facts(1, assignee=3, assignee_groups=frozenset({2}), accepted=True, group=2)
ENDED = Facts(1, active=False, status=PENDING, assignee=3, assignee_groups=frozenset({2}), accepted=True, group=2)
OVER = Facts(1, active=False, status=CLOSED, assignee=3, assignee_groups=frozenset({2}), accepted=True)
ANNA = {"assignee": 1, "assignee_groups": frozenset({1}), "accepted": False}
NOBODY: dict[str, Any] = {"assignee": None, "assignee_groups": frozenset(), "accepted": False}


@pytest.mark.parametrize(
    ("action", "facts", "changes"),
    [
        (do.Assign(1), NEW, ANNA),
        (do.Assign(1), HELD, ANNA),
        (do.Assign(1), ENDED, ANNA),
        (do.Assign(3), HELD, {}),
        (do.AssignGroup(1), HELD, NOBODY | {"group": 1}),
        (do.AssignGroup(1), ENDED, NOBODY | {"group": 1}),
        (do.AssignGroup(2), HELD, NOBODY),
        (do.Unassign(), HELD, NOBODY),
        (do.Unassign(), ENDED, NOBODY),
        (do.Unassign(), NEW, {}),
        (do.AssignByPolicy(), HELD, NOBODY),
        (do.AssignByPolicy(), ENDED, NOBODY),
        (do.Accept(), Facts(1, assignee=1), {"accepted": True}),
        (do.Accept(), HELD, {}),
        (do.End(PENDING), HELD, {"active": False, "status": PENDING}),
        (do.End(OPEN), ENDED, {"status": OPEN}),
        (do.End(CLOSED), HELD, {"active": False, "status": CLOSED}),
        (do.End(CLOSED), OVER, {}),
        (do.SetStatus(PENDING), HELD, {"status": PENDING}),
        (do.SetStatus(CLOSED), ENDED, {"status": CLOSED}),
        (do.SetStatus(CLOSED), OVER, {}),
        (do.SetStage(2), HELD, {"stage": 2, "status": PENDING}),
        (do.SetStage(3), ENDED, {"stage": 3, "status": CLOSED}),
        (do.SetStage(3), OVER, {"stage": 3}),
        (do.SetCategory(2), OVER, {"category": 2}),
        (do.SetCategory(None), HELD, {}),
        (do.AddTag("vip"), NEW, {"tags": frozenset({"vip"})}),
        (do.AddTag("VIP "), Facts(1, tags=frozenset({"vip"})), {}),
        (do.RemoveTag("Vip"), Facts(1, tags=frozenset({"vip", "new"})), {"tags": frozenset({"new"})}),
        (do.RemoveTag("vip"), NEW, {}),
        (do.SetPriority(5), NEW, {"priority": 5}),
        (do.SetPriority(0), NEW, {}),
    ],
)
def test_what_an_action_changes(action: Action, facts: Facts, changes: dict[str, Any]) -> None:
    deed = perform(action, facts, DIRECTORY)
    assert deed.reason == ""
    assert told(deed.facts) == told(facts) | changes
    assert deed.changed is (action.outward or bool(changes))


@pytest.mark.parametrize(
    ("action", "facts", "reason"),
    [
        (do.Assign(9), NEW, "gone"),
        (do.Assign(1), OVER, "closed"),
        (do.AssignGroup(9), NEW, "gone"),
        (do.AssignGroup(1), OVER, "closed"),
        (do.Unassign(), OVER, "closed"),
        (do.AssignByPolicy(), OVER, "closed"),
        (do.AssignByPolicy(), Facts(1, active=False, status=CLOSED), "closed"),
        (do.Accept(), NEW, "unassigned"),
        (do.Accept(), OVER, "closed"),
        (do.End(PENDING), OVER, "closed"),
        (do.SetStatus(OPEN), OVER, "closed"),
        (do.SetStatus(CLOSED), HELD, "active"),
        (do.SetStage(3), HELD, "active"),
        (do.SetStage(1), OVER, "closed"),
        (do.SetStage(9), HELD, "gone"),
        (do.SetCategory(9), HELD, "gone"),
        (do.SendText("Hello"), OVER, "closed"),
        (do.Notify(), NEW, "nobody"),
        (do.Notify((9,), (9,)), NEW, "gone"),
        (do.CallWebhook(9), NEW, "gone"),
    ],
)
def test_what_an_action_is_refused_for(action: Action, facts: Facts, reason: str) -> None:
    deed = perform(action, facts, DIRECTORY)
    assert (deed.facts, deed.changed, deed.reason) == (facts, False, reason)


@pytest.mark.parametrize("facts", [NEW, HELD, ENDED, OVER])
def test_what_is_said_to_the_staff_is_said_in_every_state(facts: Facts) -> None:
    for action in (do.AddNote("Look"), do.Notify((9, 1)), do.Notify(groups=(1,)), do.CallWebhook(1)):
        deed = perform(action, facts, DIRECTORY)
        assert (deed.facts, deed.changed, deed.reason) == (facts, True, "")


@given(actions, all_facts)
def test_done_twice_is_done_once(action: Action, facts: Facts) -> None:
    """Else rules would wake each other up for ever."""
    once = perform(action, facts, DIRECTORY)
    twice = perform(action, once.facts, DIRECTORY)
    assert twice.facts == once.facts
    assert twice.changed is (action.outward and not twice.reason)


@given(st.lists(actions, max_size=8), all_facts)
def test_no_list_of_actions_leads_to_a_forbidden_state(done: list[Action], facts: Facts) -> None:
    for action in done:
        facts = perform(action, facts, DIRECTORY).facts
        assert not (facts.active and facts.status is CLOSED)
        assert not (facts.accepted and facts.assignee is None)
        assert facts.assignee_groups == DIRECTORY.operators.get(facts.assignee or 0, frozenset())


@given(st.lists(actions, max_size=8), all_facts)
def test_no_rule_wakes_an_ended_conversation_up_or_reopens_a_closed_one(done: list[Action], facts: Facts) -> None:
    for action in done:
        after = perform(action, facts, DIRECTORY).facts
        assert facts.active or not after.active
        assert facts.status is not CLOSED or (after.status, after.assignee) == (CLOSED, facts.assignee)
        facts = after


@given(actions)
def test_data_says_everything(action: Action) -> None:
    assert read_action(json.loads(json.dumps(action.as_data()))) == action


def test_every_action_has_a_word_of_its_own() -> None:
    assert len(ACTIONS) == len(Action.__args__)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "unknown"),
        ({"do": "explode"}, "unknown"),
        ({"do": "assign"}, "values"),
        ({"do": "assign", "operator": 1, "group": 1}, "values"),
        ({"do": "accept", "operator": 1}, "values"),
        ({"do": "assign", "operator": "1"}, "value"),
        ({"do": "assign", "operator": None}, "value"),
        ({"do": "assign", "operator": True}, "value"),
        ({"do": "end", "status": "done"}, "value"),
        ({"do": "end", "status": 1}, "value"),
        ({"do": "send_text", "text": " "}, "value"),
        ({"do": "send_text", "text": "a" * 4001}, "value"),
        ({"do": "add_tag", "tag": ""}, "value"),
        ({"do": "add_tag", "tag": "a" * 51}, "value"),
        ({"do": "set_priority", "priority": 101}, "value"),
        ({"do": "set_priority", "priority": 1.5}, "value"),
        ({"do": "notify", "operators": 1}, "value"),
        ({"do": "notify", "operators": ["1"]}, "value"),
    ],
)
def test_what_is_no_action_is_refused(data: dict[str, Any], reason: str) -> None:
    with pytest.raises(ActionError) as refusal:
        read_action(data)
    assert refusal.value.reason == reason


def told(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
