"""Each filter by itself (SPEC 3.6)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from routing import filters
from routing.assignment import plan
from routing.decisions import Assign, Step
from routing.policies import Algorithm, Policy, PresenceMode, Terms
from routing.snapshot import EVERYONE, OperatorState, Snapshot, Waiting
from tests.routing.offices import NOW, snapshots

ANNA = OperatorState(1, frozenset({1}), receives=True, present=True, load=0, limit=3, last_assigned_at=None)
BORIS, VERA = replace(ANNA, id=2, groups=frozenset({1, 2})), replace(ANNA, id=3, groups=frozenset({2}))
STAFF = (ANNA, BORIS, VERA)


def inside(group: int | None, **policy: object) -> set[int]:
    outside = filters.pool(STAFF, Policy(**policy), group)  # type: ignore[arg-type]
    return {o.id for o in STAFF} - set(outside)


@pytest.mark.parametrize(
    ("group", "participants", "fallback", "anyone", "who"),
    [
        (EVERYONE, (), (), False, {1, 2, 3}),
        (1, (), (), False, {1, 2}),
        (1, (2, 3), (), False, {2}),
        (EVERYONE, (2, 3), (), False, {2, 3}),
        (1, (3,), (), False, set()),
        (1, (3,), (3,), False, {3}),
        (1, (3,), (), True, {1, 2, 3}),
        (1, (3,), (2,), True, {2}),
        (9, (), (), False, set()),
        (9, (), (1,), False, {1}),
        (1, (2,), (3,), True, {2}),
    ],
)
def test_who_takes_part(
    group: int | None, participants: tuple[int, ...], fallback: tuple[int, ...], anyone: bool, who: set[int]
) -> None:
    terms = Terms(anyone=anyone)
    assert inside(group, terms=terms, participants=frozenset(participants), fallback=frozenset(fallback)) == who


@pytest.mark.parametrize(
    ("mode", "receives", "present", "reason"),
    [
        (PresenceMode.BOTH, True, True, None),
        (PresenceMode.BOTH, False, True, "status"),
        (PresenceMode.BOTH, True, False, "absent"),
        (PresenceMode.BOTH, False, False, "status"),
        (PresenceMode.STATUS, True, False, None),
        (PresenceMode.STATUS, False, True, "status"),
        (PresenceMode.PRESENCE, False, True, None),
        (PresenceMode.PRESENCE, True, False, "absent"),
    ],
)
def test_what_counts(mode: PresenceMode, receives: bool, present: bool, reason: str | None) -> None:
    anna = replace(ANNA, receives=receives, present=present)
    assert filters.why_not_assignable(anna, mode) == reason


def test_own_hours_are_their_own_reason() -> None:
    anna = replace(ANNA, receives=False, off_hours=True)
    assert filters.why_not_assignable(anna, PresenceMode.BOTH) == "off_hours"
    assert filters.why_not_assignable(anna, PresenceMode.PRESENCE) is None


@pytest.mark.parametrize(
    ("load", "limit", "weight", "fits"),
    [(2, 3, 1, True), (3, 3, 1, False), (2, 3, 2, False), (1, 3, 2, True), (0, 0, 1, False), (99, None, 5, True)],
)
def test_a_weight_must_fit(load: int, limit: int | None, weight: int, fits: bool) -> None:
    assert filters.below_limit(replace(ANNA, load=load, limit=limit), weight) is fits


def reason_for(operator: OperatorState, terms: Terms, *, weight: int = 1, given: int = 0) -> str | None:
    return filters.Room(NOW, 7, Policy(terms, weight=weight), lambda _: given).why_not(operator)


@pytest.mark.parametrize(
    ("held", "weight", "reason"), [(1, 1, None), (2, 1, "at_channel_limit"), (1, 2, "at_channel_limit"), (0, 2, None)]
)
def test_the_channels_limit_counts_what_is_held_from_there(held: int, weight: int, reason: str | None) -> None:
    anna = replace(ANNA, limit=50, load=9, held={7: held, 8: 9})
    assert reason_for(anna, Terms(limit=2), weight=weight) == reason


@pytest.mark.parametrize(("seconds", "reason"), [(59, "pausing"), (60, None), (None, None)])
def test_a_pause(seconds: int | None, reason: str | None) -> None:
    last = None if seconds is None else NOW - timedelta(seconds=seconds)
    assert reason_for(replace(ANNA, last_assigned_at=last), Terms(pause=60)) == reason


@pytest.mark.parametrize(("given", "reason"), [(0, None), (1, None), (2, "portion_used")])
def test_a_portion(given: int, reason: str | None) -> None:
    assert reason_for(ANNA, Terms(portion=2), given=given) == reason


def decide(waiting: Waiting, terms: Terms, *people: OperatorState) -> Assign:
    (decision,) = plan(Snapshot(NOW, people, (waiting,), {0: Policy(terms)}))
    assert isinstance(decision, Assign)
    return decision


def test_preferences_stand_before_the_algorithm_and_the_manager_before_the_last_one() -> None:
    vera = replace(VERA, load=2)
    boris = replace(BORIS, load=1)
    waiting = Waiting(1, None, NOW, manager=3, talked=(2, NOW - timedelta(days=1)))
    assert decide(waiting, Terms(), ANNA, boris, vera).operator == 3
    assert decide(waiting, Terms(personal_manager=False), ANNA, boris, vera).operator == 2
    assert decide(waiting, Terms(personal_manager=False, last_operator_days=0), ANNA, boris, vera).operator == 1
    assert decide(waiting, Terms(), ANNA, boris, replace(vera, present=False)).operator == 2
    assert decide(waiting, Terms(), ANNA, replace(boris, load=3), replace(vera, load=3)).operator == 1


@pytest.mark.parametrize(("hours", "operator"), [(24 * 7, 2), (24 * 7 + 1, 1)])
def test_who_talked_is_remembered_to_the_day(hours: int, operator: int) -> None:
    waiting = Waiting(1, None, NOW, talked=(2, NOW - timedelta(hours=hours)))
    assert decide(waiting, Terms(last_operator_days=7), ANNA, replace(BORIS, load=1)).operator == operator


def test_a_preference_does_not_rotate() -> None:
    terms = Terms(algorithm=Algorithm.CYCLIC)
    assert not decide(Waiting(1, None, NOW, manager=2), terms, ANNA, BORIS).rotates
    assert decide(Waiting(1, None, NOW, manager=9), terms, ANNA, BORIS).rotates


@given(snapshots)
def test_each_falls_once_and_the_steps_follow_each_other(snapshot: Snapshot) -> None:
    """Nobody is asked by a filter after they fell, and whoever is chosen passed them all."""
    for decision in plan(snapshot):
        fell = [dropped.operator for dropped in decision.trace.dropped]
        steps = [list(Step).index(dropped.step) for dropped in decision.trace.dropped]
        assert len(fell) == len(set(fell))
        assert steps == sorted(steps)
        assert decision.trace.chosen not in fell
        everybody = {o.id for o in snapshot.operators}
        assert set(fell) | ({decision.trace.chosen} - {None}) == everybody
