"""What is stored of a decision is small, and says the same when it is asked again (SPEC 3.8, 10.6)."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from routing.assignment import plan
from routing.snapshot import OperatorState, Snapshot, Waiting
from routing.traces import MOST_BYTES, as_data, replay, says
from tests.routing.offices import NOW, snapshots


@given(snapshots)
def test_a_stored_trace_equals_its_replay(snapshot: Snapshot) -> None:
    for decision in plan(snapshot):
        stored = json.loads(json.dumps(as_data(decision.trace)))
        again = as_data(replay(stored).trace)
        assert says(again) == says(stored)
        assert again["why"] == stored["why"]


@given(snapshots, st.integers(13, 400))
def test_a_trace_stays_small_and_still_replays_however_many_there_are(snapshot: Snapshot, crowd: int) -> None:
    busy = [
        OperatorState(pk, frozenset({1, 2}), True, True, load=3, limit=3, last_assigned_at=NOW)
        for pk in range(13, crowd)
    ]
    full = replace(snapshot, operators=(*snapshot.operators, *busy), waiting=snapshot.waiting[:3])
    for decision in plan(full):
        stored = as_data(decision.trace)
        assert len(json.dumps(stored, separators=(",", ":"))) <= MOST_BYTES
        named = len(stored["people"]) + sum(stored.get("more", {}).values())
        assert named == decision.trace.considered == len(full.operators)
        assert says(as_data(replay(stored).trace)) == says(stored)


def test_what_is_stored_can_be_wrong() -> None:
    """The comparison would notice: another load, another answer."""
    anna = OperatorState(1, frozenset(), True, True, load=1, limit=3, last_assigned_at=None)
    snapshot = Snapshot(NOW, (anna, replace(anna, id=2, load=2)), (Waiting(1, None, NOW),))
    stored = as_data(next(plan(snapshot)).trace)
    assert stored["chosen"] == 1
    stored["people"][0][2] = 3
    assert says(as_data(replay(stored).trace)) != says(stored)
