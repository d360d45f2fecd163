"""A move that is allowed but changes less than it looks like: told after saving."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from helpdesk import memberships
from helpdesk.admin.group_words import some
from helpdesk.models import DistributionPolicy, Operator, OperatorGroup, Reinforcement


def of_one(row: Reinforcement) -> Iterator[str]:
    people = _people(row)
    if not any(person.enabled for person in people):
        yield _("Nobody of them is switched on, so nobody helps.")
        return
    if row.to_group is not None and not row.to_group.enabled:
        yield _("“%(group)s” is switched off: no conversation comes there.") % {"group": row.to_group}
    if row.to_point is not None:
        yield from _in_channel(row, people)


def _in_channel(row: Reinforcement, people: list[Operator]) -> Iterator[str]:
    named = DistributionPolicy.objects.filter(Q(contact_point=None) | Q(contact_point=row.to_point))
    if not named.filter(Q(operators__isnull=False) | Q(groups__isnull=False)).exists():
        yield _(
            "Nobody is named in the policy of “%(channel)s”, so everybody takes part there already: this changes "
            "nothing. To let somebody answer for other groups, move them to a group."
        ) % {"channel": row.to_point}
        return
    enabled = set(OperatorGroup.objects.filter(enabled=True).values_list("pk", flat=True))
    members = memberships.members(row.starts_at)
    inside = set().union(*(members.get(pk, set()) for pk in enabled))
    outside = [person.name for person in people if person.pk not in inside]
    if enabled and outside:
        yield _(
            "In none of the groups that are switched on: %(people)s. Conversations of “%(channel)s” come in groups, "
            "so that none reaches them there. Move them to a group as well."
        ) % {"channel": row.to_point, "people": some(outside)}


def _people(row: Reinforcement) -> list[Operator]:
    if row.operator is not None:
        return [row.operator]
    return list(row.group.members.all()) if row.group else []
