"""Rules and groups that cannot do what they were made for (SPEC 2.9, 2.14); told to the supervisor on saving."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from routing.board import Board, GroupRules
from routing.pattern_sets import EVERYTHING, apart, covers
from routing.patterns import Page, Pattern
from routing.policies import Policy
from routing.regions import contains
from routing.staffing import Members, takers


@dataclass(frozen=True, slots=True)
class DeadRule:
    """A rule of a group that never decides anything.

    `rule`: include, exclude or region; `text` is the pattern or code, `by` the one that stands in its way. Reasons:
    excluded (every page it includes is excluded), repeated (another of the same kind says it already), outside (what
    it excludes was never included; `by` is empty), unvisited (no page of those asked about matches; `by` is empty).
    """

    group: int | None
    rule: str
    text: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class NeverShown:
    """A group that no visitor can ever chat with. `reason`: no_members, pages, hours."""

    group: int | None
    reason: str


def dead_rules(group: GroupRules) -> Iterator[DeadRule]:
    """What the rules of one group say about each other; holds wherever the group's pages are."""
    include, exclude = group.pages.include, group.pages.exclude
    for pattern in include:
        by = next((other for other in exclude if covers(other, pattern)), None)
        if by is not None:
            yield DeadRule(group.id, "include", pattern.text, "excluded", by.text)
    for pattern in exclude:
        if include and all(apart(pattern, other) for other in include):
            yield DeadRule(group.id, "exclude", pattern.text, "outside")
    for kind, patterns in (("include", include), ("exclude", exclude)):
        for pattern, other in _repeated(patterns):
            yield DeadRule(group.id, kind, pattern.text, "repeated", other.text)
    for code in sorted(group.regions.codes):
        outer = next((other for other in sorted(group.regions.codes) if other != code and contains(other, code)), None)
        if outer is not None:
            yield DeadRule(group.id, "region", code, "repeated", outer)


def unvisited_rules(group: GroupRules, pages: Iterable[Page]) -> Iterator[DeadRule]:
    """The patterns that match none of these pages, such as those really visited in a month."""
    visited = list(pages)
    for kind, patterns in (("include", group.pages.include), ("exclude", group.pages.exclude)):
        for pattern in patterns:
            if not any(pattern.matches(page) for page in visited):
                yield DeadRule(group.id, kind, pattern.text, "unvisited")


def never_shown(board: Board, now: datetime) -> tuple[NeverShown, ...]:
    """The enabled and visible groups among them; a hidden one is never shown on purpose."""
    found = []
    for group in board.groups:
        reason = _why_never(group, now) if group.enabled and not group.hidden else None
        if reason is not None:
            found.append(NeverShown(group.id, reason))
    return tuple(found)


def all_hidden(board: Board) -> bool:
    """Every enabled group is hidden from visitors (SPEC 2.9): to be refused."""
    return not board.visible


def fallback_loops(groups: Iterable[GroupRules]) -> tuple[tuple[int, ...], ...]:
    """Chains of fallback groups that lead back to themselves, each once, from its smallest id on."""
    following = {group.id: group.fallback for group in groups if group.id is not None and group.fallback is not None}
    loops = set()
    for start in following:
        chain = _chain(start, following)
        if following.get(chain[-1]) == start:
            first = chain.index(min(chain))
            loops.add((*chain[first:], *chain[:first]))
    return tuple(sorted(loops))


def unreached(members: Members, policies: Mapping[int, Policy], group: int) -> tuple[int, ...]:
    """The channels from which nobody would get this group's conversations although it has members (SPEC 3.6)."""
    if not members.get(group):
        return ()
    return tuple(point for point, policy in policies.items() if not takers(members, policy, group))


def _why_never(group: GroupRules, now: datetime) -> str | None:
    if group.members == 0:
        return "no_members"
    if any(pattern.glob in EVERYTHING for pattern in group.pages.exclude):
        return "pages"
    include = group.pages.include
    if include and all(any(covers(other, pattern) for other in group.pages.exclude) for pattern in include):
        return "pages"
    if group.schedule is not None and group.schedule.next_opening(now) is None:
        return "hours"
    return None


def _repeated(patterns: tuple[Pattern, ...]) -> Iterator[tuple[Pattern, Pattern]]:
    """(the one that could go, the one that covers it); of two that say the same, the later could go."""
    for place, pattern in enumerate(patterns):
        for other_place, other in enumerate(patterns):
            twin = covers(pattern, other)
            if place != other_place and covers(other, pattern) and (not twin or other_place < place):
                yield pattern, other
                break


def _chain(start: int, following: Mapping[int, int]) -> list[int]:
    """From `start` along the fallbacks, as far as nothing comes twice."""
    chain, current = [start], following.get(start)
    while current is not None and current not in chain:
        chain.append(current)
        current = following.get(current)
    return chain
