"""What exists and may be named by a rule."""

from django.utils import timezone

from helpdesk import memberships
from helpdesk.kept import Kept
from helpdesk.models import Category, ContactPoint, Operator, OperatorGroup, Stage, Webhook
from routing.automation.facts import Directory
from routing.lifecycle import Status


def read() -> Directory:
    """Whatever is switched on and not archived; groups that are switched off are still somebody's. Seven queries."""
    groups: dict[int, set[int]] = {}
    for group, people in memberships.members(timezone.now()).items():
        for operator in people:
            groups.setdefault(operator, set()).add(group)
    working = Operator.objects.filter(enabled=True).values_list("pk", flat=True)
    switched = dict(OperatorGroup.objects.values_list("pk", "enabled"))
    stages = Stage.objects.filter(archived=False).values_list("pk", "status")
    return Directory(
        operators={pk: frozenset(groups.get(pk, ())) for pk in working},
        groups=frozenset(switched),
        off=frozenset(pk for pk, enabled in switched.items() if not enabled),
        contact_points=frozenset(ContactPoint.objects.values_list("pk", flat=True)),
        stages={pk: Status(status) for pk, status in stages},
        categories=frozenset(Category.objects.filter(archived=False).values_list("pk", flat=True)),
        webhooks=frozenset(Webhook.objects.filter(enabled=True).values_list("pk", flat=True)),
    )


_kept = Kept(read)


def directory() -> Directory:
    """At most a second old; asked for only where there are rules."""
    return _kept.get()
