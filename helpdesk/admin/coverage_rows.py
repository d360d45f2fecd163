"""The coverage map's rows and findings as its page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from helpdesk.admin.policies import Card
from helpdesk.admin.simulator_rows import group_link
from helpdesk.simulator.findings import Finding, Level
from helpdesk.simulator.heat import Cell, Tone
from helpdesk.simulator.labels import Labels
from helpdesk.simulator.places import code_of
from helpdesk.simulator.sentences import name_of
from helpdesk.simulator.territory import Territory
from routing.board import Board

MOST_ROWS = 60
MOST_NAMED = 10

SYMBOLS = {Tone.NOBODY: "✕", Tone.REQUEST: "✉", Tone.ONE: "●", Tone.FEW: "◐", Tone.CROWD: "▲"}
WRONG = {Tone.NOBODY: 3, Tone.CROWD: 2, Tone.REQUEST: 1}
"""How much a cell weighs when there is no room for all rows."""


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the map. `count` is empty where nobody is."""

    tone: str
    symbol: str
    count: str
    names: str
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    """`others`: how many more pages are of the same kind; `pages`: the first of them, for reading."""

    page: str
    others: int
    pages: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Told:
    finding: Finding
    groups: tuple[tuple[str, str], ...]  # (name, link): of groups, or of one policy


def kept_rows(territory: Territory, cells: Sequence[Sequence[Cell]], moment: datetime) -> tuple[list[Row], int]:
    """The rows, and how many are left out: of too many, those in which least is wrong. Their order stays."""
    weights = [sum(WRONG.get(cell.tone, 0) for cell in row) for row in cells]
    worst = sorted(range(len(cells)), key=lambda number: -weights[number])[:MOST_ROWS]
    labels, names = Labels(territory), _names(territory.board)
    rows = [_row(territory, labels, names, number, cells[number], moment) for number in sorted(worst)]
    return rows, len(cells) - len(rows)


def told_findings(findings: Iterable[Finding], board: Board) -> list[Told]:
    names = _names(board)
    return [
        Told(finding, tuple((names[number], group_link(number)) for number in finding.groups)) for finding in findings
    ]


def told_channels(cards: Iterable[Card]) -> list[Told]:
    """What is odd about how the conversations of a channel are given out."""
    return [
        Told(Finding("channel", Level.WARNING, doubt), ((card.title, card.link),))
        for card in cards
        for doubt in card.doubts
    ]


def _names(board: Board) -> dict[int | None, str]:
    return {group.id: name_of(group) for group in board.asked}


def _row(
    territory: Territory,
    labels: Labels,
    names: dict[int | None, str],
    number: int,
    cells: Sequence[Cell],
    moment: datetime,
) -> Row:
    kind = territory.pages[number]
    squares = (
        _square(cell, names, kind[0], code_of(places[0]), moment)
        for cell, places in zip(cells, territory.places, strict=True)
    )
    return Row(labels.page(kind[0]), len(kind) - 1, labels.pages(kind, MOST_NAMED), tuple(squares))


def _square(cell: Cell, names: dict[int | None, str], page: str, region: str, moment: datetime) -> Square:
    tone = cell.tone
    asked = {
        "url": page,
        "region": region,
        "at": f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}",
        "everybody": "on",
    }
    return Square(
        tone=tone.value,
        symbol=SYMBOLS[tone],
        count=str(len(cell.groups) or ""),
        names=", ".join(names[group] for group in cell.groups),
        link=f"{reverse('admin:simulator')}?{urlencode(asked)}",
    )
