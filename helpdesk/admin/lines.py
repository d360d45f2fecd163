"""Lists that are typed as lines of text."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

from helpdesk.models.group import why_no_pattern


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """(number from 1, line without blanks around it) of every line that says something."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line.strip()


class Lines(forms.CharField):
    """Cleans to a list of lines."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line for _number, line in numbered(super().clean(value) or "")]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [line for _number, line in numbered(data or "")]


class Patterns(Lines):
    """Patterns of pages. Every line that is none is named, with the reason."""

    def clean(self, value: Any) -> list[str]:
        patterns = super().clean(value)
        wrong = list(complaints(value or ""))
        if wrong:
            raise ValidationError(wrong)
        return patterns


def complaints(text: str) -> Iterator[str]:
    """A sentence for each line that is no pattern."""
    for number, line in numbered(text):
        why = why_no_pattern(line)
        if why is not None:
            yield _("Line %(number)s, “%(text)s”: %(why)s.") % {"number": number, "text": line, "why": why}
