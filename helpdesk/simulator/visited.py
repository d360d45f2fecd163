"""The pages that visitors have really been on."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.expressions import Combinable, Subquery

from helpdesk.models import Conversation, Visitor
from routing.addresses import normalise

DAYS = 30
LATEST = 20_000
"""Visitors, and as many conversations, are looked at: the latest ones."""
MOST = 3_000
"""Pages; the most visited ones."""


def visited(now: datetime) -> tuple[str, ...]:
    """Pages of the last DAYS days in one spelling, the most visited first. One query, bounded in rows on both ends."""
    since = now - timedelta(days=DAYS)
    seen = Visitor.objects.filter(pk__gt=_latest(Visitor.objects.all()), seen_at__gte=since).exclude(page="")
    begun = Conversation.objects.filter(pk__gt=_latest(Conversation.objects.all()), created_at__gte=since).exclude(
        start_page=""
    )
    rows = _counted(seen, "page").union(_counted(begun, "start_page"), all=True).order_by("-visits")[:MOST]
    count: Counter[str] = Counter()
    for page, visits in rows:
        count[normalise(page)] += visits
    return tuple(page for page, _visits in count.most_common())


def _counted(rows: QuerySet, page: str) -> QuerySet:
    return rows.order_by().values_list(page).annotate(visits=Count("pk"))


def _latest(rows: QuerySet) -> Combinable:
    """The id below which a row is too old to be looked at."""
    return Subquery(rows.order_by("-pk").values("pk")[:1]) - LATEST
