"""How a channel's conversations are given out, and what happens when they aren't taken up, in the reader's words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.models import Algorithm, PresenceMode
from helpdesk.simulator.answer import Answer, Talk
from routing.policies import Acceptance, Policy, Reassign, Terms
from routing.policies import PresenceMode as Presence


def given_out(answer: Answer) -> list[str]:
    """The policy of the channel in short sentences; what it leaves at its usual value is left out."""
    policy, terms = answer.policy, answer.policy.terms
    said = [
        _people(policy),
        _("Who of them: %(algorithm)s.") % {"algorithm": Algorithm(terms.algorithm).label},
        *_bounds(policy),
    ]
    if terms.presence is not Presence.BOTH:
        said.append(_("What counts: %(presence)s.") % {"presence": PresenceMode(terms.presence).label})
    return said


def queue(answer: Answer, talk: Talk) -> list[str]:
    """The place in the queue and why it is that one; nothing for who is alone in it."""
    if talk.length == 1:
        return []
    place = _("In the queue: number %(place)s of %(length)s.") % {"place": talk.place, "length": talk.length}
    if talk.ahead:
        text = ngettext(
            "%(count)s conversation of the group is served before it.",
            "%(count)s conversations of the group are served before it.",
            talk.ahead,
        )
        place = f"{place} {text % {'count': talk.ahead}}"
    return [place, *_order(answer)]


def afterwards(answer: Answer, talk: Talk) -> list[str]:
    """What happens after it was given to somebody, or while it waits."""
    chosen, terms = talk.trace.chosen, answer.policy.terms
    if chosen is None:
        return [_("It waits. Whoever of those who take part is there and has room next is given it.")]
    name = answer.names[chosen]
    return [_accepting(name, terms), _leaving(name, terms)]


def _people(policy: Policy) -> str:
    count = len(policy.participants)
    if not count:
        return _("All members of the group take part.")
    text = ngettext("%(count)s operator takes part.", "%(count)s operators take part.", count)
    return text % {"count": count}


def _bounds(policy: Policy) -> Iterator[str]:
    terms = policy.terms
    if policy.weight > 1:
        yield _("A conversation takes %(count)s slots.") % {"count": policy.weight}
    if terms.limit:
        yield _("One operator holds %(count)s slots of this channel at most.") % {"count": terms.limit}
    if terms.portion:
        yield _("One operator is given %(count)s in %(minutes)s min at most.") % {
            "count": terms.portion,
            "minutes": terms.portion_minutes,
        }
    if terms.pause:
        yield _("Pause after each: %(seconds)s s.") % {"seconds": terms.pause}


def _order(answer: Answer) -> Iterator[str]:
    if answer.rank is not None:
        yield _("The channel has place %(rank)s in the queue's order.") % {"rank": answer.rank}
    if answer.ageing and answer.rank != 1:
        yield _("After each %(minutes)s min of waiting it is served as if its channel stood one place higher.") % {
            "minutes": answer.ageing
        }


def _accepting(name: str, terms: Terms) -> str:
    words = {"name": name, "seconds": terms.accept_seconds}
    if terms.accept is Acceptance.AT_ONCE:
        return _("%(name)s has accepted it at once.") % words
    if not terms.accept_seconds:
        return (
            _("It stays with %(name)s until accepted, by the button or the first reply; there is no time limit.")
            % words
        )
    return (
        _("Not accepted by %(name)s within %(seconds)s s, it goes back to the queue, and to somebody else first.")
        % words
    )


def _leaving(name: str, terms: Terms) -> str:
    words = {"name": name}
    if terms.presence is Presence.STATUS:
        return _("Only the status counts, so it stays with %(name)s even while nobody is at the screen.") % words
    match terms.reassign:
        case Reassign.OFF:
            return _("Should %(name)s leave, it stays theirs.") % words
        case Reassign.UNANSWERED:
            return (
                _(
                    "Should %(name)s leave before anybody has answered, it goes back to the queue a minute later, "
                    "after a log-out at once."
                )
                % words
            )
    return (
        _(
            "Should %(name)s leave with the visitor's message last, it goes back to the queue a minute later, after a "
            "log-out at once."
        )
        % words
    )
