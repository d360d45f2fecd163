"""Rules and groups that cannot do what they were made for, as sentences: on saving a group, and in the coverage map."""

from django.utils.translation import gettext as _

from helpdesk.simulator.places import full_name
from routing.doubts import DeadRule


def dead_rule(rule: DeadRule) -> str:
    """One of `routing.doubts.dead_rules` or `unvisited_rules`."""
    if rule.reason == "unvisited":
        return _("“%(text)s” matches none of the pages visited in the last 30 days.") % {"text": rule.text}
    texts = {
        ("include", "excluded"): _("“%(text)s” includes nothing: “%(by)s” excludes all of it."),
        ("exclude", "outside"): _("“%(text)s” excludes nothing: no such page is included."),
        ("include", "repeated"): _("“%(text)s” is not needed: “%(by)s” includes it already."),
        ("exclude", "repeated"): _("“%(text)s” is not needed: “%(by)s” excludes it already."),
        ("region", "repeated"): _("“%(text)s” is not needed: it is a part of “%(by)s”."),
    }
    text, by = (full_name(rule.text), full_name(rule.by)) if rule.rule == "region" else (rule.text, rule.by)
    return texts[rule.rule, rule.reason] % {"text": text, "by": by}


def never_shown(reason: str) -> str:
    """Of a `routing.doubts.NeverShown`; the group is named beside it."""
    match reason:
        case "no_members":
            return _("No visitor can ever chat with this group: it has no members who are switched on.")
        case "pages":
            return _("No visitor can ever see this group: every page is excluded.")
    return _("No visitor can ever chat with this group: it never opens.")
