"""What a policy says, in the supervisor's words (SPEC 3.3)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from helpdesk.admin.group_words import some
from helpdesk.admin.inheriting_words import minutes, seconds, yes_or_no
from helpdesk.models import Acceptance, Algorithm, DistributionPolicy, PresenceMode, Reassign
from helpdesk.snapshots.inheriting import inherit
from routing.policies import Terms

_CHOICES: dict[str, Any] = {
    "algorithm": Algorithm,
    "presence": PresenceMode,
    "accept": Acceptance,
    "reassign": Reassign,
}


def said(name: str, value: Any) -> str:
    """The value of one of the terms, for people."""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if name in ("anyone", "personal_manager"):
        return yes_or_no(value)
    return _count(name, value)


def _count(name: str, n: int) -> str:
    match name:
        case "limit":
            return str(n) if n else _("no bound")
        case "portion":
            return str(n) if n else _("no portions")
        case "pause":
            return seconds(n) if n else _("no pause")
        case "accept_seconds":
            return seconds(n) if n else pgettext("time", "never")
        case "pass_minutes":
            return minutes(n) if n else _("may come back at once")
        case "last_operator_days":
            return ngettext("%(count)s day", "%(count)s days", n) % {"count": n} if n else _("no difference")
        case _:
            return minutes(n)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that holds in a channel; `inherited` from the general policy."""

    title: str
    text: str
    inherited: bool


def lines(general: DistributionPolicy, own: DistributionPolicy | None) -> list[Line]:
    """Everything that holds in a channel; for the general policy itself, `own` is that policy again.

    Both come with their operators and groups at hand.
    """
    channel = own if own is not general else None
    terms, left_open = inherit(Terms, general, channel)

    def line(title: str, text: str, *names: str) -> Line:
        return Line(title, text, own is not general and all(left_open[name] for name in names))

    def term(title: str, name: str) -> Line:
        return line(title, said(name, getattr(terms, name)), name)

    portion = ("portion", "portion_minutes") if terms.portion else ("portion",)
    return [
        _participants(general, own),
        _deserted(general, own, terms, left_open),
        term(_("Who of them"), "algorithm"),
        term(_("What counts"), "presence"),
        term(_("Limit in one channel"), "limit"),
        line(_("Portions"), _portions(terms), *portion),
        term(_("Pause"), "pause"),
        term(_("Personal manager first"), "personal_manager"),
        term(_("Who talked last first, within"), "last_operator_days"),
        term(_("Acceptance"), "accept"),
        *([term(_("Back if not accepted within"), "accept_seconds")] if terms.accept == Acceptance.BY_HAND else []),
        term(_("Taken from who is gone"), "reassign"),
        term(_("Not again to who passed it on"), "pass_minutes"),
    ]


def participants(policy: DistributionPolicy | None) -> str:
    """The operators and groups that it names; "" where it names none."""
    if policy is None or policy.pk is None:
        return ""
    return some([str(each) for each in (*policy.operators.all(), *policy.groups.all())])


def all_members() -> str:
    return _("all members of the chosen group")


def _participants(general: DistributionPolicy, own: DistributionPolicy | None) -> Line:
    named = participants(own)
    text = named or participants(general) or all_members()
    return Line(_("Who takes part"), text, own is not general and not named)


def _deserted(
    general: DistributionPolicy, own: DistributionPolicy | None, terms: Terms, left_open: dict[str, bool]
) -> Line:
    """Where a conversation goes when nobody takes part in it."""
    fallback = (own.fallback if own else None) or general.fallback
    text = str(fallback or (_("anyone who may reply") if terms.anyone else _("waits in the queue")))
    own_word = own is general or (own is not None and (own.fallback_id or not left_open["anyone"]))
    return Line(_("Where nobody takes part"), text, not own_word)


def _portions(terms: Terms) -> str:
    if not terms.portion:
        return said("portion", 0)
    return _("%(portion)s in %(interval)s") % {
        "portion": terms.portion,
        "interval": said("portion_minutes", terms.portion_minutes),
    }
