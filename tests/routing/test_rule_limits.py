"""What rules do where somebody is full or a group is switched off, and priority in the queue (SPEC 3.1, 3.7, 5.2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from routing.automation import actions as do
from routing.automation.deeds import perform
from routing.automation.engine import run
from routing.automation.facts import Directory, Facts, Kind
from routing.automation.rule import Rule
from routing.lifecycle import Status
from routing.queue import in_order
from routing.snapshot import Order, Waiting
from tests.routing.automations import DIRECTORY, OPERATORS_IN, all_facts, rules

HOUSE = Directory(operators={1: frozenset({1}), 2: frozenset()}, groups=frozenset({1, 2}), off=frozenset({2}))
FULL = replace(HOUSE, full=frozenset({1}))


def test_a_live_one_waits_instead_of_going_to_whoever_is_full() -> None:
    deed = perform(do.Assign(1), Facts(1, assignee=2, accepted=True), FULL)
    assert (deed.changed, deed.reason) == (True, "full")
    assert (deed.facts.assignee, deed.facts.accepted, deed.facts.active) == (None, False, True)


def test_one_that_waits_already_goes_on_waiting() -> None:
    deed = perform(do.Assign(1), Facts(1), FULL)
    assert (deed.changed, deed.reason, deed.facts) == (False, "full", Facts(1))


def test_an_ended_one_takes_no_slot() -> None:
    deed = perform(do.Assign(1), Facts(1, active=False, status=Status.PENDING), FULL)
    assert (deed.facts.assignee, deed.reason) == (1, "")


def test_who_has_it_keeps_it() -> None:
    facts = Facts(1, assignee=1, accepted=True)
    assert perform(do.Assign(1), facts, FULL).facts == facts


def test_the_trace_says_so() -> None:
    rule = Rule("r", Kind.CHANGED, (do.Assign(1), do.Accept()))
    told = run([rule], Kind.CHANGED, Facts(1, assignee=2), FULL).trace[0].actions
    assert [(one.result, one.reason) for one in told] == [("done", "full"), ("refused", "unassigned")]


def test_a_group_that_is_off_gets_nothing() -> None:
    assert perform(do.AssignGroup(2), Facts(1), HOUSE).reason == "off"
    assert perform(do.AssignGroup(1), Facts(1), HOUSE).facts.group == 1


@given(all_facts, st.lists(rules, max_size=4), st.frozensets(st.sampled_from(sorted(OPERATORS_IN))))
def test_nobody_who_is_full_ends_up_with_another_live_one(facts: Facts, some: list[Rule], full: frozenset[int]) -> None:
    after = run(some, Kind.CHANGED, facts, replace(DIRECTORY, full=full)).facts
    given_anew = after.assignee is not None and after.assignee != facts.assignee
    # Given while it had ended is fine: no rule makes one live.
    assert not (given_anew and after.active and after.assignee in full)


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3), st.integers(0, 100)), max_size=8))
def test_priority_goes_before_channel_and_time(drawn: list[tuple[int, int, int]]) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    waiting = [
        Waiting(pk, None, now - timedelta(seconds=waited), point=point, priority=priority)
        for pk, (priority, point, waited) in enumerate(drawn)
    ]
    served = in_order(waiting, Order({0: 0, 1: 1}), now)
    assert [one.priority for one in served] == sorted((one.priority for one in waiting), reverse=True)
