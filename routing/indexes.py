"""The regions and pages of all groups at once: thousands of rules asked in microseconds.

Both answer with a mask: bit n says whether the n-th of the rules they were built from lets the visitor pass, exactly as
that rule's own `decide` would. What is asked for every page view needs no more; reasons are worked out on demand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from routing.pages import PageRules
from routing.patterns import Page, Pattern
from routing.regions import Place, RegionRule, Scope

GRAM = 4
"""Characters; a pattern whose longest literal text is shorter waits under the whole of it."""
CANDIDATES = 8
"""At how many steps through its literal text a pattern looks for its gram."""


class RegionIndex:
    def __init__(self, rules: Sequence[RegionRule]) -> None:
        self._unless = _mask(n for n, rule in enumerate(rules) if not rule.codes or rule.scope is Scope.ALL_BUT)
        self._only: dict[str, int] = defaultdict(int)
        self._but: dict[str, int] = defaultdict(int)
        for number, rule in enumerate(rules):
            for code in rule.codes:
                (self._only if rule.scope is Scope.ONLY else self._but)[code] |= 1 << number

    def passing(self, place: Place | None) -> int:
        kept, dropped = self._unless, 0
        for code in place.codes if place else ():
            kept |= self._only.get(code, 0)
            dropped |= self._but.get(code, 0)
        return kept & ~dropped


@dataclass(frozen=True, slots=True)
class _Entry:
    """A pattern with the masks of the rules that include and exclude by it."""

    pattern: Pattern
    including: int
    excluding: int


class PageIndex:
    """Whatever matches a pattern contains the pattern's literal text. So each pattern waits under one short string
    (its gram) from that text, the one under which fewest others could wait, and is tried where the gram occurs.
    """

    def __init__(self, rules: Sequence[PageRules]) -> None:
        self._unless = _mask(number for number, one in enumerate(rules) if not one.include)
        self._whole: dict[tuple[int, str], _Entry] = {}
        self._waiting: dict[tuple[int, int], dict[str, list[_Entry]]] = {}
        entries = _entries(rules)
        frequency = Counter(gram for entry in entries for gram in _grams(entry.pattern))
        for entry in entries:
            pattern = entry.pattern
            if len(pattern.pieces) == 1:
                self._whole[pattern.form, pattern.glob] = entry
                continue
            gram = min(_grams(pattern), key=lambda gram: (frequency[gram], gram))
            self._waiting.setdefault((pattern.form, len(gram)), defaultdict(list))[gram].append(entry)

    def passing(self, page: Page) -> int:
        kept, dropped = self._unless, 0
        for entry in self._matching(page):
            kept |= entry.including
            dropped |= entry.excluding
        return kept & ~dropped

    def _matching(self, page: Page) -> Iterator[_Entry]:
        for form, text in enumerate(page.forms):
            entry = self._whole.get((form, text))
            if entry is not None:
                yield entry
        for (form, size), waiting in self._waiting.items():
            text = page.forms[form]
            for gram in {text[at : at + size] for at in range(len(text) - size + 1)} & waiting.keys():
                yield from (entry for entry in waiting[gram] if entry.pattern.matches(page))


def members(mask: int) -> Iterator[int]:
    """The numbers whose bit is set, rising."""
    return (number for number, bit in enumerate(bin(mask)[:1:-1]) if bit == "1")


def _mask(numbers: Iterable[int]) -> int:
    return sum(1 << number for number in numbers)


def _entries(rules: Sequence[PageRules]) -> list[_Entry]:
    including: dict[Pattern, int] = defaultdict(int)
    excluding: dict[Pattern, int] = defaultdict(int)
    for number, one in enumerate(rules):
        for pattern in one.include:
            including[pattern] |= 1 << number
        for pattern in one.exclude:
            excluding[pattern] |= 1 << number
    return [_Entry(p, including.get(p, 0), excluding.get(p, 0)) for p in including | excluding]


def _grams(pattern: Pattern) -> set[str]:
    longest = max(pattern.pieces, key=len)
    size = min(GRAM, len(longest))
    starts = {(len(longest) - size) * step // CANDIDATES for step in range(CANDIDATES + 1)}
    return {longest[at : at + size] for at in starts}
