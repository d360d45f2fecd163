"""One question to a conversation's facts, as data: subject, operator, values (SPEC 5.2). `questions` answers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routing import patterns
from routing.automation import expressions
from routing.automation.subjects import ABOUT, BARE, OPERATORS, SINGLE, About, Op, Shape, Subject
from routing.automation.syntax import ExpressionError
from routing.automation.words import fold
from routing.patterns import PatternError
from routing.regions import RegionRule

Value = bool | int | str

MOST_VALUES = 200
LONGEST_WORDS = 500
"""Characters in one value."""


class ConditionError(ValueError):
    """Not a condition. `reason` is a code; `detail` the code of what is wrong inside, or the value, where there is one.

    Reasons: subject, operator (does not fit the subject), values (none, too many, or given where none belongs),
    value (of a wrong kind; `detail` is it), key (the pre-chat field is missing, or given where none belongs),
    expression and pattern (`detail`: reason of the error), region (`detail`: the code), unknown (a stray word in data).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Condition:
    """`key` is the name of a pre-chat field. A negative question about nothing is answered with yes.

    Raises ConditionError.
    """

    subject: Subject
    op: Op
    values: tuple[Value, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        about = ABOUT[self.subject]
        if self.op not in OPERATORS[about.shape]:
            raise ConditionError("operator", self.op)
        if bool(self.key) is not (self.subject is Subject.PRECHAT):
            raise ConditionError("key", self.key)
        _check_number(self.op, len(self.values))
        for value in self.values:
            _check_value(about, self.op, value)

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"subject": self.subject.value, "op": self.op.value}
        if self.key:
            data["key"] = self.key
        if self.op in SINGLE:
            data["value"] = self.values[0]
        elif self.op not in BARE:
            data["value"] = list(self.values)
        return data


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of `every` and, where there are any, at least one of `some`. None at all: always."""

    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {"all": [one.as_data() for one in self.every], "any": [one.as_data() for one in self.some]}


ALWAYS = Conditions()


def when(subject: str, op: str, *values: Value, key: str = "") -> Condition:
    """A condition by the words of its data. Raises ConditionError."""
    try:
        named = Subject(subject)
    except ValueError:
        raise ConditionError("subject", subject) from None
    try:
        return Condition(named, Op(op), values, key)
    except ConditionError:
        raise
    except ValueError:
        raise ConditionError("operator", op) from None


def read_condition(data: Mapping[str, Any]) -> Condition:
    """The opposite of `as_data`; one value may stand without its list. Raises ConditionError."""
    stray = sorted(data.keys() - {"subject", "op", "value", "key"})
    if stray:
        raise ConditionError("unknown", str(stray[0]))
    value = data.get("value")
    values = () if value is None else tuple(value) if isinstance(value, list | tuple) else (value,)
    return when(str(data.get("subject", "")), str(data.get("op", "")), *values, key=str(data.get("key") or ""))


def read_conditions(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> Conditions:
    """Raises ConditionError."""
    stray = sorted(data.keys() - {"all", "any"})
    if stray:
        raise ConditionError("unknown", stray[0])
    return Conditions(*(tuple(read_condition(one) for one in data.get(part, ())) for part in ("all", "any")))


def _check_number(op: Op, number: int) -> None:
    least, most = (0, 0) if op in BARE else (1, 1) if op in SINGLE else (1, MOST_VALUES)
    if not least <= number <= most:
        raise ConditionError("values", str(number))


def _check_value(about: About, op: Op, value: Value) -> None:
    if not _KINDS[about.shape](value) or (about.choices and value not in about.choices):
        raise ConditionError("value", str(value)[:LONGEST_WORDS])
    try:
        if op is Op.MATCHES:
            expressions.read(str(value))
        elif about.shape is Shape.PAGE:
            patterns.read(str(value))
        elif about.shape is Shape.PLACE:
            RegionRule(codes=frozenset({str(value)}))
    except ExpressionError as error:
        raise ConditionError("expression", error.reason) from error
    except PatternError as error:
        raise ConditionError("pattern", error.reason) from error
    except ValueError as error:
        raise ConditionError("region", str(value)) from error


def _is_count(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and bool(fold(value)) and len(value) <= LONGEST_WORDS


_KINDS: Mapping[Shape, Callable[[Value], bool]] = {
    Shape.FLAG: lambda value: isinstance(value, bool),
    Shape.CHOICE: _is_text,
    Shape.GIVEN: _is_count,
    Shape.REFERENCE: _is_count,
    Shape.MEMBERS: _is_count,
    Shape.LABELS: _is_text,
    Shape.WORDS: _is_text,
    Shape.PAGE: _is_text,
    Shape.PLACE: _is_text,
    Shape.NUMBER: _is_whole,
    Shape.SECONDS: _is_count,
}
