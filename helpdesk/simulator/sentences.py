"""Why a visitor does or does not see a group, as a sentence in the reader's language."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.geo.lookup import Why
from helpdesk.quoting import quoted
from helpdesk.simulator.answer import Answer, Obstacle
from helpdesk.simulator.moments import day_and_time
from helpdesk.simulator.places import Where, short_name
from routing.audience import Mode
from routing.board import GroupRules
from routing.reasons import Step, Verdict, takes_requests
from routing.regions import Scope

MOST_NAMED = 6
"""Regions or patterns in one sentence; of the others there is the number."""

OBSTACLES: dict[Obstacle, str | Promise] = {
    Obstacle.CHANNEL_OFF: gettext_lazy("The channel is switched off, so there is no widget."),
    Obstacle.SITE_NOT_ALLOWED: gettext_lazy("This site is not among the channel's allowed origins: no widget."),
    Obstacle.BANNED: gettext_lazy("This address is banned: no widget, and no reason is told."),
}
_WHERE: dict[Why, str | Promise] = {
    Why.OWN_RANGE: gettext_lazy("by your own address range %(network)s"),
    Why.DATABASE: gettext_lazy("by %(source)s"),
    Why.PRIVATE: gettext_lazy("a private address: no database can know where it is"),
    Why.NO_DATABASE: gettext_lazy("there is no database of addresses"),
    Why.NOT_LISTED: gettext_lazy("the databases do not know this address"),
}


def outcome(answer: Answer) -> str:
    """What the visitor finds, in a few words."""
    names = [name_of(group) for group in answer.shown]
    match answer.mode:
        case Mode.NONE:
            return _("No widget")
        case Mode.REQUEST:
            return _("A request form: nobody can answer now")
        case Mode.DIRECT:
            return _("Straight into the chat with %(name)s") % {"name": names[0]}
    return ngettext("A choice between %(count)s group", "A choice between %(count)s groups", len(names)) % {
        "count": len(names)
    }


def name_of(group: GroupRules) -> str:
    return group.name if group.id is not None or group.name else _("Everyone")


def why(group: GroupRules, verdict: Verdict, where: Where) -> str:
    """A whole sentence or two."""
    sentence = _SENTENCES[verdict.step](group, verdict, where) if verdict.step else _shown(group, verdict)
    if not verdict.kept and takes_requests(group, verdict):
        sentence += " " + _("Its request form is there when no other group is.")
    return sentence


def how_found(where: Where) -> str:
    """What an address was looked up in, or why that was in vain; empty for a picked region."""
    found = where.found
    if found is None:
        return ""
    return str(_WHERE.get(found.why, "")) % {"network": found.network, "source": found.source}


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """`a, b, c and 5 more`."""
    if len(names) <= most:
        return ", ".join(names)
    return _("%(names)s and %(count)s more") % {"names": ", ".join(names[:most]), "count": len(names) - most}


def _shown(group: GroupRules, verdict: Verdict) -> str:
    if verdict.detail:
        return _("Shown: the page matches “%(pattern)s”.") % {"pattern": verdict.detail}
    return _("Shown: nothing stands in its way.")


def _disabled(group: GroupRules, verdict: Verdict, where: Where) -> str:
    return _("Not shown: it is switched off.")


def _hidden(group: GroupRules, verdict: Verdict, where: Where) -> str:
    return _("Not shown: it is hidden from visitors.")


def _regions(group: GroupRules, verdict: Verdict, where: Where) -> str:
    words = {"regions": listed(sorted(map(short_name, group.regions.codes))), "place": where.name}
    if verdict.reason == "unknown_place":
        return _("Not shown: its regions are only %(regions)s; where this visitor is, nobody knows.") % words
    if group.regions.scope is Scope.ONLY:
        return _("Not shown: its regions are only %(regions)s; this visitor is in %(place)s.") % words
    return _("Not shown: its regions are all but %(regions)s; this visitor is in %(place)s.") % words


def _pages(group: GroupRules, verdict: Verdict, where: Where) -> str:
    if verdict.reason == "excluded":
        return _("Not shown: the page matches “%(pattern)s”, where it is not shown.") % {"pattern": verdict.detail}
    patterns = listed([quoted(pattern.text) for pattern in group.pages.include])
    return _("Not shown: it is only on %(patterns)s; this page is another one.") % {"patterns": patterns}


def _hours(group: GroupRules, verdict: Verdict, where: Where) -> str:
    if not verdict.detail:
        return (
            _("Takes requests: it is closed, and does not open within a year.")
            if verdict.kept
            else _("Not shown: it is closed, and does not open within a year.")
        )
    opens = datetime.fromisoformat(verdict.detail)
    if verdict.reason == "channel_closed":
        when = day_and_time(opens, opens.tzinfo)
        if verdict.kept:
            return _("Takes requests: the channel is closed until %(when)s.") % {"when": when}
        return _("Not shown: the channel is closed until %(when)s.") % {"when": when}
    words = {"when": day_and_time(opens, opens.tzinfo), "zone": group.schedule.zone if group.schedule else ""}
    if verdict.kept:
        return _("Takes requests: it is closed until %(when)s (%(zone)s).") % words
    return _("Not shown: it is closed until %(when)s (%(zone)s).") % words


def _availability(group: GroupRules, verdict: Verdict, where: Where) -> str:
    if not group.members:
        if verdict.kept:
            return _("Takes requests: it has no members who are switched on.")
        return _("Not shown: it has no members who are switched on.")
    if verdict.reason == "no_participant":
        if verdict.kept:
            return _("Takes requests: none of its members takes part in this channel.")
        return _("Not shown: none of its members takes part in this channel.")
    if verdict.kept:
        return _("Takes requests: none of its members is there to answer.")
    return _("Not shown: none of its members is there to answer.")


def _overload(group: GroupRules, verdict: Verdict, where: Where) -> str:
    if verdict.reason == "queue":
        return _("Shown: everybody is at the limit, so visitors wait in the queue.")
    if verdict.kept:
        return _("Takes requests: everybody is at the limit.")
    return _("Not shown: everybody is at the limit.")


_SENTENCES = {
    Step.DISABLED: _disabled,
    Step.HIDDEN: _hidden,
    Step.REGIONS: _regions,
    Step.PAGES: _pages,
    Step.HOURS: _hours,
    Step.AVAILABILITY: _availability,
    Step.OVERLOAD: _overload,
}
