"""The rows that decide who is shown to whom, as one frozen thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from helpdesk import snapshots
from helpdesk.bans import Banned, of_addresses
from helpdesk.board.hours import schedules
from helpdesk.board.places import Places
from helpdesk.models import BoardVersion, ContactPoint, OperatorGroup
from routing.audience import Audience, audience
from routing.board import Board, GroupRules, Visit, WhenAway, WhenFull
from routing.hours import Schedule
from routing.pages import PageRules
from routing.regions import Place, RegionRule, Scope
from routing.staffing import StaffOfGroups


@dataclass(frozen=True, slots=True)
class Configuration:
    """What supervisors have set up, as of one version."""

    version: int
    points: Mapping[str, ContactPoint]
    channels: Mapping[int, ContactPoint]
    """The same by id."""
    board: Board
    hours: Mapping[int, Schedule]
    places: Places
    banned: Banned

    def hours_of(self, point: int) -> Schedule | None:
        """A channel's own working hours (SPEC 5.7); None: always open, as far as the channel goes."""
        channel = self.channels.get(point)
        return self.hours.get(channel.schedule_id or 0) if channel is not None else None

    def asks_by_menu(self, point: int) -> bool:
        """Whether a menu asks what it is about, so that the visitor is not asked for a group as well (SPEC 5.8)."""
        channel = self.channels.get(point)
        return channel is not None and channel.menu_id is not None

    def place_of(self, address: str | None) -> Place | None:
        return self.places.find(address) if address else None

    def is_banned(self, address: str | None, now: datetime) -> bool:
        return self.banned.has(address, now)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The configuration, who is there at `taken_at` for each channel, and which schedules are open then."""

    configuration: Configuration
    staff: Mapping[int, StaffOfGroups]
    open: frozenset[int]
    taken_at: datetime

    @classmethod
    def read(cls, configuration: Configuration, now: datetime) -> "Knowledge":
        """A dozen queries, whatever there is."""
        is_open = frozenset(pk for pk, schedule in configuration.hours.items() if schedule.is_open(now))
        return cls(configuration, snapshots.staff(now), is_open, now)

    def audience(self, page: str, address: str | None, now: datetime, point: int) -> Audience:
        """Whom a visitor on this page, from this address, is shown by this channel (SPEC 2.6).

        In a channel that was made after this was read nobody is there yet.
        """
        visit = Visit.at(page, self.configuration.place_of(address))
        hours = self.configuration.hours_of(point)
        return audience(self.configuration.board, visit, self.staff.get(point, {}), now, hours)

    def says_the_same_as(self, other: "Knowledge") -> bool:
        """Whether every visitor would be shown the same; how many are there does not matter, only whether any are."""
        ours, theirs = self.configuration, other.configuration
        same = ours is theirs or (ours.version == theirs.version and ours.board == theirs.board)
        return same and self.open == other.open and _answering(self.staff) == _answering(other.staff)

    def named(self, shown: Iterable[int | None]) -> list[dict[str, object]]:
        """The groups as visitors are told of them; Everyone has no name and is no choice."""
        names = {group.id: group.name for group in self.configuration.board.asked}
        return [{"id": pk, "name": names[pk]} for pk in shown if pk is not None]


def version() -> int:
    """Grows with every change of what is read here. One query."""
    return BoardVersion.objects.values_list("number", flat=True).first() or 0


def read_configuration(now: datetime) -> Configuration:
    """Whatever is committed while this reads belongs to the next version, which is why the version is read first."""
    number, hours = version(), schedules()
    points = list(ContactPoint.objects.all())
    return Configuration(
        version=number,
        points={point.public_key: point for point in points},
        channels={point.pk: point for point in points},
        board=read_board(hours),
        hours=hours,
        places=Places.read(),
        banned=of_addresses(now),
    )


def read_board(hours: Mapping[int, Schedule]) -> Board:
    """All groups in the order in which visitors see them. Two queries."""
    groups = OperatorGroup.objects.annotate(member_count=Count("members", filter=Q(members__enabled=True)))
    rows = groups.order_by("position", "name").prefetch_related("region_sets")
    return Board(tuple(rules_of(group, group.member_count, hours) for group in rows))


def rules_of(group: OperatorGroup, members: int, hours: Mapping[int, Schedule]) -> GroupRules:
    """One row as `routing` knows it. The simulator also asks it about a group that is not saved yet."""
    return GroupRules(
        id=group.pk,
        name=group.name,
        enabled=group.enabled,
        hidden=group.hidden,
        takes_messengers=group.takes_messengers,
        members=members,
        regions=RegionRule(Scope(group.regions_scope), _codes(group)),
        pages=PageRules.read(group.include_pages, group.exclude_pages),
        schedule=hours.get(group.schedule_id) if group.schedule_id else None,
        when_away=WhenAway(group.when_away),
        when_full=WhenFull(group.when_full),
        fallback=group.fallback_id,
    )


def _codes(group: OperatorGroup) -> frozenset[str]:
    sets = group.region_sets.all() if group.pk else ()
    return frozenset(group.regions).union(*(region_set.codes for region_set in sets))


def _answering(staff: Mapping[int, StaffOfGroups]) -> dict[int, dict[int | None, tuple[bool, bool]]]:
    return {
        point: {group: (some.present > 0, some.full) for group, some in groups.items()}
        for point, groups in staff.items()
    }
