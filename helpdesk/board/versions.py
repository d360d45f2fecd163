"""Counting the changes of what the board is made of, and waking the queue after each.

No form, file or action has to say that configuration has changed; actions tell of presence and of a status set by hand.
Who the client is wakes nobody: a personal manager is preferred, never waited for.
"""

from typing import Any

from django.db.models import F, Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from helpdesk.models import (
    Ban,
    BoardVersion,
    ContactPoint,
    DistributionPolicy,
    IpRange,
    Operator,
    OperatorGroup,
    OperatorStatus,
    RegionSet,
    Reinforcement,
    Schedule,
    ScheduleException,
    SchedulePeriod,
)
from helpdesk.outbox import announce_availability

PARTS: tuple[type[Model], ...] = (
    Ban,
    ContactPoint,
    DistributionPolicy,
    IpRange,
    OperatorGroup,
    OperatorStatus,
    RegionSet,
    Reinforcement,
    Schedule,
    ScheduleException,
    SchedulePeriod,
)
"""Whatever decides who is shown may decide who is given something as well: whoever waits is looked at again."""


def connect() -> None:
    for part in PARTS:
        post_save.connect(_changed, sender=part, dispatch_uid="board")
        post_delete.connect(_changed, sender=part, dispatch_uid="board")
    for through in (
        OperatorGroup.members.through,
        OperatorGroup.region_sets.through,
        DistributionPolicy.operators.through,
        DistributionPolicy.groups.through,
    ):
        m2m_changed.connect(_changed, sender=through, dispatch_uid="board")
    post_save.connect(_operator_saved, sender=Operator, dispatch_uid="board")


def changed() -> None:
    """In the transaction of the change. For changes that send no signal."""
    if not BoardVersion.objects.update(number=F("number") + 1):
        BoardVersion.objects.create(pk=1, number=1)
    announce_availability()


def _changed(**_: Any) -> None:
    changed()


def _operator_saved(*, instance: Operator, **_: Any) -> None:
    announce_availability(instance.pk)
