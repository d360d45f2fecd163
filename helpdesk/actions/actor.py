"""Who acts: an operator, a visitor, or the machine, which says why."""

from dataclasses import dataclass
from typing import Any

from helpdesk.models import Operator, Visitor


@dataclass(frozen=True, slots=True)
class System:
    """`why` is a code: distribution, hold, fallback, demo; `rule` and `key` say which rule it was, where it is one."""

    why: str
    rule: str = ""
    key: str = ""


Actor = Operator | Visitor | System


def cause_of(actor: Actor) -> dict[str, Any]:
    """What the timeline remembers of the actor; names are kept as they were then."""
    match actor:
        case Operator():
            return {"by": "operator", "id": actor.pk, "name": actor.name}
        case Visitor():
            return {"by": "visitor", "id": actor.pk}
        case System(rule="", key=""):
            return {"by": "system", "why": actor.why}
        case System():
            return {"by": "system", "why": actor.why, "rule": actor.rule, "key": actor.key}
