"""Rules that cannot do what they were made for, in words for their supervisor (SPEC 2.14, 5.1)."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from helpdesk.automation import words
from helpdesk.automation.names import Names
from helpdesk.automation.sentences import clause, deed
from routing.automation.conditions import read_condition
from routing.automation.doubts import Doubt, about, doubts
from routing.automation.facts import Directory
from routing.automation.rule import Rule

REFUSED = ("impossible", "no_actions", "no_time")
"""Such a rule is not stored: it never does anything. The others may be meant for later."""


def refusals(rule: Rule, directory: Directory, names: Names) -> list[str]:
    """Why this rule cannot be stored."""
    return [_words(doubt, rule, {}, names) for doubt in about(rule, directory) if doubt.code in REFUSED]


def warnings(rules: Sequence[Rule], directory: Directory, names: Names, *, of: str | None = None) -> Iterator[str]:
    """What is doubtful about all of these rules, or about the one with this key, as it stands among them."""
    by_key = {rule.key: rule for rule in rules}
    for doubt in doubts(rules, directory):
        if of in (None, doubt.rule) or doubt.values.get("by") == of:
            yield _("“%(rule)s”: %(doubt)s") % {
                "rule": by_key[doubt.rule].name,
                "doubt": _words(doubt, by_key[doubt.rule], by_key, names),
            }


def _words(doubt: Doubt, rule: Rule, by_key: dict[str, Rule], names: Names) -> str:
    told = doubt.values
    match doubt.code:
        case "impossible":
            clauses = [clause(read_condition(one), names) for one in told["conditions"]]
            if len(clauses) == 1:
                return _("it can never be that %(one)s here, so this rule would never act.") % {"one": clauses[0]}
            return _("it can never be that %(one)s and %(other)s, so this rule would never act.") % {
                "one": clauses[0],
                "other": clauses[1],
            }
        case "dead_alternative":
            one = clause(read_condition(told["condition"]), names)
            return _("it can never be that %(one)s; this alternative changes nothing.") % {"one": one}
        case "never_done":
            return _("it never comes to “%(deed)s”: %(why)s.") % {
                "deed": deed(rule.actions[told["number"]], names),
                "why": words.REASONS.get(told["reason"], told["reason"]),
            }
        case "unreachable":
            return _("“%(by)s” always comes first and lets no rule after it be asked.") % {
                "by": by_key[told["by"]].name
            }
        case "gone":
            what = words.WHATS[told["what"]]
            name = names.name(told["what"], told["id"])
            return _("%(name)s is gone or switched off (%(what)s).") % {"name": name, "what": what}
        case "no_actions":
            return _("it does nothing. Add an action.")
        case _:
            return _("say how long the visitor has waited: “Waiting for a person, s” is more than so many.")
