"""Who can answer in a channel is whom a conversation from there could reach (SPEC 2.6, 3.2, 3.6)."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from routing import filters
from routing.board import GroupRules, Visit
from routing.policies import Policy, PresenceMode, Terms
from routing.reasons import NOBODY, Staff, explain, openings
from routing.snapshot import EVERYONE, OperatorState
from routing.staffing import members_of, staffs, takers

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
GROUPS = (1, 2, 3)

people = st.lists(
    st.builds(
        OperatorState,
        id=st.integers(1, 8),
        groups=st.frozensets(st.sampled_from(GROUPS)),
        receives=st.booleans(),
        present=st.booleans(),
        load=st.just(0),
        limit=st.none(),
        last_assigned_at=st.none(),
    ),
    unique_by=lambda o: o.id,
    max_size=8,
)
some = st.frozensets(st.integers(1, 9), max_size=3)
policies = st.builds(
    Policy,
    terms=st.builds(Terms, presence=st.sampled_from(PresenceMode), anyone=st.booleans()),
    participants=some,
    fallback=some,
    weight=st.integers(1, 3),
)


@given(people, policies, st.sampled_from((EVERYONE, *GROUPS)))
def test_it_counts_whom_the_filters_let_take_part(
    operators: list[OperatorState], policy: Policy, group: int | None
) -> None:
    outside = filters.pool(operators, policy, group)
    inside = [o for o in operators if o.id not in outside]
    assert takers(members_of(operators), policy, group) == {o.id for o in inside}
    found = staffs(operators, {7: policy}, GROUPS)[7][group]
    assert found.present == sum(filters.assignable(o, policy.terms.presence) for o in inside)
    assert found.barred is (not inside and any(group is EVERYONE or group in o.groups for o in operators))


@given(people, policies)
def test_channels_of_one_mind_share_one_answer(operators: list[OperatorState], policy: Policy) -> None:
    found = staffs(operators, {1: policy, 2: policy, 3: Policy(weight=2), 4: Policy()}, GROUPS, full={2})
    assert found[1] is found[2]
    assert found[3] is found[4]
    assert [group for group, staff in found[1].items() if staff.full] == [2]


def test_a_group_that_takes_no_part_says_so() -> None:
    [barred] = explain(GroupRules(1), Visit.at("/"), Staff(0, barred=True), openings(NOW))
    [away] = explain(GroupRules(1), Visit.at("/"), NOBODY, openings(NOW))
    assert (barred.reason, away.reason) == ("no_participant", "nobody")
