"""The conversations of some days, newest first and piece by piece, so that none of the pieces costs much."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Prefetch, Q

from helpdesk.models import Conversation, Event

PIECE = 200
"""Conversations that are in memory at once, with all their events."""
SPAN = 100_000
"""Numbers that one query looks through; a house that keeps everything has millions from before these days."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`before`: go on with smaller numbers than this; None when there are none."""

    conversations: list[Conversation]
    before: int | None


def newest() -> int:
    return Conversation.objects.aggregate(last=Max("pk"))["last"] or 0


def stretch(since: datetime, until: datetime, before: int, most: int) -> Stretch:
    """At most `most` conversations in which something was said, or which ended, in these days. Two queries.

    They go by their number, which never changes and has its index; when somebody wrote last does change.
    """
    most, first = min(most, PIECE), max(before - SPAN, 1)
    moved = Q(created_at__gte=since) | Q(last_at__gte=since) | Q(ended_at__gte=since) | Q(closed_at__gte=since)
    rows = Conversation.objects.filter(moved, created_at__lte=until, pk__gte=first, pk__lt=before)
    told = Event.objects.filter(created_at__lte=until).select_related("message").order_by("seq")
    rows = rows.select_related("visitor", "contact_point").prefetch_related(Prefetch("events", told))
    found = list(rows.order_by("-pk")[:most])
    last = found[-1].pk if len(found) == most else first
    return Stretch(found, last if last > 1 else None)
