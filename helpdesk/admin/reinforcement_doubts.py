"""A move that is allowed but changes less than it looks like: told after saving."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpdesk.models import Operator, Reinforcement


def of_one(row: Reinforcement) -> Iterator[str]:
    people = _people(row)
    if not any(person.enabled for person in people):
        yield _("Nobody of them is switched on, so nobody helps.")
        return
    if row.to_group is not None and not row.to_group.enabled:
        yield _("“%(group)s” is switched off: no conversation comes there.") % {"group": row.to_group}


def _people(row: Reinforcement) -> list[Operator]:
    if row.operator is not None:
        return [row.operator]
    return list(row.group.members.all()) if row.group else []
