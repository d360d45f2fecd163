"""What a visitor is told when nobody was found (SPEC 5.6): outside hours, all offline, all busy; in this order."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

AFTER = timedelta(seconds=3)
"""From the moment at which nobody was found."""


class Occasion(StrEnum):
    """In the order in which they are asked."""

    HOURS = "hours"
    OFFLINE = "offline"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Texts:
    """One text for each occasion; empty: nothing is said."""

    hours: str = ""
    offline: str = ""
    busy: str = ""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Those who could get the conversation: is it working hours, how many are assignable, how many slots are free."""

    open: bool
    present: int
    free: int


@dataclass(frozen=True, slots=True)
class Search:
    """One wait for a person. `nobody_at`: when nobody was first found. `replied`: an auto-reply was sent in it."""

    nobody_at: datetime | None = None
    found: bool = False
    replied: bool = False


@dataclass(frozen=True, slots=True)
class AutoReply:
    occasion: Occasion
    text: str


NEW_WAIT = Search()


def nobody_found(search: Search, now: datetime) -> Search:
    """The router has looked in vain. Looking again does not start the clock anew."""
    return replace(search, nobody_at=search.nobody_at or now, found=False)


def somebody_found(search: Search) -> Search:
    """The clock stops: should that person give it back, it begins anew, unless a reply was sent already."""
    return replace(search, nobody_at=None, found=True)


def sent(search: Search) -> Search:
    return replace(search, replied=True)


def due_at(search: Search) -> datetime | None:
    """When an auto-reply is due; None when none will be in this wait as it stands."""
    if search.nobody_at is None or search.found or search.replied:
        return None
    return search.nobody_at + AFTER


def choose(texts: Texts, search: Search, staffing: Staffing, now: datetime) -> AutoReply | None:
    """The reply to send now, judged by how things are now; None when it is too early, too late, or not needed."""
    moment = due_at(search)
    if moment is None or now < moment:
        return None
    for occasion in occasions(staffing):
        text = getattr(texts, occasion.value)
        if text:
            return AutoReply(occasion, text)
    return None


def occasions(staffing: Staffing) -> tuple[Occasion, ...]:
    """Everything that applies, the first first. Where the first has no text, the next one speaks."""
    applies = {
        Occasion.HOURS: not staffing.open,
        Occasion.OFFLINE: staffing.present <= 0,
        Occasion.BUSY: staffing.present > 0 and staffing.free <= 0,
    }
    return tuple(occasion for occasion in Occasion if applies[occasion])
