"""Why a visitor does or does not see a group (SPEC 2.6): each step by itself, and the reason it gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from routing.board import GroupRules, Visit, WhenAway, WhenFull
from routing.hours import Schedule
from routing.snapshot import EVERYONE


class Step(StrEnum):
    """In the order in which they are asked."""

    DISABLED = "disabled"
    HIDDEN = "hidden"
    MESSENGERS = "messengers"
    REGIONS = "regions"
    PAGES = "pages"
    HOURS = "hours"
    AVAILABILITY = "availability"
    OVERLOAD = "overload"


class Verdict(NamedTuple):
    """Whether a group is kept, and why; `group` None is Everyone.

    `step` is where it fell, or what decided how it is kept; None when nothing stood in its way. Reasons by step:
    disabled: disabled. hidden: hidden. messengers: no_messengers. regions: not_listed, excepted, unknown_place.
    pages: excluded, not_included. hours: channel_closed, closed. availability: nobody, no_participant.
    overload: full, queue. None: shown.
    `detail` is the region, the pattern, the next opening (ISO 8601), or empty.
    """

    group: int | None
    kept: bool
    step: Step | None
    reason: str
    detail: str = ""

    def as_data(self) -> dict[str, Any]:
        return self._asdict()


@dataclass(frozen=True, slots=True)
class Staff:
    """A group's people just now: how many are assignable, and whether it counts as full (`routing.overload`).

    `barred`: it has members, and none of them takes part in the channel that is asked about.
    """

    present: int
    full: bool = False
    barred: bool = False


NOBODY = Staff(0)

Opening = Callable[[Schedule], tuple[bool, str]]
"""(whether it is open, when it opens next in ISO 8601 or empty)"""


def explain(
    group: GroupRules, visit: Visit, staff: Staff, opening: Opening, hours: Schedule | None = None
) -> Iterator[Verdict]:
    """Every step that has something to say about this group, as if those before had let it through; see `openings`."""
    if not group.enabled:
        yield Verdict(group.id, False, Step.DISABLED, "disabled")
    if group.hidden:
        yield Verdict(group.id, False, Step.HIDDEN, "hidden")
    region = group.regions.decide(visit.place)
    if not region.kept:
        yield Verdict(group.id, False, Step.REGIONS, region.reason, region.region)
    page = group.pages.decide(visit.page)
    if not page.kept:
        yield Verdict(group.id, False, Step.PAGES, page.reason, page.pattern.text if page.pattern else "")
    yield from reachable(group, staff, opening, hours)


def reachable(group: GroupRules, staff: Staff, opening: Opening, hours: Schedule | None = None) -> Iterator[Verdict]:
    """The part of `explain` that depends on the moment: nothing is yielded when somebody has time.

    `hours` are the channel's; outside them nobody is there in it, whatever hours the groups have (SPEC 5.7).
    """
    for schedule, reason in ((hours, "channel_closed"), (group.schedule, "closed")):
        if schedule is not None:
            is_open, opens = opening(schedule)
            if not is_open:
                yield Verdict(group.id, False, Step.HOURS, reason, opens)
    if not staff.present:
        yield Verdict(group.id, False, Step.AVAILABILITY, "no_participant" if staff.barred else "nobody")
    elif staff.full:
        queues = group.when_full is WhenFull.QUEUE
        yield Verdict(group.id, queues, Step.OVERLOAD, "queue" if queues else "full")


def shown(group: GroupRules, visit: Visit) -> Verdict:
    """The verdict on a group that nothing stands in the way of; `detail`: the pattern that includes the page."""
    pattern = group.pages.decide(visit.page).pattern
    return Verdict(group.id, True, None, "shown", pattern.text if pattern else "")


def in_messengers(group: GroupRules) -> Verdict:
    """Whether a group gets what comes from messengers, mail and phone: regions, pages and hiding play no part there."""
    if not group.enabled:
        return Verdict(group.id, False, Step.DISABLED, "disabled")
    if not group.takes_messengers and group.id is not EVERYONE:
        return Verdict(group.id, False, Step.MESSENGERS, "no_messengers")
    return Verdict(group.id, True, None, "shown")


def takes_requests(group: GroupRules, verdict: Verdict) -> bool:
    """Whether a group that fell at this step offers the request form instead (SPEC 2.7, 2.11)."""
    if verdict.step is Step.OVERLOAD:
        return group.when_full is WhenFull.REQUEST
    return verdict.step in (Step.HOURS, Step.AVAILABILITY) and group.when_away is WhenAway.REQUEST


def openings(now: datetime) -> Opening:
    """Reads each schedule once for a decision, however many groups keep it."""
    now = now.astimezone(UTC)
    read: dict[int, tuple[bool, str]] = {}

    def opening(schedule: Schedule) -> tuple[bool, str]:
        known = read.get(id(schedule))
        if known is None:
            opens = schedule.next_opening(now)
            known = read[id(schedule)] = (
                # In UTC, because in the hour that clocks repeat no two zones' moments are equal to Python.
                opens is not None and opens.astimezone(UTC) == now,
                opens.isoformat() if opens else "",
            )
        return known

    return opening
