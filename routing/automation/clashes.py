"""Conditions that cannot hold together, for warnings (SPEC 5.1).

Safe rather than complete: what is called a clash is one; some conditions that never hold together go unnoticed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

from routing.automation.conditions import Condition
from routing.automation.subjects import ABOUT, Op, Shape, Subject
from routing.automation.words import fold
from routing.pattern_sets import apart, covers
from routing.patterns import read
from routing.regions import contains

_ASK_ONE, _REFUSE = (Op.IS, Op.ANY_OF), (Op.IS_NOT, Op.NONE_OF)


def clash(conditions: Sequence[Condition]) -> bool:
    """Whether conditions about one subject (for pre-chat: one field) surely never hold together."""
    return _CLASHES[ABOUT[conditions[0].subject].shape](conditions)


def clashing(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Two of the conditions about one subject that clash, else all of them if they clash; empty if they don't."""
    for size in (1, 2):
        for few in combinations(conditions, size):
            if clash(few):
                return few
    return tuple(conditions) if clash(conditions) else ()


def _values(conditions: Iterable[Condition], ops: Iterable[Op]) -> list[frozenset[object]]:
    wanted = tuple(ops)
    return [frozenset(condition.values) for condition in conditions if condition.op in wanted]


def _asks(conditions: Iterable[Condition], op: Op) -> bool:
    return any(condition.op is op for condition in conditions)


def _one_value(conditions: Sequence[Condition]) -> bool:
    """None stands for the empty value."""
    about = ABOUT[conditions[0].subject]
    closed: tuple[object, ...] = (True, False) if about.shape is Shape.FLAG else about.choices
    allowed = [frozenset(closed)] if closed else []
    allowed += _values(conditions, _ASK_ONE)
    refused: frozenset[object] = frozenset().union(*_values(conditions, _REFUSE))
    if _asks(conditions, Op.EMPTY):
        allowed.append(frozenset({None}))
    if _asks(conditions, Op.FILLED):
        refused |= {None}
    return bool(allowed) and not frozenset.intersection(*allowed) - refused


def _several_values(conditions: Sequence[Condition]) -> bool:
    wanted = _values(conditions, _ASK_ONE)
    refused: frozenset[object] = frozenset().union(*_values(conditions, _REFUSE))
    if _asks(conditions, Op.EMPTY) and (wanted or _asks(conditions, Op.FILLED)):
        return True
    return any(one <= refused for one in wanted)


def _labels(conditions: Sequence[Condition]) -> bool:
    return _several_values(_folded(conditions))


def _words(conditions: Sequence[Condition]) -> bool:
    """Expressions are left alone: whether two of them ever meet is a question of another kind."""
    conditions = _folded([condition for condition in conditions if condition.op is not Op.MATCHES])
    exact = {str(c.values[0]) for c in conditions if c.op is Op.IS} | ({""} if _asks(conditions, Op.EMPTY) else set())
    refused = {str(c.values[0]) for c in conditions if c.op is Op.IS_NOT}
    refused |= {""} if _asks(conditions, Op.FILLED) else set()
    lacking = [str(value) for c in conditions if c.op is Op.LACKS for value in c.values]
    wanted = [[str(value) for value in c.values] for c in conditions if c.op is Op.CONTAINS]
    if len(exact) > 1 or exact & refused:
        return True
    if any(not any(phrase in text for phrase in phrases) for text in exact for phrases in wanted):
        return True
    wanted += [[text] for text in exact]
    return any(all(any(lack in text for lack in lacking) for text in texts) for texts in wanted)


def _pages(conditions: Sequence[Condition]) -> bool:
    under = [[read(str(value)) for value in c.values] for c in conditions if c.op is Op.UNDER]
    outside = [read(str(value)) for c in conditions if c.op is Op.NOT_UNDER for value in c.values]
    if _asks(conditions, Op.EMPTY) and (under or _asks(conditions, Op.FILLED)):
        return True
    if any(all(apart(*pair) for pair in product(one, other)) for one, other in combinations(under, 2)):
        return True
    return any(all(any(covers(wide, pattern) for wide in outside) for pattern in patterns) for patterns in under)


def _places(conditions: Sequence[Condition]) -> bool:
    within = [[str(value) for value in c.values] for c in conditions if c.op is Op.WITHIN]
    outside = [str(value) for c in conditions if c.op is Op.OUTSIDE for value in c.values]
    countries = [{code[:2] for code in codes} for codes in within]
    if _asks(conditions, Op.EMPTY) and (within or _asks(conditions, Op.FILLED)):
        return True
    if countries and not set.intersection(*countries):
        return True
    return any(all(any(contains(wide, code) for wide in outside) for code in codes) for codes in within)


def _numbers(conditions: Sequence[Condition]) -> bool:
    low = max((int(c.values[0]) for c in conditions if c.op is Op.MORE_THAN), default=None)
    high = min((int(c.values[0]) for c in conditions if c.op is Op.LESS_THAN), default=None)
    exact = {int(c.values[0]) for c in conditions if c.op is Op.IS}
    refused = {int(c.values[0]) for c in conditions if c.op is Op.IS_NOT}
    if low is not None and high is not None and high - low < 2:
        return True
    # Seconds are never negative.
    if conditions[0].subject is Subject.WAITING and high is not None and high <= 0:
        return True
    outside = (value for value in exact if (low is not None and value <= low) or (high is not None and value >= high))
    return len(exact) > 1 or bool(exact & refused) or any(True for _ in outside)


def _folded(conditions: Sequence[Condition]) -> list[Condition]:
    return [Condition(c.subject, c.op, tuple(fold(str(v)) for v in c.values), c.key) for c in conditions]


_CLASHES: Mapping[Shape, Callable[[Sequence[Condition]], bool]] = {
    Shape.FLAG: _one_value,
    Shape.CHOICE: _one_value,
    Shape.GIVEN: _one_value,
    Shape.REFERENCE: _one_value,
    Shape.MEMBERS: _several_values,
    Shape.LABELS: _labels,
    Shape.WORDS: _words,
    Shape.PAGE: _pages,
    Shape.PLACE: _places,
    Shape.NUMBER: _numbers,
    Shape.SECONDS: _numbers,
}
