"""An answer as a page of plain text, for a terminal."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.simulator.afterwards import afterwards, given_out, queue
from helpdesk.simulator.answer import Answer, Talk
from helpdesk.simulator.holding import HOLD_ACTIONS
from helpdesk.simulator.moments import day_and_time
from helpdesk.simulator.sentences import OBSTACLES, how_found, name_of, outcome, why
from helpdesk.traces import REASONS, STEPS


def as_text(answer: Answer) -> str:
    """Times are in the current time zone."""
    return "\n".join([*_question(answer), "", *_outcome(answer), "", *_groups(answer), *_talks(answer)])


def _question(answer: Answer) -> Iterator[str]:
    asked = answer.question
    found = how_found(answer.where)
    people = _("as if everybody were at work") if asked.everybody else _("who is there now")
    yield from _columns(
        [
            (_("Page"), answer.page),
            (_("Visitor"), (answer.where.name or _("place unknown")) + (f" ({found})" if found else "")),
            (_("When"), f"{day_and_time(answer.at)} ({timezone.get_current_timezone_name()})"),
            (_("Channel"), asked.point.name if asked.point else "—"),
            *([(_("Client"), asked.client.name)] if asked.client else []),
            (_("People"), people),
        ]
    )


def _outcome(answer: Answer) -> Iterator[str]:
    yield f"{outcome(answer)}."
    yield from (str(OBSTACLES[obstacle]) for obstacle in answer.obstacles)
    if answer.crowded:
        yield _("More than three groups at once: visitors choose better among fewer, ideally there is one.")


def _groups(answer: Answer) -> Iterator[str]:
    rows = [
        ("+" if verdict.kept else "-", name_of(group), why(group, verdict, answer.where))
        for group, verdict in answer.groups
    ]
    yield from _columns(rows)


def _talks(answer: Answer) -> Iterator[str]:
    if answer.talks:
        yield ""
        yield _("If the conversation began now:")
        yield f"  {' '.join(given_out(answer))}"
    for talk in answer.talks:
        yield from _talk(answer, talk)


def _talk(answer: Answer, talk: Talk) -> Iterator[str]:
    chosen = talk.trace.chosen
    taker = answer.names[chosen] if chosen is not None else _("nobody, it waits in the queue")
    yield f"{name_of(talk.group)} → {taker}"
    yield from (f"  {text}" for text in queue(answer, talk))
    rows = [
        (f"  {answer.names[one.operator]}", str(STEPS[one.step]), str(REASONS.get(one.reason, one.reason)))
        for one in talk.trace.dropped
    ]
    yield from _columns(rows)
    yield from (f"  {text}" for text in afterwards(answer, talk))
    for step in talk.hold:
        said = " ".join(filter(None, [step.text, str(HOLD_ACTIONS.get(step.action, ""))]))
        yield "  " + _("after %(seconds)s s") % {"seconds": step.after} + f": {said}"


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]) - 1)]
    for *cells, last in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)), last])
