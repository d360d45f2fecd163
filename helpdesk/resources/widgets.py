"""How one cell is written and read. Reading raises ValueError with a sentence for the supervisor.

Cells come as strings from CSV and as strings, numbers, booleans or moments from XLSX, JSON and YAML.
"""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget, Widget

YES = frozenset({"1", "true", "yes", "y", "on", "да"})
NO = frozenset({"0", "false", "no", "n", "off", "нет"})


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


class Text(Widget):
    """Line ends are one character, whatever the browser, the spreadsheet or the system made of them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return self.render(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


class YesNo(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        word = "" if value is None else str(value).strip().lower()
        if word in YES:
            return True
        if word in NO:
            return False
        if not word:
            return None
        raise ValueError(_("Write true or false, not “%(value)s”.") % {"value": value})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class Whole(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if is_empty(value):
            return None
        text = str(value).strip().removesuffix(".0")
        if not text.isdecimal() or len(text) > 9:
            raise ValueError(_("Write a whole number, not “%(value)s”.") % {"value": value})
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class Moment(Widget):
    """ISO 8601 with the zone; a moment without one is in the installation's zone."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        if is_empty(value):
            return None
        try:
            moment = value if isinstance(value, datetime) else parse_datetime(str(value).strip())
        except ValueError:
            moment = None
        if moment is None:
            raise ValueError(_("Write a moment such as 2030-12-31 18:00, not “%(value)s”.") % {"value": value})
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else timezone.localtime(value).isoformat(sep=" ")


class Listed(Widget):
    """Several texts that do not contain the separator, in the order in which they are stored."""

    def __init__(self, separator: str) -> None:
        super().__init__()
        self.separator = separator

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        pieces = Text().clean(value).split(self.separator.strip(" "))
        return [piece.strip() for piece in pieces if piece.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.separator.join(value or ())


class ByName(Widget):
    """Somebody or something else, called by a name that people know; `lookup` leads to it, as in `user__username`."""

    def __init__(self, model: Any, lookup: str = "name") -> None:
        super().__init__()
        self.model, self.lookup = model, lookup

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Model | None:
        if is_empty(value):
            return None
        name = str(value).strip()
        found = self.model.objects.filter(**{self.lookup: name}).first()
        if found is None:
            raise ValueError(_unknown(self.model, name))
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else name_of(value, self.lookup)


class ByNames(ManyToManyWidget):
    """Several, between separators that the names must not contain. Unknown ones are refused, not dropped."""

    def __init__(self, model: Any, lookup: str, separator: str = ", ") -> None:
        super().__init__(model, separator=separator, field=lookup)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Model]:
        names = Listed(self.separator).clean(value)
        rows = self.model.objects.filter(**{f"{self.field}__in": names})
        found = {name_of(one, self.field): one for one in rows}
        for name in names:
            if name not in found:
                raise ValueError(_unknown(self.model, name))
        return list(found.values())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.separator.join(sorted(name_of(one, self.field) for one in value.all()))


def name_of(thing: Any, lookup: str) -> str:
    for step in lookup.split("__"):
        thing = getattr(thing, step)
    return str(thing)


def _unknown(model: Any, name: str) -> str:
    what = model._meta.verbose_name  # noqa: SLF001 - documented, in spite of its name
    return _("There is no %(what)s “%(name)s”.") % {"what": what, "name": name}
