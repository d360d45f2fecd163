"""Rows of a rule's form, as they were typed and as data: conditions and actions (SPEC 5.2).

What was typed is kept as it is, so that a refused form comes back as its supervisor left it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from helpdesk.admin.rule_errors import told
from routing.automation.actions import ACTIONS, ActionError, read_action
from routing.automation.conditions import ConditionError, read_condition
from routing.automation.subjects import ABOUT, BARE, OPERATORS, Op, Shape, Subject

Data = dict[str, Any]

MOST_ROWS = 50

_NUMBER = re.compile(r"-?\d{1,9}")
_SINGLE = {Op.ANY_OF: Op.IS, Op.NONE_OF: Op.IS_NOT}
_SEVERAL = {one: several for several, one in _SINGLE.items()}
_CHOSEN = (Shape.CHOICE, Shape.GIVEN, Shape.REFERENCE, Shape.MEMBERS, Shape.LABELS)
"""Shapes for which forms offer several values, of which one may be chosen."""


@dataclass(slots=True)
class Row:
    """`what` is the subject or the deed; `typed`: the row's other fields, each with everything that was sent for it."""

    what: str
    typed: dict[str, list[str]] = field(default_factory=dict)
    error: str = ""

    def one(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0].strip()


def typed_rows(data: QueryDict | Mapping[str, Any], name: str) -> list[Row]:
    """The rows of one list, in the order in which the browser sent them."""
    pattern = re.compile(rf"{re.escape(name)}-(\d+)-([a-z]+)")
    rows: dict[str, dict[str, list[str]]] = {}
    for key in data:
        if match := pattern.fullmatch(key):
            sent: Any = data.getlist(key) if isinstance(data, QueryDict) else data[key]
            rows.setdefault(match[1], {})[match[2]] = list(sent) if isinstance(sent, list | tuple) else [str(sent)]
    return [Row((row.pop("what", None) or [""])[0], row) for row in list(rows.values())[:MOST_ROWS]]


def condition_row(data: Data) -> Row:
    """How a form shows a stored condition."""
    shape, op, value = ABOUT[Subject(data["subject"])].shape, data["op"], data.get("value")
    values = [_written(one) for one in (value if isinstance(value, list) else [] if value is None else [value])]
    if shape in _CHOSEN:
        op = _SEVERAL.get(op, op)
        values = [", ".join(values)] if shape is Shape.LABELS else values
    elif shape in (Shape.WORDS, Shape.PAGE):
        values = ["\n".join(values)]
    return Row(data["subject"], {"op": [op], "key": [data.get("key", "")], "value": values})


def action_row(data: Data) -> Row:
    typed = {
        name: [_written(one) for one in value] if isinstance(value, list | tuple) else [_written(value)]
        for name, value in data.items()
        if name != "do" and value is not None
    }
    return Row(data["do"], typed)


def conditions_of(rows: Iterable[Row]) -> list[Data]:
    """The rows as data; what is wrong with a row is written into its `error`."""
    return _each(rows, _condition)


def actions_of(rows: Iterable[Row]) -> list[Data]:
    return _each(rows, _action)


def _each(rows: Iterable[Row], read: Any) -> list[Data]:
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except (ConditionError, ActionError) as error:
            row.error = told(error)
        except ValueError as error:
            row.error = str(error)
    return found


def _condition(row: Row) -> Data:
    if row.what not in tuple(Subject):
        raise ValueError(_("Choose what is asked about."))
    shape = ABOUT[Subject(row.what)].shape
    offered = OPERATORS[shape]
    op = Op(row.one("op")) if row.one("op") in offered else offered[0]
    data: Data = {"subject": row.what, "op": op}
    if row.what == Subject.PRECHAT:
        data["key"] = row.one("key")
    if op not in BARE:
        data["value"] = _values(shape, op, row)
        if op in _SINGLE and len(data["value"]) == 1:
            data |= {"op": _SINGLE[op], "value": data["value"][0]}
    return read_condition(data).as_data()


def _values(shape: Shape, op: Op, row: Row) -> Any:
    sent = [text.strip() for text in row.typed.get("value", ()) if text.strip()]
    if not sent:
        raise ValueError(_("Say which."))
    match shape:
        case Shape.FLAG:
            return sent[0] == "true"
        case Shape.GIVEN | Shape.REFERENCE | Shape.MEMBERS:
            return [_whole(text) for text in sent]
        case Shape.NUMBER | Shape.SECONDS:
            return _whole(sent[0])
        case Shape.LABELS:
            return [tag.strip() for tag in sent[0].split(",") if tag.strip()]
        case Shape.WORDS | Shape.PAGE:
            lines = [line.strip() for line in sent[0].splitlines() if line.strip()]
            return lines if op in (Op.CONTAINS, Op.LACKS, Op.UNDER, Op.NOT_UNDER) else sent[0]
        case _:
            return sent


def _action(row: Row) -> Data:
    if row.what not in ACTIONS:
        raise ValueError(_("Choose what is done."))
    data: Data = {"do": row.what}
    for each in fields(ACTIONS[row.what]):
        data[each.name] = _field(each.name, row)
    return read_action(data).as_data()


def _field(name: str, row: Row) -> Any:
    """Raises ValueError in words where nothing was said."""
    if name in ("operators", "groups"):
        return [_whole(text) for text in row.typed.get(name, ()) if text]
    text = row.one(name).replace("\r\n", "\n")
    if name == "category":
        return _whole(text) if text else None
    if not text and not (name == "text" and row.what == "notify"):
        raise ValueError(_("Say which.") if name not in ("text", "tag") else _("Write something."))
    return text if name in ("text", "tag", "status") else _whole(text)


def _whole(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(_("Write a whole number, not “%(value)s”.") % {"value": text})
    return int(text)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
