"""What a supervisor may write as an expression, read into a tree; `expressions` matches it.

Understood: letters as they are, `.`, `[a-z]`, `[^…]`, `\\d \\w \\s` and their opposites, `\\b \\B`, `^ $`, groups, `|`,
`* + ? {m} {m,} {m,n}`. Not understood, because no matcher can answer them in linear time or nobody needs them here:
references back, looking around, named groups, flags.
"""

from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 300
"""Characters in an expression."""
MOST_TIMES = 100
DEEPEST = 20
"""Groups within groups."""


class ExpressionError(ValueError):
    """Not an expression. `reason`: empty, too_long, too_deep, too_big, unsupported, bracket, range, repeat, end."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(f"{reason}: {text[:LONGEST]}")
        self.reason = reason
        self.text = text


Test = Callable[[str], bool]
"""Whether one character, in lower case, fits."""


@dataclass(frozen=True, slots=True)
class One:
    fits: Test


@dataclass(frozen=True, slots=True)
class Here:
    """A place between characters: `^`, `$`, `b` (edge of a word), `B` (no edge)."""

    what: str


@dataclass(frozen=True, slots=True)
class Row:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    ways: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Times:
    """`most` None: as often as you like."""

    part: "Node"
    least: int
    most: int | None


Node = One | Here | Row | Either | Times


def is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


_KINDS: dict[str, Test] = {"d": str.isdecimal, "w": is_word, "s": str.isspace}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}


def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError."""
    if not text.strip():
        raise ExpressionError("empty", text)
    if len(text) > LONGEST:
        raise ExpressionError("too_long", text)
    reader = _Reader(text)
    tree = reader.either(0)
    if reader.at < len(text):
        raise reader.error("bracket")
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, reason: str) -> ExpressionError:
        return ExpressionError(reason, self.text)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise self.error("end")
        self.at += 1
        return char

    def skip(self, what: str) -> bool:
        found = self.text.startswith(what, self.at)
        self.at += len(what) if found else 0
        return found

    def either(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise self.error("too_deep")
        ways = [self.row(depth)]
        while self.skip("|"):
            ways.append(self.row(depth))
        return ways[0] if len(ways) == 1 else Either(tuple(ways))

    def row(self, depth: int) -> Node:
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom(depth)))
        return Row(tuple(parts))

    def repeated(self, part: Node) -> Node:
        least, most = self.quantifier()
        if (least, most) == (1, 1):
            return part
        if isinstance(part, Here):
            raise self.error("repeat")
        # Lazy or greedy is all the same to a question that is answered with yes or no.
        self.skip("?")
        if self.peek() in ("*", "+", "?"):
            raise self.error("repeat")
        return Times(part, least, most)

    def quantifier(self) -> tuple[int, int | None]:
        if self.skip("*"):
            return 0, None
        if self.skip("+"):
            return 1, None
        if self.skip("?"):
            return 0, 1
        if not self.skip("{"):
            return 1, 1
        least, comma, most = self.until("}").partition(",")
        low = self.number(least, 0)
        high = self.number(most, None) if comma else low
        if not (least or most) or low is None or (high is not None and high < low):
            raise self.error("repeat")
        return low, high

    def number(self, digits: str, otherwise: int | None) -> int | None:
        if not digits:
            return otherwise
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 3 or int(digits) > MOST_TIMES:
            raise self.error("repeat")
        return int(digits)

    def until(self, end: str) -> str:
        start = self.at
        while self.take() != end:
            pass
        return self.text[start : self.at - 1]

    def atom(self, depth: int) -> Node:
        char = self.take()
        if char == "(":
            return self.group(depth)
        if char == "[":
            return One(self.characters())
        if char == "\\":
            return self.escaped()
        if char in "^$":
            return Here(char)
        if char == ".":
            return One(lambda _: True)
        if char in "*+?{":
            raise self.error("repeat")
        return One(_same(char))

    def group(self, depth: int) -> Node:
        if not self.skip("?:") and self.peek() == "?":
            raise self.error("unsupported")
        inner = self.either(depth + 1)
        if not self.skip(")"):
            raise self.error("bracket")
        return inner

    def escaped(self) -> Node:
        char = self.take()
        return Here(char) if char in "bB" else One(self.kind(char))

    def kind(self, char: str) -> Test:
        """What a letter after a backslash stands for; anything but a letter or digit stands for itself."""
        if char in _KINDS:
            return _KINDS[char]
        if char.lower() in _KINDS:
            return _opposite(_KINDS[char.lower()])
        if char in _CONTROLS:
            return _same(_CONTROLS[char])
        if char.isalnum():
            raise self.error("unsupported")
        return _same(char)

    def characters(self) -> Test:
        refused = self.skip("^")
        tests = [self.member()]
        while not self.skip("]"):
            tests.append(self.member())
        found: Test = lambda char: any(test(char) for test in tests)  # noqa: E731 - a test is a value here
        return _opposite(found) if refused else found

    def member(self) -> Test:
        first = self.take()
        if first == "\\":
            return self.kind(self.take())
        if not self.skip("-"):
            return _same(first)
        if self.peek() == "]":
            return _of(_same(first), _same("-"))
        last = self.take()
        if last == "\\" or last < first:
            raise self.error("range")
        return _between(first, last)


def _same(char: str) -> Test:
    low = char.lower()
    return lambda other: other == low


def _between(first: str, last: str) -> Test:
    return lambda char: first <= char <= last or first <= char.upper() <= last


def _of(*tests: Test) -> Test:
    return lambda char: any(test(char) for test in tests)


def _opposite(test: Test) -> Test:
    return lambda char: not test(char)
