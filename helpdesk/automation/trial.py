"""A dry run: what a set of rules would have done in the last days, beside what the rules of today would (SPEC 5.4).

Each change of the past is judged as it was, so one conversation may show several. Nobody's limit is counted: who was
there then is not remembered (`assumptions` says it to people). Nothing is written; PostgreSQL holds that.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpdesk.automation import directory as directories
from helpdesk.automation.around import Around
from helpdesk.automation.history import Ids, Moment, moments, waits
from helpdesk.automation.past import Stretch, newest, stretch
from helpdesk.models import Conversation
from helpdesk.simulator.quiet import read_only
from routing.automation.engine import Done, run
from routing.automation.facts import Directory, Kind
from routing.automation.rule import Rule

PORTION = 2000
"""Conversations that one portion looks at."""
SECONDS = 3.0
"""After which a portion ends sooner: somebody is waiting for the page."""


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
class Question:
    """What the rules of today and the others would do about what happened from `since` to `until`.

    Later events are left out, so that the answer stays the same while people go on writing.
    """

    today: Sequence[Rule]
    instead: Sequence[Rule]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """`differences`: newest conversations first, each in order of time. `acted`: changes the other rules would act on.

    `reached`: when the last conversation looked at began. `before`: go on with those of smaller numbers; None: that
    was all.
    """

    conversations: int = 0
    changes: int = 0
    acted: int = 0
    differences: tuple[Difference, ...] = ()
    reached: datetime | None = None
    before: int | None = None

    @property
    def changed(self) -> int:
        """How many conversations would end up otherwise."""
        return len({difference.moment.conversation for difference in self.differences})

    def __add__(self, later: "Trial") -> "Trial":
        """With the portion that was looked at after it; no conversation is in both."""
        return Trial(
            self.conversations + later.conversations,
            self.changes + later.changes,
            self.acted + later.acted,
            (*self.differences, *later.differences),
            later.reached or self.reached,
            later.before,
        )


def trial(today: Sequence[Rule], instead: Sequence[Rule], *, days: int, now: datetime) -> Trial:
    """All portions in one. The same question always gets the same answer."""
    return sum(portions(Question(today, instead, now - timedelta(days=days), now)), Trial())


def portions(asked: Question, *, most: int = PORTION) -> Iterator[Trial]:
    """One after the other, newest conversations first."""
    found = portion(asked, most=most)
    yield found
    while found.before is not None:
        found = portion(asked, found.before, most=most)
        yield found


def portion(asked: Question, before: int | None = None, *, most: int = PORTION, seconds: float = SECONDS) -> Trial:
    """At most `most` conversations with numbers below `before`, and no more than fit into about so many seconds."""
    ends, found = time.monotonic() + seconds, Trial(before=before)
    with read_only():
        judge = _Judge.of(asked)
        found = replace(found, before=newest() + 1 if before is None else before)
        while found.before is not None and found.conversations < most:
            found += judge.all(stretch(asked.since, asked.until, found.before, most - found.conversations))
            if time.monotonic() > ends:
                break
    return found


@dataclass(frozen=True, slots=True)
class _Judge:
    asked: Question
    exists: Directory
    ids: Ids
    around: Around
    due: frozenset[int]

    @classmethod
    def of(cls, asked: Question) -> "_Judge":
        rules = (*asked.today, *asked.instead)
        return cls(asked, directories.read(), Ids.read(), Around.read(rules), frozenset(_due(rules)))

    def all(self, rows: Stretch) -> Trial:
        found = sum(map(self.one, rows.conversations), Trial())
        reached = rows.conversations[-1].created_at if rows.conversations else None
        return replace(found, reached=reached, before=rows.before)

    def one(self, row: Conversation) -> Trial:
        """One in which nothing happened in these days is none that was looked at."""
        told = sorted(self._moments(row), key=lambda moment: (moment.at, moment.seq))
        judged = [self._judged(self.around.seen(moment, row)) for moment in told if moment.at >= self.asked.since]
        different = tuple(one for one in judged if not one.is_same)
        return Trial(int(bool(judged)), len(judged), sum(bool(one.instead) for one in judged), different)

    def _moments(self, row: Conversation) -> Iterator[Moment]:
        """Each change, and each moment of a wait at which the time of some timed rule had come."""
        events = list(row.events.all())
        yield from moments(row, events, self.exists, self.ids)
        if self.due:
            for wait in waits(row, events, self.exists, self.ids, self.asked.until):
                yield from filter(None, (wait.at(seconds) for seconds in sorted(self.due)))

    def _judged(self, moment: Moment) -> Difference:
        def done(rules: Sequence[Rule]) -> tuple[Done, ...]:
            # A timed rule is asked once, when its own time has come.
            asked = [rule for rule in rules if rule.kind is not Kind.TIMED or rule.due_after == moment.facts.waiting]
            return run(asked, moment.kind, moment.facts, self.exists).done

        return Difference(moment, done(self.asked.today), done(self.asked.instead))


def _due(rules: Iterable[Rule]) -> Iterator[int]:
    yield from (rule.due_after for rule in rules if rule.kind is Kind.TIMED and rule.due_after is not None)


def switched(rules: Iterable[Rule], on: Iterable[str]) -> Iterator[Rule]:
    """The same rules, those with these keys switched on and the others off."""
    wanted = set(on)
    for rule in rules:
        yield replace(rule, enabled=rule.key in wanted)
