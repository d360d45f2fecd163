"""The menu a visitor meets before people (SPEC 5.8, 3.14): "send 1 for …", one repeat, sixty seconds.

A pure machine: the caller stores every message first, so whatever the visitor writes is kept for whoever answers, and
then asks what to do. Once it has decided, the conversation has left the menu and is never asked about again.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from routing.automation.words import fold

PATIENCE = timedelta(seconds=60)
"""From the last time the menu was shown."""
MOST_SHOWN = 2
"""Once, and once more after a wrong choice."""

_NUMBER = re.compile(r"[(\[#]*\s*(\d{1,3})(?:\s*[.)\]:,;-])*")
_JOINERS = str.maketrans("", "", "\ufe0f\u20e3\u200b\u200d")
"""What a key cap is made of beside its digit, and blanks of no width."""


class Target(StrEnum):
    GROUP = "group"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Option:
    """`number` is what to send; `target` and `target_id` say whom the choice is routed to."""

    number: int
    label: str
    target: Target
    target_id: int


@dataclass(frozen=True, slots=True)
class Menu:
    """Raises ValueError (`empty`, `number`, `label`) where a choice could not be told from another."""

    greeting: str
    options: tuple[Option, ...]
    repeat: str = ""
    """Said instead of the greeting the second time; the greeting again where it is empty."""

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError("empty")
        numbers = {option.number for option in self.options}
        if len(numbers) < len(self.options) or not all(0 <= number <= 999 for number in numbers):
            raise ValueError("number")
        labels = {_spell(option.label) for option in self.options}
        if len(labels) < len(self.options) or "" in labels or not all(self._is_own(one) for one in self.options):
            raise ValueError("label")

    def _is_own(self, option: Option) -> bool:
        """A label that is a number means its own option."""
        number = _as_number(option.label)
        return number is None or number == option.number

    def words(self, again: bool = False) -> str:
        """The menu in plain words, for messengers without buttons: a line for each option."""
        head = (self.repeat if again else "") or self.greeting
        return "\n".join([head, *(f"{option.number} \u2013 {option.label}" for option in self.options)])


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a visitor stands in the menu: how often it was shown, and when last."""

    times: int
    at: datetime

    @property
    def due_at(self) -> datetime:
        """When the visitor goes to people if nothing is chosen."""
        return self.at + PATIENCE


@dataclass(frozen=True, slots=True)
class Chosen:
    option: Option


@dataclass(frozen=True, slots=True)
class Repeat:
    """Show the menu once more; `shown` is where the visitor stands then."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class ToPeople:
    """To those who distribute by hand. `reason`: wrong (choice, twice), silence."""

    reason: str


Decision = Chosen | Repeat | ToPeople


def show(now: datetime) -> Shown:
    """The menu after the visitor's first message, which is a question and not yet a choice."""
    return Shown(1, now)


def hear(menu: Menu, shown: Shown, text: str, now: datetime) -> Decision:
    """What a message in the menu leads to. Too late is too late, even if nobody has noticed the silence yet."""
    if now >= shown.due_at:
        return ToPeople("silence")
    option = choice(menu, text)
    if option is not None:
        return Chosen(option)
    if shown.times >= MOST_SHOWN:
        return ToPeople("wrong")
    return Repeat(replace(shown, times=shown.times + 1, at=now))


def wait(shown: Shown, now: datetime) -> ToPeople | None:
    """What silence leads to; None while there is patience left."""
    return ToPeople("silence") if now >= shown.due_at else None


def choice(menu: Menu, text: str) -> Option | None:
    """The option that a message names by its number, its label, or one followed by the other; None: a wrong choice.

    " 1. ", "1)", "(1)" and full-width or key-cap digits are numbers; case, blanks and a full stop don't matter.
    """
    number, said = _as_number(text), _spell(text)
    for option in menu.options:
        label = _spell(option.label)
        if number == option.number or said == label:
            return option
    leading = _NUMBER.match(_plain(text))
    rest = _spell(_plain(text)[leading.end() :].lstrip(" \u2013\u2014")) if leading else ""
    return next((o for o in menu.options if leading and int(leading[1]) == o.number and rest == _spell(o.label)), None)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_JOINERS)).strip()


def _as_number(text: str) -> int | None:
    found = _NUMBER.fullmatch(_plain(text))
    return int(found[1]) if found else None


def _spell(text: str) -> str:
    return fold(text).strip(" .!?,;:\"'\u00ab\u00bb")
