"""A trace as data: small enough to keep beside every event, whole enough to be asked again (SPEC 3.8, 10.6)."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from routing.assignment import Desk
from routing.decisions import Decision, Dropped, Step, Trace
from routing.policies import Policy, Terms, inherit
from routing.snapshot import EVERYONE, OperatorState, Snapshot, Waiting

MOST_BYTES = 2000
STEPS = tuple(Step)


def as_data(trace: Trace) -> dict[str, Any]:
    """Plain data for JSON of at most MOST_BYTES. People who came furthest are kept by name, the others by reason.

    `people`: [id, flags, load, limit, held here, seconds since the last assignment, portion used, step, reason], the
    last two None for who was chosen. Flags: g in the group, p participant, f in the fallback group, l lent to the
    channel, r status receives, h outside own hours, a at the screen.
    """
    fell = {dropped.operator: dropped for dropped in trace.dropped}
    given = dict(trace.given)
    people = _furthest_first(trace.people, fell)
    head = _head(trace)
    rows: list[list[Any]] = []
    size = len(_json(head)) + 200  # for "more", whose reasons are few
    for place, operator in enumerate(people):
        row = _row(operator, trace, fell.get(operator.id), given.get(operator.id, 0))
        size += len(_json(row)) + 2
        if size > MOST_BYTES:
            head["more"] = dict(Counter(fell[o.id].reason for o in people[place:]))
            break
        rows.append(row)
    return head | {"people": rows}


def replay(data: Mapping[str, Any]) -> Decision:
    """Ask the filters again about exactly what is stored (SPEC 10.6)."""
    now = datetime.fromisoformat(data["at"])
    rows = [_Row(*row) for row in data["people"]]
    policy = Policy(
        terms=inherit(data["terms"])[0],
        participants=_named(rows, "p", data["bound"]),
        fallback=_named(rows, "f", data["falls"]),
        helpers=_named(rows, "l", False),
        weight=data["weight"],
    )
    talked = data["talked"]
    waiting = Waiting(
        id=data["conversation"],
        group=data["group"],
        since=now,
        point=data["point"],
        manager=data["manager"],
        talked=(talked[0], datetime.fromisoformat(talked[1])) if talked else None,
        passed_by=data["passed_by"],
    )
    snapshot = Snapshot(
        now=now,
        operators=tuple(row.state(data, now) for row in rows),
        waiting=(waiting,),
        policies={waiting.point: policy},
        turns={(0, waiting.group): data["turn"]} if data["turn"] is not None else {},
        portions={(0, row.id): (now,) * row.used for row in rows},
    )
    return Desk(snapshot).decide(waiting)


def says(data: Mapping[str, Any]) -> tuple[int | None, dict[int, tuple[str, str] | None]]:
    """What a stored trace says: who was chosen, and of each person kept by name (step, reason); for comparing."""
    rows = [_Row(*row) for row in data["people"]]
    return data["chosen"], {row.id: (row.step, row.reason) if row.step and row.reason else None for row in rows}


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    flags: str
    load: int
    limit: int | None
    held: int
    idle: float | None
    used: int
    step: str | None
    reason: str | None

    def state(self, data: Mapping[str, Any], now: datetime) -> OperatorState:
        grouped = "g" in self.flags and data["group"] is not EVERYONE
        return OperatorState(
            id=self.id,
            groups=frozenset({data["group"]} if grouped else ()),
            receives="r" in self.flags,
            present="a" in self.flags,
            load=self.load,
            limit=self.limit,
            last_assigned_at=None if self.idle is None else now - timedelta(seconds=self.idle),
            held={data["point"]: self.held},
            off_hours="h" in self.flags,
        )


def _named(rows: list[_Row], flag: str, any_named: bool) -> frozenset[int]:
    """Those with the flag; somebody who is not here where all that were named have been left out."""
    found = frozenset(row.id for row in rows if flag in row.flags)
    return found or frozenset({0} if any_named else ())


def _head(trace: Trace) -> dict[str, Any]:
    waiting, policy = trace.waiting, trace.policy
    terms = {f.name: value for f in fields(Terms) if (value := getattr(policy.terms, f.name)) != f.default}
    return {
        "at": trace.now.isoformat(),
        "conversation": waiting.id,
        "chosen": trace.chosen,
        "why": trace.why,
        "considered": trace.considered,
        "group": waiting.group,
        "point": waiting.point,
        "weight": policy.weight,
        "terms": terms,
        "bound": bool(policy.participants),
        "falls": bool(policy.fallback),
        "manager": waiting.manager,
        "talked": [waiting.talked[0], waiting.talked[1].isoformat()] if waiting.talked else None,
        "passed_by": waiting.passed_by,
        "turn": trace.turn,
    }


def _row(operator: OperatorState, trace: Trace, fell: Dropped | None, used: int) -> list[Any]:
    waiting, policy = trace.waiting, trace.policy
    flags = [
        ("g", waiting.group is EVERYONE or waiting.group in operator.groups),
        ("p", operator.id in policy.participants),
        ("f", operator.id in policy.fallback),
        ("l", operator.id in policy.helpers),
        ("r", operator.receives),
        ("h", operator.off_hours),
        ("a", operator.present),
    ]
    last = operator.last_assigned_at
    return [
        operator.id,
        "".join(letter for letter, holds in flags if holds),
        operator.load,
        operator.limit,
        operator.held.get(waiting.point, 0),
        None if last is None else (trace.now - last).total_seconds(),
        used,
        fell.step.value if fell else None,
        fell.reason if fell else None,
    ]


def _furthest_first(people: Iterable[OperatorState], fell: Mapping[int, Dropped]) -> list[OperatorState]:
    """Who was chosen, then who fell last; by id. Written with each assignment, so no key is made for each person."""
    reached: dict[Step | None, list[OperatorState]] = {step: [] for step in (None, *reversed(STEPS))}
    for operator in people:
        dropped = fell.get(operator.id)
        reached[dropped.step if dropped else None].append(operator)
    return [operator for those in reached.values() for operator in sorted(those, key=_ID)]


_ID = attrgetter("id")
_json = json.JSONEncoder(separators=(",", ":")).encode
