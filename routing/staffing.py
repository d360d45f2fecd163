"""Who can answer what comes through one channel: its policy says who takes part and what counts as being there.

`routing.filters.pool` says the same of one conversation with its reasons; a test holds the two together. This one is
asked twice a second about every group and every channel.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from routing.filters import assignable
from routing.policies import Policy, PresenceMode
from routing.reasons import Staff
from routing.snapshot import EVERYONE, OperatorState

Members = Mapping[int | None, frozenset[int]]
"""The operators of each group; under EVERYONE all of them."""

StaffOfGroups = Mapping[int | None, Staff]


@dataclass(frozen=True, slots=True)
class _Terms:
    """What of a policy matters here. Channels that agree on it share one answer."""

    participants: frozenset[int]
    fallback: frozenset[int]
    anyone: bool
    presence: PresenceMode


def members_of(operators: Iterable[OperatorState]) -> Members:
    found: dict[int | None, set[int]] = {EVERYONE: set()}
    for operator in operators:
        for group in (EVERYONE, *operator.groups):
            found.setdefault(group, set()).add(operator.id)
    return {group: frozenset(people) for group, people in found.items()}


def takers(members: Members, policy: Policy, group: int | None) -> frozenset[int]:
    """Who takes part in this group's conversations (SPEC 3.6): participants among its members, else the fallback."""
    return _takers(members, _terms(policy), group)


def staffs(
    operators: Iterable[OperatorState],
    policies: Mapping[int, Policy],
    groups: Collection[int],
    full: Collection[int] = (),
) -> dict[int, StaffOfGroups]:
    """For each channel how many of each of these groups can answer, and which of them are `full`.

    The entry of None is everybody's. Channels with equal terms have the same mapping, the very same object.
    """
    operators = tuple(operators)
    members = members_of(operators)
    here = {mode: frozenset(o.id for o in operators if assignable(o, mode)) for mode in PresenceMode}
    known: dict[_Terms, StaffOfGroups] = {}
    found = {}
    for point, policy in policies.items():
        terms = _terms(policy)
        if terms not in known:
            present = here[terms.presence]
            known[terms] = {group: _staff(members, terms, group, present, full) for group in (EVERYONE, *groups)}
        found[point] = known[terms]
    return found


def _staff(
    members: Members, terms: _Terms, group: int | None, present: frozenset[int], full: Collection[int]
) -> Staff:
    people = _takers(members, terms, group)
    barred = not people and bool(members.get(group))
    return Staff(len(people & present), group is not EVERYONE and group in full, barred)


def _takers(members: Members, terms: _Terms, group: int | None) -> frozenset[int]:
    own = members.get(group, frozenset())
    inside = own & terms.participants if terms.participants else own
    if inside:
        return inside
    everybody = members[EVERYONE]
    if terms.fallback:
        return terms.fallback & everybody
    return everybody if terms.anyone else frozenset()


def _terms(policy: Policy) -> _Terms:
    return _Terms(policy.participants, policy.fallback, policy.terms.anyone, policy.terms.presence)
