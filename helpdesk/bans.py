"""Which bans are in force (SPEC 7.9)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from helpdesk.models import Ban, Visitor


def in_force(now: datetime) -> QuerySet[Ban]:
    return Ban.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def is_banned(visitor: Visitor | None, ip: str | None, now: datetime) -> bool:
    """Whether this browser or this address gets nothing."""
    named = Q(pk__in=())
    if visitor is not None:
        named |= Q(visitor=visitor)
    if ip:
        named |= Q(ip=ip)
    return in_force(now).filter(named).exists()
