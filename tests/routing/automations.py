"""What hypothesis draws: conversations as rules see them, conditions that often hold, actions, and rules of these.

The directory knows operators 1 to 4 and groups 1 to 3; 9 is gone everywhere.
"""

from typing import Any

from hypothesis import strategies as st

from routing.automation import actions as do
from routing.automation.conditions import Condition, Conditions
from routing.automation.facts import Author, Directory, Facts, Kind, Sort
from routing.automation.rule import Rule
from routing.automation.subjects import ABOUT, BARE, OPERATORS, SINGLE, Op, Shape, Subject
from routing.lifecycle import Status
from tests.routing.strategies import addresses, codes, places

OPERATORS_IN = {1: frozenset({1}), 2: frozenset({1, 2}), 3: frozenset({2}), 4: frozenset[int]()}
DIRECTORY = Directory(
    operators=OPERATORS_IN,
    groups=frozenset({1, 2, 3}),
    contact_points=frozenset({1, 2}),
    stages={1: Status.OPEN, 2: Status.PENDING, 3: Status.CLOSED},
    categories=frozenset({1, 2}),
    webhooks=frozenset({1}),
)

_texts = st.sampled_from(["", "Price?", "what does it cost", "HELLO", "a b", "цена", "order 47"])
_phrases = st.sampled_from(["price", "cost", "hello", "a", "ЦЕНА", "order 47", "what does"])
_tags = st.sampled_from(["vip", "New", "a b"])
_events = st.sampled_from(["message.sent", "message.received", "conversation.ended"])
_people = st.none() | st.sampled_from(sorted(OPERATORS_IN))
_PATTERNS = ["/skoda/*", "/used/*", "/*", "*.html", "cheshka.example/*", "/skoda/used", "*?*a=1*"]
_FIELDS = ["topic", "phone"]


def _facts(writer: int | None, house: bool, stands: tuple[Status, bool, int | None, bool], **more: Any) -> Facts:
    """Only what can be: the author's and the assignee's groups are those of the directory."""
    status, active, assignee, accepted = stands
    return Facts(
        author=Author.OPERATOR if writer else Author.HOUSE if house else Author.VISITOR,
        author_operator=writer,
        author_groups=OPERATORS_IN.get(writer or 0, frozenset()),
        status=status,
        active=active and status is not Status.CLOSED,
        assignee=assignee,
        assignee_groups=OPERATORS_IN.get(assignee or 0, frozenset()),
        accepted=accepted and assignee is not None,
        **more,
    )


all_facts = st.builds(
    _facts,
    writer=_people,
    house=st.booleans(),
    stands=st.tuples(st.sampled_from(Status), st.booleans(), _people, st.booleans()),
    contact_point=st.sampled_from([1, 2]),
    event=_events,
    text=_texts,
    sort=st.sampled_from(Sort),
    was_active=st.booleans(),
    group=st.none() | st.sampled_from([1, 2, 3]),
    stage=st.none() | st.sampled_from([1, 2, 3]),
    category=st.none() | st.sampled_from([1, 2]),
    tags=st.frozensets(_tags),
    priority=st.integers(-2, 3),
    page=st.just("") | addresses,
    place=places,
    working_hours=st.booleans(),
    prechat=st.dictionaries(st.sampled_from(_FIELDS), _texts),
    waiting=st.none() | st.integers(0, 4),
    first=st.booleans(),
)


def _values(subject: Subject) -> st.SearchStrategy[Any]:
    about = ABOUT[subject]
    if about.choices:
        return st.sampled_from([str(choice) for choice in about.choices])
    by_shape: dict[Shape, st.SearchStrategy[Any]] = {
        Shape.FLAG: st.booleans(),
        Shape.CHOICE: _events,
        Shape.GIVEN: st.sampled_from([1, 2, 3]),
        Shape.REFERENCE: st.sampled_from([1, 2, 3]),
        Shape.MEMBERS: st.sampled_from([1, 2, 3]),
        Shape.LABELS: st.sampled_from(["VIP", "new", "a  b", "old"]),
        Shape.WORDS: _phrases,
        Shape.PAGE: st.sampled_from(_PATTERNS),
        Shape.PLACE: codes,
        Shape.NUMBER: st.integers(-2, 3),
        Shape.SECONDS: st.integers(0, 3),
    }
    return by_shape[about.shape]


@st.composite
def _conditions(draw: st.DrawFn, subjects: tuple[Subject, ...] = tuple(Subject)) -> Condition:
    subject = draw(st.sampled_from(subjects))
    op = draw(st.sampled_from(OPERATORS[ABOUT[subject].shape]))
    number = 0 if op in BARE else 1 if op in SINGLE else draw(st.integers(1, 2))
    values = tuple(draw(_values(subject)) for _ in range(number))
    if op is Op.MATCHES:
        values = (draw(st.sampled_from(["^a", "\\d+", "(cost|price)", "x*"])),)
    return Condition(subject, op, values, draw(st.sampled_from(_FIELDS)) if subject is Subject.PRECHAT else "")


one_condition = _conditions()
about_people = _conditions(
    (Subject.AUTHOR, Subject.AUTHOR_OPERATOR, Subject.AUTHOR_GROUPS, Subject.STATUS, Subject.ACTIVE,
     Subject.ACCEPTED, Subject.ASSIGNEE, Subject.ASSIGNEE_GROUPS)
)  # fmt: skip
conditions = st.builds(
    Conditions,
    st.lists(one_condition, max_size=3).map(tuple),
    st.lists(one_condition, max_size=2).map(tuple),
)

_ids = st.sampled_from([1, 2, 3, 4, 9])
actions: st.SearchStrategy[do.Action] = st.one_of(
    st.builds(do.Assign, _ids),
    st.builds(do.AssignGroup, _ids),
    st.just(do.AssignByPolicy()),
    st.just(do.Unassign()),
    st.just(do.Accept()),
    st.builds(do.End, st.sampled_from(Status)),
    st.builds(do.SetStatus, st.sampled_from(Status)),
    st.builds(do.SetStage, _ids),
    st.builds(do.SetCategory, st.none() | _ids),
    st.builds(do.AddTag, _tags),
    st.builds(do.RemoveTag, _tags),
    st.builds(do.SetPriority, st.integers(-3, 3)),
    st.builds(do.SendText, _phrases),
    st.builds(do.AddNote, _phrases),
    st.builds(do.Notify, st.lists(_ids, max_size=2).map(tuple), st.lists(_ids, max_size=2).map(tuple)),
    st.builds(do.CallWebhook, _ids),
)

rules = st.builds(
    Rule,
    key=st.uuids().map(str),
    kind=st.sampled_from(Kind),
    actions=st.lists(actions, max_size=4).map(tuple),
    conditions=conditions,
    enabled=st.booleans(),
    stop=st.booleans(),
)
