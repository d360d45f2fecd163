"""A hold scenario as the visitor lives through it, and what is doubtful about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from helpdesk.actions.groups import heir
from helpdesk.admin.dashboard import duration
from helpdesk.models import HoldAction, HoldScenario
from routing import holds
from routing.holds import HoldStep

ANSWERED = re.compile(r"[0-9]{1,5}")
START = datetime(2000, 1, 1, tzinfo=UTC)
"""Any moment: only what has passed since is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """`kind`: begins, step, cancelled (an answer comes first), answered. `share`: its place in the wait, of 100."""

    after: str
    kind: str
    text: str
    action: str | Promise
    share: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`answered` is what was asked for, in seconds; None: nobody answers."""

    lines: tuple[Line, ...]
    answered: int | None


def preview(scenario: HoldScenario, answered: str) -> Preview:
    """The saved steps. `answered` as it was typed; what is no number of seconds counts as never."""
    seconds = int(answered) if ANSWERED.fullmatch(answered) else None
    moment = START + timedelta(seconds=seconds) if seconds is not None else None
    moments = holds.preview(steps_of(scenario), START, moment)
    last = max([int((one.at - START).total_seconds()) for one in moments] + [seconds or 0, 1])

    def line(after: int, kind: str, text: str = "", action: str | Promise = "") -> Line:
        return Line(duration(after), kind, text, action, 2 + round(96 * after / last))

    lines = [(0, line(0, "begins"))]
    for one in moments:
        after = int((one.at - START).total_seconds())
        does = HoldAction(one.step.action.value).label if one.step.action is not holds.HoldAction.WORDS else ""
        lines.append((after, line(after, "cancelled" if one.cancelled else "step", one.step.text, does)))
    if seconds is not None:
        # Before the steps of the same second: it cancels them.
        place = sum(after < seconds for after, _line in lines[1:]) + 1
        lines.insert(place, (seconds, line(seconds, "answered")))
    return Preview(tuple(each for _after, each in lines), seconds)


def doubts(scenario: HoldScenario) -> Iterator[str]:
    """For the supervisor who has just saved it."""
    steps = steps_of(scenario)
    without = [group.name for group in scenario.groups.all() if heir(group) is None]
    for doubt in holds.hold_doubts(steps, has_fallback=not without):
        yield _words()[doubt.reason] % {"after": steps[doubt.number].after, "groups": ", ".join(without)}
    if any(step.action is holds.HoldAction.FALLBACK for step in steps) and not scenario.groups.exists():
        yield _("Only groups have a fallback group: in a group without one, this step says its words and no more.")


def steps_of(scenario: HoldScenario) -> list[HoldStep]:
    rows = scenario.steps.order_by("after").values_list("after", "text", "action")
    return [HoldStep(after, text, holds.HoldAction(action)) for after, text, action in rows]


def _words() -> dict[str, str]:
    """In the language that is active."""
    return {
        "silent": _("After %(after)s s: this step says and does nothing."),
        "repeated": _("After %(after)s s: an earlier step has done the same already."),
        "order": _("After %(after)s s: this step comes late, because the one before it is later."),
        "together": _("After %(after)s s: two steps come at the same moment."),
        "no_fallback": _("After %(after)s s: no fallback group is switched on for %(groups)s, so nothing is moved."),
    }
