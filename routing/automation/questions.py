"""Whether a condition holds for these facts (SPEC 5.2). A negative question about nothing is answered with yes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from routing import patterns
from routing.automation import expressions
from routing.automation.conditions import Condition, Conditions
from routing.automation.facts import Facts
from routing.automation.subjects import ABOUT, Op, Shape, Subject
from routing.automation.words import fold
from routing.patterns import Page
from routing.regions import Place


def holds(condition: Condition, facts: Facts) -> bool:
    found = getattr(facts, condition.subject.value)
    if condition.subject is Subject.PRECHAT:
        found = found.get(condition.key, "")
    return _ANSWERS[ABOUT[condition.subject].shape](condition, found)


def failing(conditions: Conditions, facts: Facts) -> tuple[Condition, ...]:
    """The first of `every` that does not hold, else all of `some` when none of them does; nothing: all is well."""
    for one in conditions.every:
        if not holds(one, facts):
            return (one,)
    return () if any(holds(one, facts) for one in conditions.some) else conditions.some


def _among(op: Op, values: Iterable[Any], found: frozenset[Any]) -> bool:
    match op:
        case Op.EMPTY:
            return not found
        case Op.FILLED:
            return bool(found)
        case Op.IS | Op.ANY_OF | Op.WITHIN:
            return not found.isdisjoint(values)
        case _:
            return found.isdisjoint(values)


def _members(condition: Condition, found: frozenset[int]) -> bool:
    return _among(condition.op, condition.values, found)


def _one(condition: Condition, found: Any) -> bool:
    return _among(condition.op, condition.values, frozenset() if found is None else frozenset({found}))


def _labels(condition: Condition, found: frozenset[str]) -> bool:
    values = [fold(str(value)) for value in condition.values]
    return _among(condition.op, values, frozenset(fold(label) for label in found))


def _words(condition: Condition, found: str) -> bool:
    text = fold(found)
    match condition.op:
        case Op.EMPTY:
            return not text
        case Op.FILLED:
            return bool(text)
        case Op.MATCHES:
            return expressions.read(str(condition.values[0])).found_in(found)
    phrases = [fold(str(value)) for value in condition.values]
    match condition.op:
        case Op.IS:
            return text == phrases[0]
        case Op.IS_NOT:
            return text != phrases[0]
        case Op.CONTAINS:
            return any(phrase in text for phrase in phrases)
        case _:
            return not any(phrase in text for phrase in phrases)


def _page(condition: Condition, found: str) -> bool:
    """An unknown page is under no pattern."""
    if condition.op in (Op.EMPTY, Op.FILLED):
        return bool(found) is (condition.op is Op.FILLED)
    page = Page.at(found) if found else None
    under = page is not None and any(patterns.read(str(value)).matches(page) for value in condition.values)
    return under is (condition.op is Op.UNDER)


def _place(condition: Condition, found: Place | None) -> bool:
    """An unknown place is within no region, as for groups (SPEC 2.3)."""
    if condition.op in (Op.EMPTY, Op.FILLED):
        return (found is not None) is (condition.op is Op.FILLED)
    return _among(condition.op, condition.values, frozenset(found.codes if found else ()))


def _number(condition: Condition, found: int | None) -> bool:
    """Who does not wait has waited neither more nor less than any time."""
    if condition.op in (Op.IS, Op.IS_NOT):
        return _one(condition, found)
    bound = int(condition.values[0])
    if found is None:
        return False
    return found > bound if condition.op is Op.MORE_THAN else found < bound


_ANSWERS: Mapping[Shape, Callable[[Condition, Any], bool]] = {
    Shape.FLAG: _one,
    Shape.CHOICE: _one,
    Shape.GIVEN: _one,
    Shape.REFERENCE: _one,
    Shape.MEMBERS: _members,
    Shape.LABELS: _labels,
    Shape.WORDS: _words,
    Shape.PAGE: _page,
    Shape.PLACE: _place,
    Shape.NUMBER: _number,
    Shape.SECONDS: _number,
}
