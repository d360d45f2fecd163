"""`manage.py rules`: what is switched on, as sentences; or what rules would have done in the last days (SPEC 5.4)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpdesk.automation import recipes
from helpdesk.automation.names import Names
from helpdesk.automation.rules import read, rule_of
from helpdesk.automation.sentences import deed, sentence
from helpdesk.automation.trial import Difference, Question, Trial, portions
from routing.automation.engine import Done
from routing.automation.rule import Rule


class Command(BaseCommand):
    help = "List the rules that are switched on; with --days, what a recipe's rules would have done. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, help="what they would do about the changes of so many days")
        parser.add_argument("--recipe", type=Path, help="rules asked before those of today, and compared with them")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, days: int | None, recipe: Path | None, **options: Any) -> None:
        today = list(read().rules)
        if days is None:
            self._list(today, as_json=options["json"])
            return
        if days < 1:
            raise CommandError("--days: at least 1.")
        drafts = _drafts(recipe) if recipe else []
        kept = [rule for rule in today if rule.name not in {draft.name for draft in drafts}]
        before, instead = (today, [*drafts, *kept]) if recipe else ([], today)
        now = timezone.now()
        asked = Question(before, instead, now - timedelta(days=days), now)
        names = {rule.key: rule.name for rule in (*today, *instead)}
        if options["json"]:
            self._as_json(sum(self._looked_at(asked), Trial()), asked, names)
        else:
            self._as_text(asked, names)

    def _looked_at(self, asked: Question) -> Iterator[Trial]:
        """Portion by portion; whoever watches is told how far it is."""
        for found in portions(asked):
            yield found
            if found.before is not None and found.reached and self.stderr.isatty():
                self.stderr.write(f"... {found.reached.isoformat(sep=' ', timespec='minutes')}")

    def _as_json(self, found: Trial, asked: Question, names: dict[str, str]) -> None:
        counted = {"conversations": found.conversations, "changes": found.changes, "acted": found.acted}
        differences = [_told(one, names) for one in found.differences]
        told = counted | {"since": asked.since.isoformat(), "differences": differences}
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))

    def _as_text(self, asked: Question, names: dict[str, str]) -> None:
        shown, conversations, changed = Names.shown(), 0, 0
        for found in self._looked_at(asked):
            conversations, changed = conversations + found.conversations, changed + found.changed
            for one in found.differences:
                self.stdout.write(f"#{one.moment.conversation} {one.moment.at.isoformat(sep=' ', timespec='seconds')}")
                for sign, done in (("-", one.today), ("+", one.instead)):
                    for each in done:
                        self.stdout.write(f"  {sign} {names[each.rule]}: {deed(each.action, shown)}")
        self.stdout.write(f"{changed} of {conversations} conversations would be different.")

    def _list(self, rules: list[Rule], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([rule.as_data() for rule in rules], ensure_ascii=False, indent=2))
            return
        names = Names.shown()
        for rule in rules:
            self.stdout.write(f"{rule.name}: {sentence(rule, names)}")


def _drafts(recipe: Path) -> list[Rule]:
    """Raises CommandError."""
    try:
        rows = recipes.drafts(recipe.read_text(encoding="utf-8"))
    except (OSError, recipes.RecipeError) as error:
        raise CommandError(f"{recipe}: {error}") from error
    return [rule_of(row) for row in rows]


def _told(one: Difference, names: dict[str, str]) -> dict[str, Any]:
    moment = one.moment
    return {
        "conversation": moment.conversation,
        "seq": moment.seq,
        "at": moment.at.isoformat(),
        "event": moment.facts.event,
        "today": [_done(done, names) for done in one.today],
        "instead": [_done(done, names) for done in one.instead],
    }


def _done(done: Done, names: dict[str, str]) -> dict[str, Any]:
    return {"rule": names[done.rule], **done.action.as_data()}
