"""A rule's conditions and actions as rows of fields; the server draws each row, also those that the browser adds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from unfold import widgets as theme

from helpdesk.admin.region_picker import RegionsWidget
from helpdesk.admin.rule_rows import Row, action_row, actions_of, condition_row, conditions_of, typed_rows
from helpdesk.automation import words
from helpdesk.automation.names import FIELDS, Names
from routing.automation.actions import ACTIONS
from routing.automation.subjects import ABOUT, BARE, Shape, Subject

ROW = reverse_lazy("admin:helpdesk_automation_row")


def _look(classes: Iterable[str]) -> str:
    """As the theme's own fields, but not red all together where one row is wrong: that one says so itself."""
    return " ".join(each for each in " ".join(classes).split() if not each.startswith("group-[.errors]"))


CLASSES = {
    "select": _look(theme.SELECT_CLASSES),
    "input": _look(theme.INPUT_CLASSES),
    "textarea": _look(theme.TEXTAREA_CLASSES),
    "checkbox": _look(theme.CHECKBOX_CLASSES),
}
_INPUTS = {Shape.WORDS: "lines", Shape.PAGE: "lines", Shape.NUMBER: "number", Shape.SECONDS: "number"}
_SEVERAL = ("operators", "groups")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a row. `shape`: boxes, select, text, lines, number or html (drawn by another widget)."""

    name: str
    shape: str
    label: Any = ""
    text: str = ""
    choices: tuple[Choice, ...] = ()
    html: str = ""


class Rows(forms.Widget):
    """`field` is the name of the list in the form: every, some or does."""

    is_action = False
    _read: tuple[Any, list[Row]] | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """The same rows each time it is asked about the same form, since what is wrong is written into them."""
        if self._read is None or self._read[0] is not data:
            self._read = data, typed_rows(data, name)
        return self._read[1]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        # A list without rows sends nothing, and means that there are none.
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows, names = list(value or ()), Names.shown()
        return render_to_string(
            "admin/rule_rows.html",
            {
                "name": name,
                "id": (attrs or {}).get("id", ""),
                "rows": [row_context(name, number, row, names) for number, row in enumerate(rows)],
                "next": len(rows),
                "address": ROW,
                "is_action": self.is_action,
                "classes": CLASSES,
            },
        )

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        # There is no single field that a label could belong to.
        return ""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["admin/rules.js"], css={"all": ["admin/rules.css"]}) + RegionsWidget().media


class ActionRows(Rows):
    is_action = True


class RowsField(forms.Field):
    """Cleans to a list of data. Its rows come back with what is wrong with each."""

    widget = Rows
    read = staticmethod(conditions_of)
    shown = staticmethod(condition_row)

    def prepare_value(self, value: Any) -> list[Row]:
        return [row if isinstance(row, Row) else self.shown(row) for row in value or ()]

    def clean(self, value: list[Row]) -> list[dict[str, Any]]:
        data = self.read(value)
        if any(row.error for row in value):
            raise ValidationError(_("Some lines cannot be used yet; each says why."))
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [(row.what, row.typed) for row in self.prepare_value(initial)] != [
            (row.what, row.typed) for row in self.prepare_value(data)
        ]


class ActionsField(RowsField):
    widget = ActionRows
    read = staticmethod(actions_of)
    shown = staticmethod(action_row)


def row_context(name: str, number: int, row: Row, names: Names) -> dict[str, Any]:
    """What `admin/rule_row.html` draws. A row of which nothing is chosen yet has only its first field."""
    is_action = name == "does"
    known: Mapping[Any, Any] = words.ACTIONS if is_action else words.SUBJECTS
    prefix = f"{name}-{number}"
    context: dict[str, Any] = {
        "prefix": prefix,
        "row": row,
        "is_action": is_action,
        "whats": _choices(known.items(), [row.what]),
        "classes": CLASSES,
    }
    if is_action and row.what in ACTIONS:
        context["inputs"] = [_action_input(prefix, each.name, row, names) for each in fields(ACTIONS[row.what])]
    elif not is_action and row.what in tuple(Subject):
        context |= _condition_inputs(prefix, Subject(row.what), row, names)
    return context


def _condition_inputs(prefix: str, subject: Subject, row: Row, names: Names) -> dict[str, Any]:
    shape = ABOUT[subject].shape
    offered = words.OPERATORS[shape]
    chosen = row.one("op") if row.one("op") in offered else next(iter(offered)).value
    keys = _choices(words.PRECHAT.items(), [row.one("key")]) if subject is Subject.PRECHAT else ()
    return {
        "ops": _choices(offered.items(), [chosen]),
        "bare": " ".join(sorted(BARE)),
        "is_bare": chosen in BARE,
        "offered_keys": keys,
        "inputs": [_value_input(f"{prefix}-value", subject, shape, row, names)],
    }


def _value_input(name: str, subject: Subject, shape: Shape, row: Row, names: Names) -> Input:
    sent = row.typed.get("value", [])
    if shape is Shape.PLACE:
        return Input(name, "html", html=RegionsWidget().render(name, sent, {"id": f"id_{name}"}))
    if shape is Shape.FLAG:
        yes_or_no = [("true", words.FLAGS[True]), ("false", words.FLAGS[False])]
        return Input(name, "select", choices=_choices(yes_or_no, sent))
    if refers := ABOUT[subject].refers:
        return Input(name, "boxes", choices=_choices(names.by_id[refers].items(), sent))
    if known := words.closed_set(subject):
        return Input(name, "boxes", choices=_choices(known.items(), sent))
    label = _("Several with commas between them.") if shape is Shape.LABELS else ""
    return Input(name, _INPUTS.get(shape, "text"), label=label, text=row.one("value"))


def _action_input(prefix: str, field: str, row: Row, names: Names) -> Input:
    name, sent = f"{prefix}-{field}", row.typed.get(field, [])
    if field in FIELDS:
        known = names.by_id[FIELDS[field]].items()
        if field in _SEVERAL:
            label = words.WHATS[FIELDS[field]]
            return Input(name, "boxes", label=label, choices=_choices(known, sent))
        nothing = [("", _("none") if field == "category" else "—")]
        return Input(name, "select", choices=_choices([*nothing, *known], sent))
    if field == "status":
        return Input(name, "select", choices=_choices(words.STATUSES.items(), sent))
    shape = {"text": "lines", "priority": "number"}.get(field, "text")
    return Input(name, shape, text=row.one(field))


def _choices(known: Iterable[tuple[Any, Any]], chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), label, str(value) in chosen) for value, label in known)
