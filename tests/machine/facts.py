"""What the tables say, read once and naively: the oracle must not lean on the code it judges."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk.models import ContactPoint, Conversation, DistributionPolicy, Operator, PresenceLease, Reinforcement, Turn

DEFAULTS: dict[str, Any] = {
    "algorithm": "least_loaded",
    "limit": 0,
    "portion": 0,
    "portion_minutes": 60,
    "pause": 0,
    "personal_manager": True,
    "last_operator_days": 30,
    "presence": "both",
    "accept": "by_hand",
    "accept_seconds": 0,
    "reassign": "last_word",
    "pass_minutes": 5,
    "anyone": False,
}


@dataclass
class Seat:
    """One operator who is switched on."""

    pk: int
    groups: set[int]
    limit: int
    receives: bool
    here: bool
    last: datetime | None
    held: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def load(self) -> int:
        return sum(self.held.values())


class Facts:
    """Everything at one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.general = DistributionPolicy.objects.get(contact_point=None)
        self.own = {row.contact_point_id: row for row in DistributionPolicy.objects.exclude(contact_point=None)}
        self.lent = [r for r in Reinforcement.objects.all() if r.starts_at <= now < r.ends_at]
        self.turns = {(t.policy_id, t.group_id): t.operator for t in Turn.objects.all()}
        listed = ContactPoint.objects.exclude(priority=None).values_list("priority", flat=True)
        self.priorities = sorted(set(listed))
        self.conversations = list(Conversation.objects.select_related("contact_point", "visitor__contact"))
        here = {lease.operator_id for lease in PresenceLease.objects.all() if lease.expires_at > now}
        self.seats = {o.pk: self._seat(o, o.pk in here) for o in Operator.objects.filter(enabled=True)}
        for c in self.conversations:
            if c.active and c.assignee_id in self.seats:
                self.seats[c.assignee_id].held[c.contact_point_id] += c.contact_point.weight

    def value(self, name: str, point: int) -> Any:
        for row in (self.own.get(point), self.general):
            if row is not None and getattr(row, name) is not None:
                return getattr(row, name)
        return DEFAULTS[name]

    def owner(self, names: tuple[str, ...], point: int) -> DistributionPolicy:
        """Whose value holds in this channel: its own policy's, or the general one's."""
        own = self.own.get(point)
        return own if own is not None and any(getattr(own, name) is not None for name in names) else self.general

    def named(self, point: int) -> set[int]:
        """The participants of a channel; empty where none are named."""
        for row in (self.own.get(point), self.general):
            if row is not None and (people := self._people(row)):
                return people
        return set()

    def fallback(self, point: int) -> set[int]:
        for row in (self.own.get(point), self.general):
            if row is not None and (people := self._in_group(row.fallback_id)):
                return people
        return set()

    def _people(self, row: DistributionPolicy) -> set[int]:
        people = {operator.pk for operator in row.operators.all() if operator.pk in self.seats}
        for group in row.groups.all():
            people |= self._in_group(group.pk)
        return people

    def _in_group(self, group: int | None) -> set[int]:
        return {seat.pk for seat in self.seats.values() if group in seat.groups}

    def lent_to_point(self, point: int) -> set[int]:
        people = set()
        for lent in self.lent:
            if lent.to_point_id == point:
                people |= {lent.operator_id} if lent.group is None else {o.pk for o in lent.group.members.all()}
        return people

    def _seat(self, operator: Operator, here: bool) -> Seat:
        own = list(operator.groups.all())
        groups = {group.pk for group in own}
        for lent in self.lent:
            if lent.to_group_id and (lent.operator_id == operator.pk or lent.group in own):
                groups.add(lent.to_group_id)
        limits = [group.default_limit for group in own if group.enabled]
        limit = operator.limit if operator.limit is not None else max(limits, default=self.general.default_limit)
        return Seat(operator.pk, groups, limit, operator.status.receives, here, operator.last_assigned_at)
