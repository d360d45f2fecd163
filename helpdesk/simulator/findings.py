"""What a supervisor should know about the groups, as sentences (SPEC 2.9, 2.14)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.simulator import rule_words
from helpdesk.simulator.labels import Labels
from helpdesk.simulator.sentences import name_of
from helpdesk.simulator.territory import Territory
from routing.board import Board
from routing.coverage import Gap, gaps
from routing.coverage import Kind as GapKind
from routing.doubts import DeadRule, all_hidden, dead_rules, fallback_loops, never_shown, unvisited_rules
from routing.patterns import Page
from routing.reasons import Step


class Level(StrEnum):
    """Wrong for certain, probably wrong, perhaps on purpose."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind`: all_hidden, loop, never_shown, nobody, crowd, dead_rule. `groups`: whom it is about; None is Everyone.

    `where` and `when` are empty where it holds for all visitors, or at any time.
    """

    kind: str
    level: Level
    text: str
    groups: tuple[int | None, ...] = ()
    where: str = ""
    when: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.text, self.where, self.when]))


def gaps_of(territory: Territory) -> tuple[Gap, ...]:
    return gaps(territory.board, territory.every_page, territory.every_place, territory.moments)


def findings(
    territory: Territory, gaps: Sequence[Gap], now: datetime, visited: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Worst first. `visited` pages, where there are any, show which rules none of them meets."""
    board, labels = territory.board, Labels(territory)
    found = [
        *_board(board, now),
        *(_gap(gap, labels) for gap in gaps if gap.step is not Step.HIDDEN),
        *_dead(_rules(board, visited)),
    ]
    levels = list(Level)
    return tuple(sorted(found, key=lambda finding: (levels.index(finding.level), finding.kind == "crowd")))


def _board(board: Board, now: datetime) -> Iterator[Finding]:
    names = {group.id: name_of(group) for group in board.asked}
    if all_hidden(board):
        text = _("All groups that are switched on are hidden: no visitor sees a widget.")
        yield Finding("all_hidden", Level.ERROR, text)
    for loop in fallback_loops(board.groups):
        circle = " → ".join(names[number] for number in (*loop, loop[0]))
        text = _("These fallback groups lead in a circle: %(circle)s.") % {"circle": circle}
        yield Finding("loop", Level.ERROR, text, loop)
    for never in never_shown(board, now):
        yield Finding("never_shown", Level.ERROR, rule_words.never_shown(never.reason), (never.group,))


def _gap(gap: Gap, labels: Labels) -> Finding:
    words = {"pages": labels.pages(gap.pages), "count": len(gap.groups)}
    where, when = labels.places(gap.places), labels.times(gap.moments)
    if gap.kind is GapKind.CROWD:
        text = ngettext(
            "%(count)s group at once on %(pages)s. Ideally there is one, three at most.",
            "%(count)s groups at once on %(pages)s. Ideally there is one, three at most.",
            len(gap.groups),
        )
        return Finding("crowd", Level.WARNING, text % words, gap.groups, where, when)
    # Where no group is shown at all, that may well be what somebody wanted.
    level = Level.INFO if gap.step is Step.PAGES else Level.WARNING
    return Finding("nobody", level, _nobody(gap.step) % words, gap.groups, where, when)


def _nobody(step: Step | None) -> str:
    match step:
        case Step.PAGES:
            return _("No widget on %(pages)s: no group is shown there.")
        case Step.REGIONS:
            return _("Nobody serves %(pages)s: the groups of the page are shown in other regions only.")
        case Step.HOURS:
            return _("Nobody serves %(pages)s outside working hours, and no request form is offered.")
    return _("Nobody serves %(pages)s: the groups of the page have no members who are switched on.")


def _rules(board: Board, visited: Sequence[str]) -> Iterator[DeadRule]:
    pages = [Page.at(page) for page in visited]
    for group in board.groups:
        if group.enabled:
            yield from dead_rules(group)
            if pages:
                yield from unvisited_rules(group, pages)


def _dead(rules: Iterable[DeadRule]) -> Iterator[Finding]:
    """Several groups often have the same rule: it is told once."""
    told: dict[str, list[int | None]] = defaultdict(list)
    for rule in rules:
        told[rule_words.dead_rule(rule)].append(rule.group)
    for text, groups in told.items():
        yield Finding("dead_rule", Level.INFO, text, tuple(dict.fromkeys(groups)))
