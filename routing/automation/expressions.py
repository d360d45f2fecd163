"""Regular expressions that nobody can hang the house with: matching never goes back.

All ways of matching are followed at once, and what one character leads to is remembered. So the time is bounded by
the length of the text times the size of the expression, however the two were chosen. Python's own `re` tries one way
after the other, which takes for ever on the right text, and knows no timeout.
"""

from functools import lru_cache
from typing import TypeVar

from routing.automation.syntax import Either, ExpressionError, Here, Node, One, Row, Test, Times, is_word, parse

MOST_TEXT = 4000
"""Characters of a text that are looked at."""
MOST_STATES = 300
REMEMBERED = 2000
"""Steps kept in memory for an expression; then it begins to learn anew."""

End = int
_FOUND = 0
T = TypeVar("T")
_Memory = dict[tuple[frozenset[int], str], frozenset[int]]


class Expression:
    """One expression, read and ready. Raises ExpressionError. It is looked for anywhere in a text, in any case."""

    def __init__(self, text: str) -> None:
        self.text = text
        # What leads from a state to the next ones: a character, a place, or nothing at all.
        self._fits: dict[int, tuple[Test, int]] = {}
        self._here: dict[int, tuple[str, int]] = {}
        self._free: dict[int, tuple[int, ...]] = {}
        self._states, self._work = 1, 0
        self._start = self._build(parse(text), _FOUND)
        self._steps: _Memory = {}
        self._closures: _Memory = {}

    def found_in(self, text: str) -> bool:
        text = text[:MOST_TEXT].lower()
        states: frozenset[int] = frozenset()
        for at, char in enumerate((*text, "")):
            before = text[at - 1] if at else ""
            states = self._closure(states | {self._start}, _place(before, char))
            if _FOUND in states:
                return True
            states = self._step(states, char)
        return False

    def _build(self, node: Node, then: int) -> int:
        """The state from which the node leads to `then`."""
        self._work += 1
        if self._states > MOST_STATES or self._work > 10 * MOST_STATES:
            raise ExpressionError("too_big", self.text)
        match node:
            case One(fits):
                return self._put(self._fits, (fits, then))
            case Here(what):
                return self._put(self._here, (what, then))
            case Row(parts):
                for part in reversed(parts):
                    then = self._build(part, then)
                return then
            case Either(ways):
                return self._put(self._free, tuple(self._build(way, then) for way in ways))
            case Times(part, least, most):
                return self._build_times(part, least, most, then)

    def _build_times(self, part: Node, least: int, most: int | None, then: int) -> int:
        if most is None:
            loop = self._put(self._free, ())
            self._free[loop] = (self._build(part, loop), then)
            then = loop
        else:
            for _ in range(most - least):
                then = self._put(self._free, (self._build(part, then), then))
        for _ in range(least):
            then = self._build(part, then)
        return then

    def _put(self, kind: dict[int, T], value: T) -> int:
        number = self._states
        self._states += 1
        kind[number] = value
        return number

    def _step(self, states: frozenset[int], char: str) -> frozenset[int]:
        known = self._steps.get((states, char))
        if known is None:
            moves = (self._fits[state] for state in states if state in self._fits)
            known = frozenset(then for fits, then in moves if char and fits(char))
            _remember(self._steps, (states, char), known)
        return known

    def _closure(self, states: frozenset[int], place: str) -> frozenset[int]:
        """What is reached without a character."""
        known = self._closures.get((states, place))
        if known is None:
            reached, left = set(states), list(states)
            while left:
                state = left.pop()
                what, then = self._here.get(state, ("", 0))
                following = (then,) if what and what in place else self._free.get(state, ())
                fresh = [one for one in following if one not in reached]
                reached.update(fresh)
                left += fresh
            known = frozenset(reached)
            _remember(self._closures, (states, place), known)
        return known


@lru_cache(maxsize=1024)
def read(text: str) -> Expression:
    """Raises ExpressionError."""
    return Expression(text)


def _remember(memory: _Memory, key: tuple[frozenset[int], str], value: frozenset[int]) -> None:
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[key] = value


def _place(before: str, after: str) -> str:
    """Everything that is true of a place between two characters; empty stands for an end of the text."""
    edge = bool(before and is_word(before)) is not bool(after and is_word(after))
    return ("" if before else "^") + ("" if after else "$") + ("b" if edge else "B")
