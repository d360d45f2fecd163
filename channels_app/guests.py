"""Letting visitors in and carrying what they send to the actions. Used by the HTTP calls and the socket alike.

Plain functions for threads that may use the database. Each raises Refusal with the code of docs/PROTOCOL.md.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import translation

from channels_app import auth, frames, limits, payloads
from channels_app.errors import Refusal
from channels_app.knock import Knock
from helpdesk import bans, queries
from helpdesk.actions import arrivals, messages
from helpdesk.actions.errors import ActionError
from helpdesk.actions.texts import client_id
from helpdesk.models import ContactPoint, Conversation, Visitor
from helpdesk.models.people import RECEIVING
from helpdesk.net import neighbourhood, origin_allowed
from routing.lifecycle import Status

HIDDEN = {"show": False}


def boot(knock: Knock, key: str, token: str | None, now: datetime) -> dict[str, Any]:
    """Whether and how the widget shows itself. A token that is no good counts as none."""
    limits.spend("boots", neighbourhood(knock.address))
    point = ContactPoint.objects.filter(public_key=key).first()
    if point is None:
        return HIDDEN
    _check_origin(knock, point)
    visitor = _bearer(token, point)
    if not point.enabled or bans.is_banned(visitor, knock.address, now):
        return HIDDEN
    online = set(queries.present(now).filter(status__in=RECEIVING).values_list("groups", flat=True))
    return {
        "show": True,
        "language": _language(knock, point),
        "title": point.title,
        "greeting": point.greeting,
        "color": point.color,
        "groups": [{"id": g.pk, "name": g.name, "online": g.pk in online} for g in queries.offered_groups()],
        "conversation": _unclosed(visitor),
    }


def settle(knock: Knock, frame: Mapping[str, Any], token: str | None, now: datetime) -> dict[str, Any]:
    """Become somebody, or stay who the token says."""
    key, page, referrer = frames.line(frame, "key", None), frames.line(frame, "page"), frames.line(frame, "referrer")
    if token is not None:
        visitor = admit(knock, token, now, key=key)
        arrivals.moved(visitor.pk, page=page, title="", now=now)
        return {"token": token, "visitor": visitor.pk}
    point = ContactPoint.objects.filter(public_key=key).first()
    if point is None:
        raise Refusal("forbidden")
    _check_door(knock, point, None, now)
    limits.spend("sessions", neighbourhood(knock.address))
    visitor = arrivals.begin(
        point,
        page=page,
        referrer=referrer,
        user_agent=knock.user_agent,
        ip=knock.address,
        language=_language(knock, point),
        now=now,
    )
    return {"token": auth.token_for(visitor), "visitor": visitor.pk}


def admit(knock: Knock, token: str | None, now: datetime, *, key: str | None = None) -> Visitor:
    """The visitor whom the token names, with their contact point. `key`: the contact point it must be for."""
    claims = auth.read(token)
    if claims is None:
        raise Refusal("bad_token")
    return readmit(claims, knock, now, key=key)


def readmit(claims: auth.Claims, knock: Knock, now: datetime, *, key: str | None = None) -> Visitor:
    """The same for a token that has been read: is this visitor still let in?"""
    named = Visitor.objects.select_related("contact_point").filter(
        pk=claims.visitor, contact_point_id=claims.contact_point
    )
    visitor = named.first()
    if visitor is None or (key is not None and visitor.contact_point.public_key != key):
        raise Refusal("bad_token")
    _check_door(knock, visitor.contact_point, visitor, now)
    return visitor


def write(visitor: Visitor, frame: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A message; the `ack`, after the commit."""
    with _in_words_of(visitor):
        sent_as = client_id(frame.get("client_id"))
        stored = messages.receive(
            visitor.pk,
            frames.text(frame, "text"),
            client_id=sent_as,
            group_id=frames.whole_or_none(frame, "group"),
            page=frames.line(frame, "page"),
            now=now,
        )
        return payloads.ack(str(sent_as), stored.conversation, stored.event)


def move(visitor: Visitor, frame: Mapping[str, Any], now: datetime) -> None:
    """Another page."""
    arrivals.moved(visitor.pk, page=frames.line(frame, "page", None), title=frames.line(frame, "title"), now=now)


@contextmanager
def _in_words_of(visitor: Visitor) -> Iterator[None]:
    """What an action refuses is told in the visitor's language."""
    try:
        with translation.override(visitor.language):
            yield
    except ActionError as error:
        raise Refusal.of(error, visitor.language) from error
    except Visitor.DoesNotExist:
        # Erased a moment ago.
        raise Refusal("bad_token") from None


def _check_door(knock: Knock, point: ContactPoint, visitor: Visitor | None, now: datetime) -> None:
    _check_origin(knock, point)
    if not point.enabled or bans.is_banned(visitor, knock.address, now):
        raise Refusal("forbidden", language=visitor.language if visitor else None)


def _check_origin(knock: Knock, point: ContactPoint) -> None:
    if not origin_allowed(knock.origin, point.allowed_origins):
        raise Refusal("forbidden")


def _bearer(token: str | None, point: ContactPoint) -> Visitor | None:
    claims = auth.read(token)
    if claims is None or claims.contact_point != point.pk:
        return None
    return Visitor.objects.filter(pk=claims.visitor, contact_point=point).first()


def _language(knock: Knock, point: ContactPoint) -> str:
    return point.language or knock.language


def _unclosed(visitor: Visitor | None) -> dict[str, Any] | None:
    conversation: Conversation | None = queries.latest_conversation(visitor) if visitor else None
    if conversation is None or conversation.status == Status.CLOSED:
        return None
    return {"id": conversation.pk, "seq": conversation.public_seq}
