"""A dry run: what a set of rules would have done in the last days, beside what the rules of today would (SPEC 5.4).

Each change of the past is judged as it was, so one conversation may show several. Nobody's limit is counted: who was
there then is not remembered. Nothing is written; PostgreSQL holds that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Prefetch

from helpdesk.automation import directory as directories
from helpdesk.automation.around import Around
from helpdesk.automation.history import Ids, Moment, moments, waits
from helpdesk.models import Conversation, Event
from helpdesk.simulator.quiet import read_only
from routing.automation.engine import Done, run
from routing.automation.facts import Directory, Kind
from routing.automation.rule import Rule

MOST_CONVERSATIONS = 2000
"""The latest ones; a busy house has more in a week than anybody reads."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`today` and `instead`: what the rules of today and the others would do about one change."""

    moment: Moment
    today: tuple[Done, ...]
    instead: tuple[Done, ...]

    @property
    def is_same(self) -> bool:
        """The same is done, whichever rule does it."""
        return [done.action for done in self.today] == [done.action for done in self.instead]

    @property
    def is_new(self) -> bool:
        return bool(self.instead) and not self.today


@dataclass(frozen=True, slots=True)
class Trial:
    """`differences` in order of time. `acted`: how many changes the other rules would act on. `cut`: there was more."""

    since: datetime
    conversations: int
    changes: int
    acted: int
    differences: tuple[Difference, ...]
    cut: bool

    @property
    def changed(self) -> int:
        """How many conversations would end up otherwise."""
        return len({difference.moment.conversation for difference in self.differences})


def trial(today: Sequence[Rule], instead: Sequence[Rule], *, days: int, now: datetime) -> Trial:
    """The same question always gets the same answer while nothing is written."""
    since = now - timedelta(days=days)
    with read_only():
        exists, ids, around = directories.read(), Ids.read(), Around.read((*today, *instead))
        rows = list(_conversations(since))
        cut, rows = len(rows) > MOST_CONVERSATIONS, rows[:MOST_CONVERSATIONS]
        judged = [
            _judged(around.seen(moment, row), today, instead, exists)
            for row in rows
            for moment in _moments(row, exists, ids, {*_due(today), *_due(instead)}, now)
            if moment.at >= since
        ]
    differences = sorted(
        (one for one in judged if not one.is_same),
        key=lambda one: (one.moment.at, one.moment.conversation, one.moment.seq),
    )
    return Trial(since, len(rows), len(judged), sum(bool(one.instead) for one in judged), tuple(differences), cut)


def _conversations(since: datetime) -> Iterable[Conversation]:
    events = Prefetch("events", Event.objects.select_related("message").order_by("seq"))
    rows = Conversation.objects.filter(last_at__gte=since) | Conversation.objects.filter(created_at__gte=since)
    rows = rows.select_related("visitor", "contact_point").prefetch_related(events)
    return rows.order_by("-id")[: MOST_CONVERSATIONS + 1]


def _moments(row: Conversation, exists: Directory, ids: Ids, due: set[int], now: datetime) -> Iterator[Moment]:
    """Each change, and each moment of a wait at which the time of some timed rule had come."""
    events = list(row.events.all())
    yield from moments(row, events, exists, ids)
    if due:
        for wait in waits(row, events, exists, ids, now):
            yield from filter(None, (wait.at(seconds) for seconds in sorted(due)))


def _due(rules: Iterable[Rule]) -> Iterator[int]:
    yield from (rule.due_after for rule in rules if rule.kind is Kind.TIMED and rule.due_after is not None)


def _judged(moment: Moment, today: Sequence[Rule], instead: Sequence[Rule], exists: Directory) -> Difference:
    def done(rules: Sequence[Rule]) -> tuple[Done, ...]:
        # A timed rule is asked once, when its own time has come.
        asked = [rule for rule in rules if rule.kind is not Kind.TIMED or rule.due_after == moment.facts.waiting]
        return run(asked, moment.kind, moment.facts, exists).done

    return Difference(moment, done(today), done(instead))


def switched(rules: Iterable[Rule], on: Iterable[str]) -> Iterator[Rule]:
    """The same rules, those with these keys switched on and the others off."""
    wanted = set(on)
    for rule in rules:
        yield replace(rule, enabled=rule.key in wanted)
