"""What a rule may do (SPEC 5.2): a closed set, as data. `deeds` says what each does to a conversation.

Ids are those of `Directory`. `End` ends the live session and leaves it with a status; `SetStatus` changes the status
alone. `Assign*` never accept for anybody; `Accept` takes it up in the assignee's name ("fix").
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from routing.automation.words import fold
from routing.lifecycle import Status

LONGEST_TEXT = 4000
LONGEST_TAG = 50
MOST_PRIORITY = 100


class ActionError(ValueError):
    """Not an action. `reason`: unknown (no such deed), values (a stray or missing word), value (of a wrong kind)."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Deed:
    name: ClassVar[str]
    outward: ClassVar[bool] = False
    """Carried out by the caller; everything else shows in the facts."""

    def as_data(self) -> dict[str, Any]:
        return {"do": self.name, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Assign(_Deed):
    """Make an operator responsible."""

    name = "assign"
    operator: int


@dataclass(frozen=True, slots=True)
class AssignGroup(_Deed):
    """To a group, and to nobody in it; a live one joins the group's queue."""

    name = "assign_group"
    group: int


@dataclass(frozen=True, slots=True)
class AssignByPolicy(_Deed):
    """Whoever the policy finds now: nobody is responsible until then. An ended one is left to its next beginning."""

    name = "assign_by_policy"
    outward = True


@dataclass(frozen=True, slots=True)
class Unassign(_Deed):
    """Nobody is responsible; a live one is back in the queue."""

    name = "unassign"


@dataclass(frozen=True, slots=True)
class Accept(_Deed):
    name = "accept"


@dataclass(frozen=True, slots=True)
class End(_Deed):
    name = "end"
    status: Status


@dataclass(frozen=True, slots=True)
class SetStatus(_Deed):
    name = "set_status"
    status: Status


@dataclass(frozen=True, slots=True)
class SetStage(_Deed):
    """The status that the stage stands for comes with it."""

    name = "set_stage"
    stage: int


@dataclass(frozen=True, slots=True)
class SetCategory(_Deed):
    """None clears it."""

    name = "set_category"
    category: int | None


@dataclass(frozen=True, slots=True)
class AddTag(_Deed):
    name = "add_tag"
    tag: str


@dataclass(frozen=True, slots=True)
class RemoveTag(_Deed):
    name = "remove_tag"
    tag: str


@dataclass(frozen=True, slots=True)
class SetPriority(_Deed):
    name = "set_priority"
    priority: int


@dataclass(frozen=True, slots=True)
class SendText(_Deed):
    """To the visitor."""

    name = "send_text"
    outward = True
    text: str


@dataclass(frozen=True, slots=True)
class AddNote(_Deed):
    """For the staff."""

    name = "add_note"
    outward = True
    text: str


@dataclass(frozen=True, slots=True)
class Notify(_Deed):
    """Alert these operators and the members of these groups."""

    name = "notify"
    outward = True
    operators: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CallWebhook(_Deed):
    name = "call_webhook"
    outward = True
    webhook: int


Action = (
    Assign
    | AssignGroup
    | AssignByPolicy
    | Unassign
    | Accept
    | End
    | SetStatus
    | SetStage
    | SetCategory
    | AddTag
    | RemoveTag
    | SetPriority
    | SendText
    | AddNote
    | Notify
    | CallWebhook
)

ACTIONS: Mapping[str, type[Action]] = {kind.name: kind for kind in Action.__args__}
"""By the word that data has for it, in the order in which a form offers them."""


def read_action(data: Mapping[str, Any]) -> Action:
    """The opposite of `as_data`. Raises ActionError."""
    kind = ACTIONS.get(str(data.get("do")))
    if kind is None:
        raise ActionError("unknown", str(data.get("do")))
    known = {field.name for field in fields(kind)}
    optional = known if kind is Notify else set()
    given = data.keys() - {"do"}
    if (given - known) or (known - given - optional):
        raise ActionError("values", ", ".join(sorted(given ^ known)))
    said = [name for name in given if name not in optional or data[name]]
    return kind(**{name: _value(name, data[name]) for name in said})


class _Field(StrEnum):
    STATUS = "status"
    TEXT = "text"
    TAG = "tag"
    PRIORITY = "priority"
    CATEGORY = "category"
    OPERATORS = "operators"
    GROUPS = "groups"


def _value(name: str, value: Any) -> Any:
    """The value of one field, checked; an id where the name says nothing else. Raises ActionError."""
    if not _fits(name, value):
        raise ActionError("value", f"{name}: {str(value)[:LONGEST_TAG]}")
    if name == _Field.STATUS:
        return Status(value)
    return tuple(value) if isinstance(value, list) else value


def _fits(name: str, value: Any) -> bool:
    match name:
        case _Field.STATUS:
            return value in tuple(Status)
        case _Field.TEXT:
            return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_TEXT
        case _Field.TAG:
            return isinstance(value, str) and bool(fold(value)) and len(value) <= LONGEST_TAG
        case _Field.PRIORITY:
            return _is_whole(value) and abs(value) <= MOST_PRIORITY
        case _Field.CATEGORY:
            return value is None or _is_whole(value)
        case _Field.OPERATORS | _Field.GROUPS:
            return isinstance(value, list | tuple) and all(_is_whole(one) for one in value)
        case _:
            return _is_whole(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
