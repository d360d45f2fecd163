"""What is to hold for each contact point: the general policy, a channel's own, and who takes part for a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from helpdesk import memberships
from helpdesk.models import ContactPoint, DistributionPolicy, Operator, OperatorGroup, Reinforcement
from helpdesk.snapshots.inheriting import inherit
from routing.policies import Algorithm, Policy, Terms
from routing.snapshot import Order


@dataclass(frozen=True, slots=True)
class Distribution:
    """`policies` by contact point; `most_days` is the longest time for which anybody remembers who talked last."""

    policies: dict[int, Policy]
    order: Order

    @property
    def most_days(self) -> int:
        return max((policy.terms.last_operator_days for policy in self.policies.values()), default=0)

    @property
    def has_portions(self) -> bool:
        return any(policy.terms.portion for policy in self.policies.values())

    @property
    def has_turns(self) -> bool:
        return any(policy.terms.algorithm is Algorithm.CYCLIC for policy in self.policies.values())


def general() -> Terms:
    """What holds where a channel does not say otherwise. One query."""
    return inherit(Terms, DistributionPolicy.objects.filter(contact_point=None).first())[0]


def terms_of(contact_point_id: int) -> Terms:
    """What holds in this channel. One query."""
    rows = DistributionPolicy.objects.filter(contact_point=None) | DistributionPolicy.objects.filter(
        contact_point=contact_point_id
    )
    found = {row.contact_point_id: row for row in rows}
    return inherit(Terms, found.get(None), found.get(contact_point_id))[0]


def read(now: datetime, tried: DistributionPolicy | None = None) -> Distribution:
    """For every contact point what holds at `now`. Seven queries, whatever their number.

    `tried` stands in for its stored self: what `with_people` has made of a form's unsaved instance.
    """
    rows = _with_people(DistributionPolicy.objects.all(), now)
    helpers = _helpers(now)
    own = {row.contact_point_id: row for row in rows}
    if tried is not None:
        own[tried.contact_point_id] = tried
    found, ranks = {}, {}
    for pk, weight, priority in ContactPoint.objects.values_list("pk", "weight", "priority"):
        found[pk] = policy_of(own.get(None), own.get(pk), weight=weight, helpers=helpers.get(pk, ()))
        if priority is not None:
            ranks[pk] = priority
    places = {priority: place for place, priority in enumerate(sorted(set(ranks.values())))}
    ageing = own[None].ageing_minutes if None in own else 0
    return Distribution(found, Order({pk: places[priority] for pk, priority in ranks.items()}, ageing))


def policy_of(
    general: DistributionPolicy | None,
    own: DistributionPolicy | None,
    *,
    weight: int = 1,
    helpers: Iterable[int] = (),
) -> Policy:
    """A contact point's policy with nothing left to inherit; the rows carry `people` and `fallback_people`.

    `helpers` take part for a time, beside everybody else and whatever the group.
    """
    terms, inherited = inherit(Terms, general, own)
    named = _people(own, "people") or _people(general, "people")
    # Another interval is another account: what one channel forgets after minutes, the others remember for an hour.
    counts_apart = not (inherited["portion"] and inherited["portion_minutes"])
    return Policy(
        terms=terms,
        participants=named,
        helpers=frozenset(helpers),
        fallback=_people(own, "fallback_people") or _people(general, "fallback_people"),
        weight=weight,
        rotation=_key(general if inherited["algorithm"] else own),
        portions=_key(own if counts_apart else general),
    )


def _key(row: DistributionPolicy | None) -> int:
    return row.pk if row is not None and row.pk else 0


def _people(row: Any, name: str) -> frozenset[int]:
    return getattr(row, name) if row is not None else frozenset()


def with_people(
    row: DistributionPolicy, operators: Iterable[Operator], groups: Iterable[OperatorGroup], now: datetime
) -> DistributionPolicy:
    """The same policy, stored or not, as `read` takes it: with these participants. Two queries."""
    return _named(row, operators, groups, memberships.members(now), _enabled())


def _with_people(rows: QuerySet[DistributionPolicy], now: datetime) -> list[Any]:
    """The policies with their participants, and the members of their fallback group, who are switched on."""
    members, enabled = memberships.members(now), _enabled()
    return [
        _named(row, row.operators.all(), row.groups.all(), members, enabled)
        for row in rows.prefetch_related("operators", "groups")
    ]


def _named(
    row: Any,
    operators: Iterable[Operator],
    groups: Iterable[OperatorGroup],
    members: Mapping[int, set[int]],
    enabled: set[int],
) -> Any:
    people = {operator.pk for operator in operators}
    people.update(*(members.get(group.pk, ()) for group in groups))
    row.people = frozenset(people & enabled)
    row.fallback_people = frozenset(members.get(row.fallback_id or 0, set()) & enabled)
    return row


def _enabled() -> set[int]:
    return set(Operator.objects.filter(enabled=True).values_list("pk", flat=True))


def _helpers(now: datetime) -> dict[int, set[int]]:
    """Who helps out in which contact point just now."""
    moved = Reinforcement.objects.filter(to_point__isnull=False, starts_at__lte=now, ends_at__gt=now)
    found: dict[int, set[int]] = {}
    for row in moved.prefetch_related("group__members"):
        people = {member.pk for member in row.group.members.all()} if row.group is not None else {row.operator_id or 0}
        found.setdefault(row.to_point_id or 0, set()).update(people)
    return found
