"""One rule of a supervisor (SPEC 5.1), as it is kept and told apart."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from routing.automation.actions import Action, read_action
from routing.automation.conditions import ALWAYS, Conditions, read_conditions
from routing.automation.facts import Kind
from routing.automation.subjects import Op, Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """`key` tells it from all others and stays when it is changed, renamed or moved; `stop`: no rule after it is asked.

    A rule that is not stored yet (a dry run's draft) needs some key of its own.
    """

    key: str
    kind: Kind
    actions: tuple[Action, ...] = ()
    conditions: Conditions = ALWAYS
    name: str = ""
    enabled: bool = True
    stop: bool = False

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON and YAML; `read_rule` reads it."""
        return {
            "key": self.key,
            "name": self.name,
            "kind": self.kind.value,
            "enabled": self.enabled,
            "stop": self.stop,
            "conditions": self.conditions.as_data(),
            "actions": [action.as_data() for action in self.actions],
        }

    @property
    def fingerprint(self) -> str:
        """What it does, in sixteen characters: the same for two rules that differ in name, place and switch only."""
        told = {name: value for name, value in self.as_data().items() if name not in ("key", "name", "enabled")}
        written = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @property
    def due_after(self) -> int | None:
        """Seconds of waiting before which a timed rule cannot act; None when its conditions name no such time."""
        bounds = [int(c.values[0]) for c in self.conditions.every if _is_wait(c.subject, c.op)]
        some = self.conditions.some
        if some and all(_is_wait(c.subject, c.op) for c in some):
            bounds.append(min(int(c.values[0]) for c in some))
        # "More than 60 s" first holds a second later.
        return max(bounds) + 1 if bounds else None

    def once_key(self, conversation: int, occasion: str | int) -> str:
        """What the caller keeps so that the rule runs once for one occasion.

        The occasion is the event's `seq`, or for a timed rule the start of the wait in ISO 8601.
        """
        return f"{self.key}:{conversation}:{occasion}"


def read_rule(data: dict[str, Any]) -> Rule:
    """Raises ConditionError, ActionError; ValueError for a kind that is none, KeyError without key or kind."""
    return Rule(
        key=str(data["key"]),
        kind=Kind(data["kind"]),
        actions=tuple(read_action(action) for action in data.get("actions", ())),
        conditions=read_conditions(data.get("conditions", {})),
        name=str(data.get("name", "")),
        enabled=bool(data.get("enabled", True)),
        stop=bool(data.get("stop", False)),
    )


def _is_wait(subject: Subject, op: Op) -> bool:
    return subject is Subject.WAITING and op is Op.MORE_THAN
