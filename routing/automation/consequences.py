"""What one condition says about other subjects: who is accepted has an assignee, who has a group is somebody.

So conditions can contradict each other although each is about something else (SPEC 4.1, 5.1).
"""

from collections.abc import Iterable, Iterator, Sequence

from routing.automation.clashes import clashing
from routing.automation.conditions import Condition, when
from routing.automation.facts import Author, Directory, Kind
from routing.automation.subjects import Op, Subject
from routing.lifecycle import Status

Told = tuple[Condition, Condition | None]
"""A condition, and the one it follows from: itself, or None where it follows from the kind of rule."""

_PEOPLE = {
    Subject.ASSIGNEE: Subject.ASSIGNEE_GROUPS,
    Subject.AUTHOR_OPERATOR: Subject.AUTHOR_GROUPS,
}

_SOMEBODY = when("assignee", "filled")
_ACCEPTED = when("accepted", "is", True)
_LIVE = when("active", "is", True)
_WRITER = when("author_operator", "filled")

# Only one direction of each: the other way round, the same two conditions clash already.
_FOLLOWS: dict[Condition, tuple[Condition, ...]] = {
    _ACCEPTED: (_SOMEBODY,),
    _LIVE: (when("status", "is_not", Status.CLOSED.value),),
    _WRITER: (when("author", "is", Author.OPERATOR.value),),
}

_BY_KIND = {Kind.INCOMING: (when("was_active", "is", False), when("waiting", "less_than", 1))}
"""At the beginning nothing was before, and nobody has waited yet."""


def contradiction(
    conditions: Sequence[Condition], kind: Kind, directory: Directory
) -> tuple[Condition, Condition | None] | None:
    """Two conditions that surely never hold together; None when there are none.

    The second is None where the first can never hold in a rule of this kind, or by itself.
    """
    told: list[Told] = [(implied, None) for implied in _BY_KIND.get(kind, ())]
    for condition in conditions:
        told += [(implied, condition) for implied in _all_that_follows(condition)]
    for subject, key in dict.fromkeys((one.subject, one.key) for one, _ in told):
        about = [(one, origin) for one, origin in told if (one.subject, one.key) == (subject, key)]
        clash = clashing([one for one, _ in about])
        origins = [origin for one, origin in about if one in clash and origin is not None]
        # What follows from the kind alone clashes with nothing until a condition asks for it.
        if origins:
            return origins[0], next((origin for origin in origins[1:] if origin != origins[0]), None)
    return _strangers(conditions, directory)


def _all_that_follows(condition: Condition) -> Iterator[Condition]:
    yield condition
    for implied in _directly(condition):
        yield from _all_that_follows(implied)


def _directly(condition: Condition) -> Iterable[Condition]:
    subject, op = condition.subject, condition.op
    asks = op in (Op.IS, Op.ANY_OF, Op.FILLED)
    if condition in _FOLLOWS:
        return _FOLLOWS[condition]
    if subject is Subject.ASSIGNEE_GROUPS and asks:
        return (_SOMEBODY,)
    if subject in (Subject.AUTHOR_GROUPS, Subject.AUTHOR_OPERATOR) and asks:
        return (_WRITER,)
    return ()


def _strangers(conditions: Sequence[Condition], directory: Directory) -> tuple[Condition, Condition | None] | None:
    """One of these people, and of these groups, in which none of them is."""
    for person in conditions:
        if person.subject not in _PEOPLE or person.op not in (Op.IS, Op.ANY_OF):
            continue
        known = [directory.operators.get(int(value)) for value in person.values]
        if None in known:
            continue
        theirs = frozenset().union(*(groups for groups in known if groups))
        for group in conditions:
            wanted = group.subject is _PEOPLE[person.subject] and group.op in (Op.IS, Op.ANY_OF)
            if wanted and theirs.isdisjoint(int(value) for value in group.values):
                return person, group
    return None
