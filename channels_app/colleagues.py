"""Reads and renewals for the operator's socket: plain functions for threads that may use the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from helpdesk import queries
from helpdesk.actions import presence
from helpdesk.models import Conversation, Event, Operator
from helpdesk.views.rendering import items_html, order_of, row_html
from routing.placement import Facts, Reader

MOST_ITEMS = 200
"""In one `thread`; whoever misses more fetches the conversation."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at the socket, and what they see."""

    operator: Operator
    reader: Reader


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation as it is now, found without a push."""

    id: int
    seq: int
    facts: Facts
    order: list[int]
    html: str


def language_of(scope: Mapping[str, Any]) -> str:
    """As the pages choose it: the language cookie, then the browser's own."""
    request = HttpRequest()
    request.COOKIES = scope["cookies"]
    request.META["HTTP_ACCEPT_LANGUAGE"] = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return get_language_from_request(request)


def seat(cookies: Mapping[str, str]) -> Seat | None:
    """Whom the session cookie lets in; None after a log-out, a change of password, or when disabled."""
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(cookies.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    operator = Operator.objects.filter(user=user.pk, enabled=True).first()
    return Seat(operator, queries.reader_of(operator)) if operator is not None else None


def renew(operator: Operator, tab: str, now: datetime) -> dict[str, int]:
    """This tab is still there; the counts."""
    presence.renew(operator.pk, tab, now=now)
    return queries.counts(operator)


def newest_event() -> int:
    """0 when there is none."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def changes(after: int, until: datetime) -> dict[int, int]:
    """{conversation: its last seq} of what happened after `after` (an Event's pk) and before `until`.

    For nobody's eyes: what of it may be seen is asked by `rows`.
    """
    happened = Event.objects.filter(pk__gt=after, created_at__lte=until)
    return dict(happened.order_by().values_list("conversation").annotate(Max("seq")))


def rows(seat: Seat, ids: list[int], language: str) -> list[Row]:
    """Those of them that this operator sees."""
    visible = queries.visible_to(seat.operator, seat.reader)
    found = visible.filter(pk__in=ids).select_related("visitor__contact", "group", "assignee", "contact_point")
    return [Row(c.pk, c.seq, c.facts(), order_of(c), str(row_html(c, language))) for c in found]


def thread(seat: Seat, conversation_id: int, after: int, language: str) -> dict[str, Any] | None:
    """What came after item `after`; None when there is no such conversation for this operator."""
    visible = queries.visible_to(seat.operator, seat.reader).select_related("visitor__contact", "contact_point")
    conversation: Conversation | None = visible.filter(pk=conversation_id).first()
    if conversation is None:
        return None
    missed = list(queries.timeline(conversation, after)[: MOST_ITEMS + 1])
    html = str(items_html(missed, conversation, language)) if len(missed) <= MOST_ITEMS else None
    seq = missed[-1].seq if missed else after
    return {"type": "thread", "id": conversation.pk, "from": after + 1, "seq": seq, "html": html}
