"""What a dry run takes for granted, as far as it matters to the rules in question (SPEC 5.4)."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.automation.actions import Assign, AssignByPolicy
from routing.automation.facts import Kind
from routing.automation.rule import Rule
from routing.automation.subjects import Subject

_L = gettext_lazy
_RENAMED = _L("A group, category or stage that has been renamed or deleted since is taken for none.")
_OF_TODAY = _L("Who belongs to which group is taken from today.")

_ASKED: Mapping[Subject, str | Promise] = {
    Subject.AUTHOR_GROUPS: _OF_TODAY,
    Subject.ASSIGNEE_GROUPS: _OF_TODAY,
    Subject.GROUP: _RENAMED,
    Subject.CATEGORY: _RENAMED,
    Subject.STAGE: _RENAMED,
    Subject.WORKING_HOURS: _L("Working hours are judged by today's schedules, as of that moment."),
    Subject.PLACE: _L("Regions come from today's address database."),
    Subject.PRECHAT: _L("Name, e-mail and phone are those known today."),
    Subject.FIRST: _L("A client who wrote before from another browser counts as new."),
}


def assumptions(rules: Iterable[Rule]) -> list[str]:
    """Sentences about the rules that are switched on, the general ones first; none is said twice."""
    return list(dict.fromkeys(str(text) for text in _all([rule for rule in rules if rule.enabled])))


def _all(rules: list[Rule]) -> Iterator[str | Promise]:
    yield _("“Today” is what the rules that are switched on now would do, whatever was switched on then.")
    yield _(
        "Each change is judged by itself, as things really stood: what a rule would do has no effect on later changes."
    )
    deeds = [action for rule in rules for action in rule.actions]
    if any(isinstance(deed, AssignByPolicy) for deed in deeds):
        yield _("Who was there is not recorded, so nobody can say to whom the policy would have given it.")
    if any(isinstance(deed, Assign) for deed in deeds):
        yield _("A person who is named is taken to have been there and to have had room.")
    if any(rule.kind is Kind.TIMED for rule in rules):
        yield _("A rule on time is asked once, when its time had come; the checks each minute after that are left out.")
    asked = [c.subject for rule in rules for c in (*rule.conditions.every, *rule.conditions.some)]
    yield from (_ASKED[subject] for subject in _ASKED if subject in asked)
