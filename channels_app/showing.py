"""May the widget show itself, and how: the call `boot` of docs/PROTOCOL.md.

Every page view of every client's site asks this. So whoever has no token yet is answered from memory: without a query,
and without waiting for a thread.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from channels_app import auth, guests, limits, payloads
from channels_app.auth import Claims
from channels_app.database import in_thread
from channels_app.knock import Knock
from helpdesk import queries
from helpdesk.bans import in_force
from helpdesk.board import current
from helpdesk.board.knowledge import Knowledge
from helpdesk.models import Visitor
from helpdesk.net import neighbourhood
from routing.lifecycle import Status

Told = Mapping[str, Any]

HIDDEN = {"show": False}


async def boot(knock: Knock, key: str, page: str, token: str | None) -> Told:
    """A token that is no good counts as none. Raises Refusal: too_many, forbidden (the origin)."""
    limits.spend("boots", neighbourhood(knock.address))
    claims, now = auth.read(token), timezone.now()
    known = current.fresh() if claims is None else None
    if known is not None:
        return show(known, knock, key, page, now)
    return await in_thread(_look_up, knock, key, page, claims, now)


def show(known: Knowledge, knock: Knock, key: str, page: str, now: datetime, unclosed: Told | None = None) -> Told:
    """What follows from what is known. `unclosed` is this visitor's conversation. No query."""
    configuration = known.configuration
    point = configuration.points.get(key)
    if point is None:
        return HIDDEN
    guests.check_origin(knock, point)
    if not point.enabled or configuration.is_banned(knock.address, now):
        return HIDDEN
    audience = payloads.audience(known, page, knock.address, now, point.pk)
    if audience["mode"] == "none" and unclosed is None:
        return HIDDEN
    return {
        "show": True,
        "language": guests.language_for(knock, point),
        "title": point.title,
        "greeting": point.greeting,
        "color": point.color,
        **audience,
        "conversation": unclosed,
    }


def _look_up(knock: Knock, key: str, page: str, claims: Claims | None, now: datetime) -> Told:
    known = current.known(now)
    point = known.configuration.points.get(key)
    if claims is None or point is None or claims.contact_point != point.pk:
        return show(known, knock, key, page, now)
    banned = Exists(in_force(now).filter(visitor=OuterRef("pk")))
    visitor = Visitor.objects.filter(pk=claims.visitor, contact_point=point.pk).annotate(banned=banned).first()
    if visitor is not None and visitor.banned:
        return HIDDEN
    return show(known, knock, key, page, now, _unclosed(visitor))


def _unclosed(visitor: Visitor | None) -> Told | None:
    conversation = queries.latest_conversation(visitor) if visitor is not None else None
    if conversation is None or conversation.status == Status.CLOSED:
        return None
    return {"id": conversation.pk, "seq": conversation.public_seq}
