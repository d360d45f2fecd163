"""What supervisors have set up about who sees which group (SPEC 2.1 to 2.11), compiled once for each version of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from routing.hours import Schedule
from routing.indexes import PageIndex, RegionIndex, members
from routing.pages import EVERY_PAGE, PageRules
from routing.patterns import Page
from routing.regions import EVERY_REGION, Place, RegionRule
from routing.snapshot import EVERYONE


class WhenAway(StrEnum):
    """What a visitor finds when nobody of the group can answer (SPEC 2.7)."""

    HIDE = "hide"
    REQUEST = "request"


class WhenFull(StrEnum):
    """What a visitor finds when everybody present is at the limit (SPEC 2.11)."""

    HIDE = "hide"
    QUEUE = "queue"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class GroupRules:
    """One group as its supervisor set it up. `members` counts the operators in it, present or not."""

    id: int | None
    name: str = ""
    enabled: bool = True
    hidden: bool = False
    takes_messengers: bool = False
    members: int = 1
    regions: RegionRule = EVERY_REGION
    pages: PageRules = EVERY_PAGE
    schedule: Schedule | None = None
    when_away: WhenAway = WhenAway.REQUEST
    when_full: WhenFull = WhenFull.QUEUE
    fallback: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A page and where its reader seems to be."""

    page: Page
    place: Place | None

    @classmethod
    def at(cls, address: str, place: Place | None = None) -> "Visit":
        return cls(Page.at(address), place)


@dataclass(frozen=True, slots=True)
class Board:
    """All groups in the order in which visitors see them. Build it once and ask it often: it takes no notice of time.

    `everyone` says how the implicit group behaves that stands in while no group is enabled (SPEC 2.1).
    """

    groups: tuple[GroupRules, ...]
    everyone: GroupRules = GroupRules(EVERYONE)
    asked: tuple[GroupRules, ...] = field(init=False, compare=False, repr=False)
    """Whom a visitor might see: the groups, followed by Everyone when none of them is enabled."""
    visible: int = field(init=False, compare=False, repr=False)
    """A mask, as the ones below: bit n stands for the n-th of `asked`. Enabled, and not hidden."""
    _regions: RegionIndex = field(init=False, compare=False, repr=False)
    _pages: PageIndex = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        stand_in = () if any(group.enabled for group in self.groups) else (self.everyone,)
        asked = (*self.groups, *stand_in)
        visible = sum(1 << number for number, group in enumerate(asked) if group.enabled and not group.hidden)
        object.__setattr__(self, "asked", asked)
        object.__setattr__(self, "visible", visible)
        object.__setattr__(self, "_regions", RegionIndex([group.regions for group in asked]))
        object.__setattr__(self, "_pages", PageIndex([group.pages for group in asked]))

    def concerned(self, visit: Visit) -> list[GroupRules]:
        """The groups whose business this visit is, in their order: enabled, not hidden, right region, right page."""
        mask = self.visible & self.in_place(visit.place) & self.on_page(visit.page)
        return [self.asked[number] for number in members(mask)]

    def in_place(self, place: Place | None) -> int:
        return self._regions.passing(place)

    def on_page(self, page: Page) -> int:
        return self._pages.passing(page)
