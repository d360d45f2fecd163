"""Rules that act when a visitor has waited long enough: each once for one wait (SPEC 5.1, 5.9)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Coalesce, Least
from django.db.models.signals import post_save
from django.utils import timezone

from helpdesk.actions.actor import System
from helpdesk.actions.automation import play
from helpdesk.actions.change import Change
from helpdesk.automation.rules import Book, read
from helpdesk.models import Automation, AutomationOnce, Conversation
from routing.automation.engine import Verdict
from routing.automation.facts import Kind
from routing.automation.rule import Rule

TIMED = System("rules")

AGAIN = timedelta(minutes=1)
"""A rule whose time has come, but not its other conditions, is asked again after so long."""
KEPT = timedelta(days=90)


def look(change: Change) -> None:
    """Ask the timed rules whose time has come and that have not acted in this wait."""
    c = change.conversation
    if c.waiting_since is None:
        c.rules_due_at = None
        return
    # Read anew: what was switched off a moment ago must not act.
    known = read()
    left = _left(c, known.of(Kind.TIMED))
    ripe = tuple(rule for rule in left if _due(rule, c.waiting_since) <= change.now)
    acted = _ask(change, ripe, known) if ripe else set()
    AutomationOnce.objects.bulk_create(
        AutomationOnce(key=_once(rule, c), at=change.now) for rule in ripe if rule.key in acted
    )
    moments = [_next_look(rule, c.waiting_since, change.now) for rule in left if rule.key not in acted]
    c.rules_due_at = min(moments, default=None)


def _ask(change: Change, ripe: tuple[Rule, ...], known: Book) -> set[str]:
    """The keys of those that have acted. What fails has had its turn too: it would fail each minute."""
    result = play(change, Kind.TIMED, ripe, known, event=None)
    if result is None:
        return {rule.key for rule in ripe}
    return {trace.rule for trace in result.trace if trace.verdict is Verdict.MATCHED}


def connect() -> None:
    post_save.connect(_saved, sender=Automation, dispatch_uid="timed rules")


def _saved(*, instance: Automation, **_: Any) -> None:
    if instance.enabled and instance.kind == Automation.Kind.TIMED:
        rouse(now=timezone.now())


def rouse(*, now: datetime) -> None:
    """A timed rule is new or different: whoever waits already is looked at."""
    Conversation.objects.filter(waiting_since__isnull=False).update(
        rules_due_at=now, next_due_at=Least(Coalesce("next_due_at", now), now)
    )


def forget(*, now: datetime) -> None:
    """What was done once is remembered far longer than anybody waits."""
    AutomationOnce.objects.filter(at__lt=now - KEPT).delete()


def _left(conversation: Conversation, rules: tuple[Rule, ...]) -> list[Rule]:
    timed = {_once(rule, conversation): rule for rule in rules if rule.due_after is not None}
    done = set(AutomationOnce.objects.filter(pk__in=timed).values_list("pk", flat=True))
    return [rule for key, rule in timed.items() if key not in done]


def _once(rule: Rule, conversation: Conversation) -> str:
    since = conversation.waiting_since
    return rule.once_key(conversation.pk, since.isoformat() if since else "")


def _due(rule: Rule, since: datetime) -> datetime:
    return since + timedelta(seconds=rule.due_after or 0)


def _next_look(rule: Rule, since: datetime, now: datetime) -> datetime:
    due = _due(rule, since)
    return due if due > now else now + AGAIN
