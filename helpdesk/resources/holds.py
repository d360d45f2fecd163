"""Hold scenarios by their name, their steps in one cell: `30: Please wait.` on a line of its own for each step.

What a step does beside its words stands before the colon, `60 offer_callback: May we call you?`, by the codes of
`routing.holds.HoldAction`. Further lines of a step's text are indented by two spaces.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpdesk.models import HoldScenario, HoldStep
from helpdesk.resources.base import Column, Configuration
from helpdesk.resources.widgets import Text
from routing.holds import HoldAction

FIRST_LINE = re.compile(r"(\d{1,6})(?: +([a-z_]+))?: ?(.*)")
INDENT = "  "

Steps = list[tuple[int, HoldAction, str]]


class Script(Text):
    """The steps as text; reading gives text as well, so that files and rows compare alike."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return written(read(super().clean(value)))


class StepsColumn(Column):
    """What was read waits on the instance, as `script`, until the scenario is stored."""

    def get_value(self, instance: Any) -> str:
        if hasattr(instance, "script"):
            return instance.script
        if instance.pk is None:
            return ""
        return written((step.after, HoldAction(step.action), step.text) for step in instance.steps.all())

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        instance.script = self.clean(row, **kwargs)


class HoldScenarioResource(Configuration):
    name = Column("name")
    steps = StepsColumn("steps", Script())

    class Meta:
        model = HoldScenario
        import_id_fields = ("name",)
        fields = ("name", "steps")

    def filter_export(self, queryset: QuerySet, **kwargs: Any) -> QuerySet:
        return queryset.prefetch_related("steps")

    def after_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """The cell is the whole script: steps that it does not name are gone."""
        if not hasattr(instance, "script"):
            return
        instance.steps.all().delete()
        for after, action, text in read(instance.script):
            step = HoldStep(scenario=instance, after=after, action=action, text=text)
            _check(step)
            step.save()


def written(steps: Iterable[tuple[int, HoldAction, str]]) -> str:
    return "\n".join(_line(*step) for step in steps)


def _line(after: int, action: HoldAction, text: str) -> str:
    head = f"{after}:" if action is HoldAction.WORDS else f"{after} {action.value}:"
    return f"{head} {Text().render(text)}".replace("\n", f"\n{INDENT}") if text else head


def read(script: str) -> Steps:
    """(seconds, action, text) in order of time. Raises ValueError naming the line that makes no sense."""
    steps: Steps = []
    for number, line in enumerate(script.split("\n"), 1):
        first = FIRST_LINE.fullmatch(line)
        if first:
            steps.append((int(first[1]), _action(first[2], number), first[3]))
        elif steps and line.startswith(INDENT):
            after, action, text = steps[-1]
            steps[-1] = (after, action, f"{text}\n{line.removeprefix(INDENT)}")
        elif line.strip():
            raise ValueError(
                _("Line %(number)s: begin a step with seconds and a colon, such as “30: Please wait.”, or indent it.")
                % {"number": number}
            )
    _refuse_duplicates([after for after, _action, _text in steps])
    return sorted(steps)


def _action(code: str | None, line: int) -> HoldAction:
    try:
        return HoldAction(code or HoldAction.WORDS)
    except ValueError:
        raise ValueError(
            _("Line %(number)s: there is no action “%(code)s”. There are: %(codes)s.")
            % {"number": line, "code": code, "codes": ", ".join(HoldAction)}
        ) from None


def _refuse_duplicates(moments: list[int]) -> None:
    for after in moments:
        if moments.count(after) > 1:
            raise ValueError(_("Two steps are due after %(after)s s.") % {"after": after})


def _check(step: HoldStep) -> None:
    """Raises ValidationError under the column's name, with the step that is wrong."""
    try:
        step.full_clean()
    except ValidationError as error:
        raise ValidationError({"steps": [f"{step.after}: {message}" for message in error.messages]}) from error
