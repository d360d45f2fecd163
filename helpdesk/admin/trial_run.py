"""A dry run that goes on portion by portion (SPEC 5.4): what it has found so far travels in its links, signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from helpdesk.automation.trial import Question, Trial, portion
from routing.automation.rule import Rule

SALT = "helpdesk.trial"
GOOD_FOR = timedelta(days=1)


class Stale(ValueError):
    """The rules, or which of them are asked, changed on the way: portions of two questions don't make one answer."""


@dataclass(frozen=True, slots=True)
class Run:
    """The counts are of all portions so far. `before` and `reached`: as in `Trial`. `until`: ISO 8601."""

    seal: str
    until: str
    before: int | None = None
    reached: str = ""
    conversations: int = 0
    changes: int = 0
    acted: int = 0
    changed: int = 0
    differences: int = 0

    @property
    def written(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @property
    def back_to(self) -> datetime | None:
        return datetime.fromisoformat(self.reached) if self.reached else None

    def percent(self, days: int) -> int:
        """How much of these days has been covered."""
        if self.back_to is None:
            return 0
        return min(100, int(100 * (datetime.fromisoformat(self.until) - self.back_to) / timedelta(days=days)))

    def is_past(self, days: int) -> bool:
        """All that began in these days is done; what is left began earlier and went on."""
        return self.percent(days) == 100

    def plus(self, found: Trial) -> "Run":
        return replace(
            self,
            before=found.before,
            reached=found.reached.isoformat() if found.reached else self.reached,
            conversations=self.conversations + found.conversations,
            changes=self.changes + found.changes,
            acted=self.acted + found.acted,
            changed=self.changed + found.changed,
            differences=self.differences + len(found.differences),
        )


def begin(today: Sequence[Rule], instead: Sequence[Rule], days: int, *, now: datetime) -> Run:
    return Run(_seal(today, instead, days), now.isoformat())


def resume(written: str, today: Sequence[Rule], instead: Sequence[Rule], days: int) -> Run:
    """Raises Stale for what was not written here, a day ago at most, about this very question."""
    try:
        run = Run(**signing.loads(written, salt=SALT, max_age=GOOD_FOR))
    except signing.BadSignature as error:
        raise Stale from error
    if run.seal != _seal(today, instead, days):
        raise Stale
    return run


def step(run: Run, today: Sequence[Rule], instead: Sequence[Rule], days: int) -> tuple[Run, Trial]:
    """One portion further."""
    until = datetime.fromisoformat(run.until)
    found = portion(Question(today, instead, until - timedelta(days=days), until), run.before)
    return run.plus(found), found


def _seal(*question: Any) -> str:
    told = [[(rule.key, rule.enabled, rule.fingerprint) for rule in rules] for rules in question[:2]]
    return hashlib.sha256(repr((told, *question[2:])).encode()).hexdigest()[:16]
