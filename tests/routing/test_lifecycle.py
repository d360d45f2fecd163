"""The life of a conversation as a state machine (SPEC 4.1, 4.2)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.lifecycle import BORN, Refused, State, Status, Verb, move

VERBS = list(Verb)


def every_state() -> list[State]:
    states = []
    for status, active, assigned, accepted in product(Status, (False, True), (False, True), (False, True)):
        try:
            states.append(State(status, active, assigned, accepted))
        except ValueError:
            continue
    return states


def test_forbidden_states_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="active"):
        State(Status.CLOSED, active=True, assigned=True, accepted=True)
    with pytest.raises(ValueError, match="assignee"):
        State(Status.OPEN, active=True, assigned=False, accepted=True)


@pytest.mark.parametrize("state", every_state(), ids=str)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_leads_to_a_lawful_state_or_is_refused(state: State, verb: Verb) -> None:
    try:
        after = move(state, verb)
    except Refused as refused:
        assert refused.reason in {"closed", "not_closed", "assigned", "unassigned", "inactive"}
    else:
        assert not (after.active and after.status is Status.CLOSED)


@given(st.lists(st.sampled_from(VERBS), max_size=30))
def test_a_closed_conversation_only_reopens(verbs: list[Verb]) -> None:
    state = BORN
    for verb in verbs:
        was_closed = state.status is Status.CLOSED
        try:
            state = move(state, verb)
        except Refused:
            continue
        assert not was_closed or verb is Verb.REOPEN


@given(st.sampled_from(every_state()), st.sampled_from(VERBS))
def test_a_verb_done_twice_is_done_once(state: State, verb: Verb) -> None:
    try:
        once = move(state, verb)
        twice = move(once, verb)
    except Refused:
        return
    assert twice == once


@pytest.mark.parametrize(
    ("verb", "state", "expected"),
    [
        (Verb.RECEIVE, State(Status.PENDING, False, True, True), State(Status.OPEN, True, True, False)),
        (Verb.RECEIVE, State(Status.OPEN, True, True, True), State(Status.OPEN, True, True, True)),
        (Verb.END, State(Status.PENDING, True, True, True), State(Status.PENDING, False, True, True)),
        (Verb.END, State(Status.OPEN, True, False, False), State(Status.OPEN, False, False, False)),
        (Verb.CLOSE, State(Status.OPEN, True, True, True), State(Status.CLOSED, False, True, True)),
        (Verb.REPLY, State(Status.PENDING, False, True, False), State(Status.OPEN, True, True, True)),
        (Verb.HAND_TO_GROUP, State(Status.OPEN, True, True, True), State(Status.OPEN, True, False, False)),
        (Verb.HAND_OVER, State(Status.OPEN, True, True, True), State(Status.OPEN, True, True, False)),
        (Verb.REOPEN, State(Status.CLOSED, False, True, True), State(Status.OPEN, False, True, True)),
    ],
)
def test_the_table_says_what_the_specification_says(verb: Verb, state: State, expected: State) -> None:
    assert move(state, verb) == expected
