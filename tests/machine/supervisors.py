"""What supervisors change while everything goes on."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from helpdesk.actions import groups
from helpdesk.models import (
    ContactPoint,
    DistributionPolicy,
    Operator,
    OperatorGroup,
    OperatorStatus,
    Portion,
    Reinforcement,
)
from tests.machine.house import House, perhaps
from tests.machine.people import ANY, LEVELS

TERMS = st.one_of(
    st.tuples(st.just("algorithm"), st.sampled_from([None, "cyclic", "least_loaded", "most_free"])),
    st.tuples(st.just("limit"), st.sampled_from([None, 0, 1, 2, 3])),
    st.tuples(st.just("portion"), st.sampled_from([None, 0, 1, 2])),
    st.tuples(st.just("portion_minutes"), st.sampled_from([None, 1, 10])),
    st.tuples(st.just("pause"), st.sampled_from([None, 0, 45])),
    st.tuples(st.just("presence"), st.sampled_from([None, "both", "status", "presence"])),
    st.tuples(st.just("accept"), st.sampled_from([None, "by_hand", "at_once"])),
    st.tuples(st.just("accept_seconds"), st.sampled_from([None, 0, 30])),
    st.tuples(st.just("reassign"), st.sampled_from([None, "off", "unanswered", "last_word"])),
    st.tuples(st.just("pass_minutes"), st.sampled_from([None, 0, 1, 5])),
    st.tuples(st.sampled_from(["anyone", "personal_manager"]), st.sampled_from([None, True, False])),
    st.tuples(st.just("last_operator_days"), st.sampled_from([None, 0, 1])),
)


class Supervisors(House):
    def policy(self, n: int) -> DistributionPolicy:
        """The general one, or one of the channels' own, made where it is missing."""
        if n % 3 == 2:
            return DistributionPolicy.objects.get(contact_point=None)
        return DistributionPolicy.objects.get_or_create(contact_point=self.office.points[n % 3])[0]

    @initialize(
        terms=st.lists(st.tuples(st.integers(0, 2), TERMS), max_size=6),
        reassign=st.sampled_from(["off", "unanswered", "last_word"]),
        seconds=st.sampled_from([0, 30]),
    )
    def configure(self, terms: list[tuple[int, tuple[str, object]]], reassign: str, seconds: int) -> None:
        """What the sweeps do hangs on two of the terms: those are always drawn."""
        for n, term in [(2, ("reassign", reassign)), (2, ("accept_seconds", seconds)), *terms]:
            self.change_a_term(n, term)

    @rule(n=ANY, term=TERMS)
    def change_a_term(self, n: int, term: tuple[str, object]) -> None:
        policy = self.policy(n)
        setattr(policy, *term)
        policy.save()
        if term[0] == "portion_minutes":
            # What had been forgotten under a shorter interval is not remembered under a longer one.
            self.ledger.given.clear()
            Portion.objects.all().delete()

    @rule(n=ANY, people=st.sets(st.integers(0, 3), max_size=2), group=st.none() | st.integers(0, 2))
    def name_participants(self, n: int, people: set[int], group: int | None) -> None:
        policy = self.policy(n)
        policy.operators.set([self.office.people[i] for i in people])
        policy.groups.set([] if group is None else [self.office.groups[group]])

    @rule(n=ANY, group=st.none() | st.integers(0, 2))
    def name_a_fallback(self, n: int, group: int | None) -> None:
        policy = self.policy(n)
        policy.fallback = None if group is None else self.office.groups[group]
        policy.save()

    @rule(ageing=st.sampled_from([0, 1, 10]), limit=st.integers(0, 4))
    def change_the_general_policy(self, ageing: int, limit: int) -> None:
        policy = self.policy(2)
        policy.ageing_minutes, policy.default_limit = ageing, limit
        policy.save()

    @rule(n=st.integers(0, 1), priority=st.sampled_from([None, 1, 2]))
    def change_priority(self, n: int, priority: int | None) -> None:
        point = ContactPoint.objects.get(pk=self.office.points[n].pk)
        point.priority = priority
        point.save()

    @rule(who=ANY, limit=st.none() | st.integers(0, 4), level=LEVELS, senior=st.booleans(), enabled=st.integers(0, 5))
    def change_an_operator(self, who: int, limit: int | None, level: str, senior: bool, enabled: int) -> None:
        pk = self.operator(who).pk
        Operator.objects.filter(pk=pk).update(limit=limit, visibility=level, senior=senior, enabled=enabled > 0)

    @rule(n=ANY, limit=st.integers(0, 4))
    def change_a_groups_limit(self, n: int, limit: int) -> None:
        group = OperatorGroup.objects.get(pk=self.office.groups[n % 3].pk)
        group.default_limit = limit
        group.save()

    @rule(n=ANY, who=ANY, joins=st.booleans())
    def change_membership(self, n: int, who: int, joins: bool) -> None:
        members = self.office.groups[n % 3].members
        (members.add if joins else members.remove)(self.operator(who))

    @rule(n=ANY, on=st.booleans())
    def switch_a_group(self, n: int, on: bool) -> None:
        with perhaps():
            (groups.enable if on else groups.disable)(self.office.groups[n % 3].pk, now=self.now)

    @rule(receives=st.booleans())
    def let_the_busy_receive(self, receives: bool) -> None:
        status = OperatorStatus.objects.get(code="busy")
        status.receives = receives
        status.save()

    @rule(who=ANY, lent=st.none() | st.integers(0, 2), to=st.integers(0, 4), minutes=st.sampled_from([1, 30]))
    def move_forces(self, who: int, lent: int | None, to: int, minutes: int) -> None:
        Reinforcement.objects.create(
            operator=self.operator(who) if lent is None else None,
            group=None if lent is None else self.office.groups[lent],
            to_group=self.office.groups[to] if to < 3 else None,
            to_point=self.office.points[to - 3] if to >= 3 else None,
            starts_at=self.now,
            ends_at=self.clock + timedelta(minutes=minutes),
        )
