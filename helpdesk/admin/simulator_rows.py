"""An answer of the simulator as its page shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.admin.dashboard import duration
from helpdesk.simulator.afterwards import afterwards, queue
from helpdesk.simulator.answer import Answer, Talk
from helpdesk.simulator.holding import HOLD_ACTIONS
from helpdesk.simulator.sentences import name_of, why
from helpdesk.traces import Table, table
from routing import traces
from routing.audience import Mode
from routing.reasons import Step, Verdict

STOPS: dict[Step, str | Promise] = {
    Step.DISABLED: _("switched on"),
    Step.HIDDEN: _("not hidden"),
    Step.REGIONS: _("region"),
    Step.PAGES: _("page"),
    Step.HOURS: _("within working hours"),
    Step.AVAILABILITY: _("somebody there"),
    Step.OVERLOAD: _("a free slot"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on a group's way to the visitor. `state`: passed, fell, bent (kept, but not as a plain chat), unasked."""

    name: str | Promise
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """`tone`: shown, request (a request can be left to it), not."""

    name: str
    link: str
    tone: str
    text: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A conversation with one of the shown groups. `trace.chosen` is empty when it would wait.

    `hold`: (0:30, text, action).
    """

    group: str
    link: str
    trace: Table
    queue: list[str]
    afterwards: list[str]
    hold: tuple[tuple[str, str, str | Promise], ...]


def rows(answer: Answer) -> list[Row]:
    return [
        Row(
            name_of(group),
            group_link(group.id),
            ("request" if answer.mode is Mode.REQUEST else "shown") if verdict.kept else "not",
            why(group, verdict, answer.where),
            tuple(_stops(verdict)),
        )
        for group, verdict in answer.groups
    ]


def turns(answer: Answer) -> list[Turn]:
    return [_turn(answer, talk) for talk in answer.talks]


def group_link(group: int | None) -> str:
    """Empty for Everyone, and for one that is not saved."""
    return reverse("admin:helpdesk_operatorgroup_change", args=[group]) if group else ""


def _stops(verdict: Verdict) -> list[Stop]:
    order = list(STOPS)
    fell = order.index(verdict.step) if verdict.step in STOPS else len(order)
    here = "bent" if verdict.kept else "fell"
    states = ["passed"] * fell + [here] + ["unasked"] * len(order)
    return [Stop(STOPS[step], state) for step, state in zip(order, states, strict=False)]


def _turn(answer: Answer, talk: Talk) -> Turn:
    return Turn(
        group=name_of(talk.group),
        link=group_link(talk.group.id),
        trace=table(traces.as_data(talk.trace), answer.names),
        queue=queue(answer, talk),
        afterwards=afterwards(answer, talk),
        hold=tuple((duration(step.after), step.text, HOLD_ACTIONS.get(step.action, "")) for step in talk.hold),
    )
