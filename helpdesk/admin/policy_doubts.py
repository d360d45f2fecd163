"""What is allowed in distribution but hardly meant: told after saving, and in the list of policies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from helpdesk import memberships
from helpdesk.admin.group_words import some
from helpdesk.models import ContactPoint, DistributionPolicy, Operator, OperatorGroup
from helpdesk.snapshots import states
from helpdesk.snapshots.inheriting import inherit
from helpdesk.snapshots.policies import read
from routing.policies import Acceptance, Policy, PresenceMode, Reassign, Terms
from routing.snapshot import OperatorState


@dataclass(frozen=True, slots=True)
class House:
    """Everybody and everything that a policy could forget, at one moment."""

    states: tuple[OperatorState, ...]
    names: dict[int, str]
    groups: dict[int, str]  # those that are switched on
    members: dict[int, set[int]]
    policies: dict[int, Policy]
    ranked: bool  # some channel has a place in the queue

    def answering(self, group: int | None) -> frozenset[int]:
        """The members of a group who are switched on."""
        return frozenset(self.members.get(group or 0, ())) & {state.id for state in self.states}


def look_around(now: datetime) -> House:
    """The number of queries does not depend on the number of people or channels."""
    distribution = read(now)
    return House(
        states=states(now),
        names=dict(Operator.objects.values_list("pk", "name")),
        groups=dict(OperatorGroup.objects.filter(enabled=True).values_list("pk", "name")),
        members=memberships.members(now),
        policies=distribution.policies,
        ranked=bool(distribution.order.ranks),
    )


def of_channel(house: House, point: ContactPoint, own: DistributionPolicy | None, general: list[str]) -> list[str]:
    """About what holds in this channel, but not what was said about the general policy already."""
    policy = house.policies[point.pk]
    texts = (*_too_heavy(house, point, policy), *_left_out(house, point.name, policy), *_of_row(house, own, policy))
    return [text for text in texts if text not in general]


def of_general(house: House, general: DistributionPolicy) -> list[str]:
    """About the general policy by itself; what follows from it in a channel is said there."""
    terms, _inherited = inherit(Terms, general)
    texts = list(_of_row(house, general, Policy(terms=terms, fallback=house.answering(general.fallback_id))))
    if general.ageing_minutes and not house.ranked:
        texts.append(_("No channel has a place in the queue, so all are served in order of time and ageing is idle."))
    return texts


def _too_heavy(house: House, point: ContactPoint, policy: Policy) -> Iterator[str]:
    limit = policy.terms.limit
    if limit and limit < policy.weight:
        yield _(
            "Nobody is ever given anything from “%(channel)s”: a conversation there takes %(weight)s slots, "
            "and one operator may hold %(limit)s from it."
        ) % {"channel": point.name, "weight": policy.weight, "limit": limit}
        return
    small = [
        house.names[state.id]
        for state in _taking_part(house, policy)
        if state.limit is not None and 0 < state.limit < policy.weight
    ]
    if small:
        yield _(
            "A conversation from “%(channel)s” takes %(weight)s slots. That is more than the limit of %(people)s, "
            "who will never be given one."
        ) % {"channel": point.name, "weight": policy.weight, "people": some(small)}


def _left_out(house: House, channel: str, policy: Policy) -> Iterator[str]:
    """Participants that no group brings a conversation to, and groups whose conversations no participant gets."""
    if not policy.participants or not house.groups:
        return
    inside = set().union(*(house.members.get(pk, set()) for pk in house.groups))
    outside = [house.names[pk] for pk in sorted(policy.participants - inside)]
    if outside:
        yield _(
            "In none of the groups that are switched on, so that nothing from “%(channel)s” reaches them: %(people)s."
        ) % {"channel": channel, "people": some(outside)}
    deserted = [name for pk, name in house.groups.items() if not house.members.get(pk, set()) & policy.participants]
    if not deserted:
        return
    text = _("No participant of “%(channel)s” is a member of: %(groups)s. Such conversations wait in the queue.")
    if policy.fallback:
        text = _("No participant of “%(channel)s” is a member of: %(groups)s. The fallback group gets these.")
    elif policy.terms.anyone:
        text = _("No participant of “%(channel)s” is a member of: %(groups)s. Anybody may get these.")
    yield text % {"channel": channel, "groups": some(deserted)}


def _of_row(house: House, row: DistributionPolicy | None, policy: Policy) -> Iterator[str]:
    if row is None:
        return
    if row.fallback is not None and not house.answering(row.fallback_id):
        yield _("Nobody answers in the fallback group “%(group)s”, so it gets nothing.") % {"group": row.fallback}
    if row.anyone:
        yield _(
            "Anyone may be given what nobody takes part in, and reads it, whatever their groups are: "
            "the groups' isolation is broken there."
        )
        if policy.fallback:
            yield _("While the fallback group has members, it comes before anyone who may reply.")
    yield from _of_terms(policy)


def _of_terms(policy: Policy) -> Iterator[str]:
    terms = policy.terms
    if terms.presence is PresenceMode.STATUS:
        yield _("Only the status counts: conversations are given to operators whose inbox is closed, too.")
        if terms.reassign is not Reassign.OFF:
            yield _("Nobody counts as gone where only the status counts, so nothing is taken from anybody.")
        if terms.portion:
            yield _("Nobody arrives where only the status counts: the night's conversations are given out at night.")
    if terms.accept is Acceptance.AT_ONCE and terms.accept_seconds:
        yield _("What is accepted at once never goes back to the queue for want of acceptance.")
    if terms.portion and terms.pause * terms.portion > terms.portion_minutes * 60:
        yield _("With such a pause nobody can be given a whole portion in the interval.")


def _taking_part(house: House, policy: Policy) -> Iterable[OperatorState]:
    return (state for state in house.states if not policy.participants or state.id in policy.participants)
