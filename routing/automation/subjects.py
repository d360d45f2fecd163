"""What conditions may ask about, and which questions make sense for each (SPEC 5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from routing.automation.facts import Author, Sort
from routing.lifecycle import Status


class Op(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    EMPTY = "empty"
    FILLED = "filled"
    CONTAINS = "contains"  # at least one of the phrases
    LACKS = "lacks"  # none of the phrases
    MATCHES = "matches"  # a regular expression, see `expressions`
    UNDER = "under"  # at least one of the page patterns
    NOT_UNDER = "not_under"
    WITHIN = "within"  # at least one of the regions
    OUTSIDE = "outside"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class Shape(StrEnum):
    """How the values of a fact look: `given` is a reference that is never empty, `members` are several at once."""

    FLAG = "flag"
    CHOICE = "choice"
    GIVEN = "given"
    REFERENCE = "reference"
    MEMBERS = "members"
    LABELS = "labels"
    WORDS = "words"
    PAGE = "page"
    PLACE = "place"
    NUMBER = "number"
    SECONDS = "seconds"


_ONE_OF = (Op.IS, Op.IS_NOT, Op.ANY_OF, Op.NONE_OF)
_THERE = (Op.EMPTY, Op.FILLED)

OPERATORS: Mapping[Shape, tuple[Op, ...]] = {
    Shape.FLAG: (Op.IS,),
    Shape.CHOICE: _ONE_OF,
    Shape.GIVEN: _ONE_OF,
    Shape.REFERENCE: (*_ONE_OF, *_THERE),
    Shape.MEMBERS: (*_ONE_OF, *_THERE),
    Shape.LABELS: (*_ONE_OF, *_THERE),
    Shape.WORDS: (Op.CONTAINS, Op.LACKS, Op.MATCHES, Op.IS, Op.IS_NOT, *_THERE),
    Shape.PAGE: (Op.UNDER, Op.NOT_UNDER, *_THERE),
    Shape.PLACE: (Op.WITHIN, Op.OUTSIDE, *_THERE),
    Shape.NUMBER: (Op.IS, Op.IS_NOT, Op.MORE_THAN, Op.LESS_THAN),
    Shape.SECONDS: (Op.MORE_THAN, Op.LESS_THAN),
}
"""In the order in which a form offers them."""

SINGLE = frozenset({Op.IS, Op.IS_NOT, Op.MATCHES, Op.MORE_THAN, Op.LESS_THAN})
"""Take one value; those that are in neither set take one or more."""
BARE = frozenset(_THERE)
"""Take no value."""


class Subject(StrEnum):
    """The names are those of the fields of `Facts`; `prechat` needs the field's name as well."""

    AUTHOR = "author"
    AUTHOR_OPERATOR = "author_operator"
    AUTHOR_GROUPS = "author_groups"
    EVENT = "event"
    TEXT = "text"
    SORT = "sort"
    CONTACT_POINT = "contact_point"
    GROUP = "group"
    STATUS = "status"
    ACTIVE = "active"
    WAS_ACTIVE = "was_active"
    ACCEPTED = "accepted"
    ASSIGNEE = "assignee"
    ASSIGNEE_GROUPS = "assignee_groups"
    STAGE = "stage"
    CATEGORY = "category"
    TAGS = "tags"
    PRIORITY = "priority"
    PAGE = "page"
    PLACE = "place"
    WORKING_HOURS = "working_hours"
    PRECHAT = "prechat"
    WAITING = "waiting"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class About:
    """`choices`: the closed set of values, empty when open. `refers`: the field of `Directory` that has the values."""

    shape: Shape
    choices: tuple[str, ...] = ()
    refers: str = ""


ABOUT: Mapping[Subject, About] = {
    Subject.AUTHOR: About(Shape.CHOICE, tuple(Author)),
    Subject.AUTHOR_OPERATOR: About(Shape.REFERENCE, refers="operators"),
    Subject.AUTHOR_GROUPS: About(Shape.MEMBERS, refers="groups"),
    Subject.EVENT: About(Shape.CHOICE),
    Subject.TEXT: About(Shape.WORDS),
    Subject.SORT: About(Shape.CHOICE, tuple(Sort)),
    Subject.CONTACT_POINT: About(Shape.GIVEN, refers="contact_points"),
    Subject.GROUP: About(Shape.REFERENCE, refers="groups"),
    Subject.STATUS: About(Shape.CHOICE, tuple(Status)),
    Subject.ACTIVE: About(Shape.FLAG),
    Subject.WAS_ACTIVE: About(Shape.FLAG),
    Subject.ACCEPTED: About(Shape.FLAG),
    Subject.ASSIGNEE: About(Shape.REFERENCE, refers="operators"),
    Subject.ASSIGNEE_GROUPS: About(Shape.MEMBERS, refers="groups"),
    Subject.STAGE: About(Shape.REFERENCE, refers="stages"),
    Subject.CATEGORY: About(Shape.REFERENCE, refers="categories"),
    Subject.TAGS: About(Shape.LABELS),
    Subject.PRIORITY: About(Shape.NUMBER),
    Subject.PAGE: About(Shape.PAGE),
    Subject.PLACE: About(Shape.PLACE),
    Subject.WORKING_HOURS: About(Shape.FLAG),
    Subject.PRECHAT: About(Shape.WORDS),
    Subject.WAITING: About(Shape.SECONDS),
    Subject.FIRST: About(Shape.FLAG),
}
