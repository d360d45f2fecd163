"""Why somebody was given a conversation, or nobody was: a stored trace as a table of people and filters (SPEC 3.8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.models import Operator
from routing.decisions import HARD, Step
from routing.policies import Algorithm

Words = str | Promise

STEPS: dict[str, Words] = {
    Step.PARTICIPANT: _("Takes part"),
    Step.ASSIGNABLE: _("There and free"),
    Step.BELOW_LIMIT: _("Has room"),
    Step.PERSONAL_MANAGER: _("Personal manager"),
    Step.LAST_OPERATOR: _("Talked to the client last"),
    Step.ALGORITHM: _("Least loaded"),
    Step.LONGEST_IDLE: _("Longest without an assignment"),
}
ALGORITHMS: dict[str, Words] = {
    Algorithm.CYCLIC: _("Whose turn it is"),
    Algorithm.LEAST_LOADED: _("Least loaded"),
    Algorithm.MOST_FREE: _("Most free slots"),
}
REASONS: dict[str, Words] = {
    "not_in_group": _("not a member of the group"),
    "not_participant": _("does not take part in this channel"),
    "not_in_fallback": _("not in the fallback group"),
    "absent": _("not at the screen"),
    "status": _("the status receives nothing"),
    "off_hours": _("outside their own hours"),
    "passed_it_on": _("has just passed it on"),
    "at_limit": _("at the limit"),
    "at_channel_limit": _("at the limit of this channel"),
    "portion_used": _("has had this interval's portion"),
    "pausing": _("has a pause after the last assignment"),
    "another_is_manager": _("somebody else is the personal manager"),
    "another_talked_last": _("somebody else talked to the client last"),
    "not_their_turn": _("it is not their turn"),
    "fewer_free_slots": _("has fewer free slots"),
    "busier": _("holds more live conversations"),
    "served_more_recently": _("was given a conversation more recently"),
}
WAITS: dict[str, Words] = {
    "no_one": _("Nobody takes part in these conversations."),
    "away": _("Of those who take part nobody is there and free."),
    "full": _("Everybody who is there has as much as they may have."),
}


class Mark(StrEnum):
    """How somebody fared at a filter; `unasked`: they had fallen before, or nothing was left to ask."""

    KEPT = "kept"
    FELL = "fell"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Person:
    """One row: a mark for each filter, and why they fell ("" for who was chosen). `limit` None: unlimited."""

    name: str
    marks: tuple[Mark, ...]
    reason: Words
    load: int
    limit: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`why` says in a sentence why nobody was chosen; "" when somebody was. `more`: (reason, how many) left out."""

    steps: tuple[Words, ...]
    people: tuple[Person, ...]
    more: tuple[tuple[Words, int], ...]
    considered: int
    chosen: str
    why: Words


def table(data: Mapping[str, Any], names: Mapping[int, str]) -> Table:
    """`data` is what `routing.traces.as_data` has made; `names` are the operators' of today."""
    rows = data["people"]
    asked = _asked(row[7] for row in rows)
    algorithm = data["terms"].get("algorithm", Algorithm.LEAST_LOADED)
    heads = tuple(ALGORITHMS[algorithm] if step is Step.ALGORITHM else STEPS[step] for step in asked)
    chosen = data["chosen"]
    return Table(
        steps=heads,
        people=tuple(_person(row, asked, names) for row in rows),
        more=tuple((REASONS.get(reason, reason), n) for reason, n in data.get("more", {}).items()),
        considered=data["considered"],
        chosen=_name(chosen, names) if chosen is not None else "",
        why=WAITS.get(data["why"], ""),
    )


def names_in(traces: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The names of everybody whom these traces mention. One query."""
    ids = {row[0] for trace in traces for row in trace["people"]}
    return dict(Operator.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _asked(steps: Iterable[str | None]) -> tuple[Step, ...]:
    """The three hard filters, and those others at which anybody fell."""
    fell = {step for step in steps if step}
    return tuple(step for step in Step if step in HARD or step.value in fell)


def _person(row: list[Any], asked: tuple[Step, ...], names: Mapping[int, str]) -> Person:
    pk, _flags, load, limit, _held, _idle, _used, step, reason = row
    fell_at = asked.index(Step(step)) if step else len(asked)
    marks = tuple(
        Mark.KEPT if place < fell_at else Mark.FELL if place == fell_at else Mark.UNASKED for place in range(len(asked))
    )
    return Person(_name(pk, names), marks, REASONS.get(reason or "", reason or ""), load, limit, step is None)


def _name(operator: int, names: Mapping[int, str]) -> str:
    return names.get(operator, f"#{operator}")
