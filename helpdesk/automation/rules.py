"""The rules that are switched on, in the supervisor's order."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from helpdesk.kept import Kept
from helpdesk.models import Automation
from routing.automation.facts import Kind
from routing.automation.rule import Rule, read_rule
from routing.automation.subjects import Subject

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Book:
    """Rules in their order, and what they ask about, so that facts which nobody asks for are not looked up."""

    rules: tuple[Rule, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def of(self, kind: Kind) -> tuple[Rule, ...]:
        return self._by_kind[kind]

    def subjects(self, kind: Kind) -> frozenset[Subject]:
        return frozenset(c.subject for rule in self.of(kind) for c in (*rule.conditions.every, *rule.conditions.some))

    def first_look(self, since: datetime) -> datetime | None:
        """When a wait that began at `since` is of interest to the first of the timed rules; None: never."""
        waits = [rule.due_after for rule in self.of(Kind.TIMED) if rule.due_after is not None]
        return since + timedelta(seconds=min(waits)) if waits else None

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Rule, ...]]:
        return {kind: tuple(rule for rule in self.rules if rule.kind is kind) for kind in Kind}


def book_of(rules: tuple[Rule, ...]) -> Book:
    return Book(rules, {rule.key: rule.name for rule in rules})


def rule_of(row: Automation) -> Rule:
    """Raises ConditionError, ActionError (both ValueError) for data that no form has written."""
    return read_rule(
        {
            "key": row.key,
            "name": row.name,
            "kind": row.kind,
            "enabled": row.enabled,
            "stop": row.stop,
            "conditions": row.conditions,
            "actions": row.actions,
        }
    )


def read() -> Book:
    """Those that are switched on. One query."""
    return book_of(tuple(_readable(Automation.objects.filter(enabled=True).iterator())))


def _readable(rows: Iterator[Automation]) -> Iterator[Rule]:
    """A rule that makes no sense (any more) must not keep the others from being asked."""
    for row in rows:
        try:
            yield rule_of(row)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.exception("the rule “%s” cannot be read", row.name)


_kept = Kept(read)


def book() -> Book:
    """What holds now, at most a second old."""
    return _kept.get()
