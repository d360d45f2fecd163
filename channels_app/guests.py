"""Letting visitors in and carrying what they send to the actions. Used by the HTTP calls and the socket alike.

Plain functions for threads that may use the database. Each raises Refusal with the code of docs/PROTOCOL.md.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from django.utils import translation

from channels_app import auth, frames, limits, payloads
from channels_app.errors import Refusal
from channels_app.knock import Knock
from helpdesk import bans, queries
from helpdesk.actions import arrivals, conversations, messages, offers, requests
from helpdesk.actions.errors import ActionError, Conflict
from helpdesk.actions.texts import client_id
from helpdesk.models import ContactPoint, Conversation, Visitor
from helpdesk.net import neighbourhood, origin_allowed


def settle(knock: Knock, frame: Mapping[str, Any], token: str | None, now: datetime) -> dict[str, Any]:
    """Become somebody, or stay who the token says."""
    key, page, referrer = frames.line(frame, "key", None), frames.line(frame, "page"), frames.line(frame, "referrer")
    zone = frames.line(frame, "zone")
    if token is not None:
        visitor = admit(knock, token, now, key=key)
        arrivals.lives_in(visitor, zone)
        arrivals.moved(visitor.pk, page=page, title="", now=now)
        return {"token": token, "visitor": visitor.pk}
    point = ContactPoint.objects.filter(public_key=key).first()
    if point is None:
        raise Refusal("forbidden")
    check_door(knock, point, None, now)
    limits.spend("sessions", neighbourhood(knock.address))
    visitor = arrivals.begin(
        point,
        page=page,
        referrer=referrer,
        user_agent=knock.user_agent,
        ip=knock.address,
        language=language_for(knock, point),
        now=now,
    )
    arrivals.lives_in(visitor, zone)
    return {"token": auth.token_for(visitor), "visitor": visitor.pk}


def admit(knock: Knock, token: str | None, now: datetime, *, key: str | None = None) -> Visitor:
    """The visitor whom the token names, with their contact point. `key`: the contact point it must be for."""
    claims = auth.read(token)
    if claims is None:
        raise Refusal("bad_token")
    visitor = readmit(claims, knock, now, key=key)
    if knock.address and visitor.ip != knock.address:
        # Whom an address may reach is judged when groups are shown and again when one is chosen: by the same address.
        arrivals.reached_from(visitor, knock.address)
    return visitor


def readmit(claims: auth.Claims, knock: Knock, now: datetime, *, key: str | None = None) -> Visitor:
    """The same for a token that has been read: is this visitor still let in?"""
    named = Visitor.objects.select_related("contact_point").filter(
        pk=claims.visitor, contact_point_id=claims.contact_point
    )
    visitor = named.first()
    if visitor is None or (key is not None and visitor.contact_point.public_key != key):
        raise Refusal("bad_token")
    check_door(knock, visitor.contact_point, visitor, now)
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


def request(visitor: Visitor, frame: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What the request form sends, or how a waiting visitor takes an offer; the `ack`, after the commit."""
    with _in_words_of(visitor):
        sent_as, due_at = client_id(frame.get("client_id")), frames.moment_or_none(frame, "due")
        text, group_id = frames.text(frame, "text"), frames.whole_or_none(frame, "group")
        name, email, phone = (frames.line(frame, field) for field in ("name", "email", "phone"))
        accepts, page = frames.switch(frame, "offer"), frames.line(frame, "page")
        contacts = requests.Contacts.read(name, email, phone, call=due_at is not None)
        # Only now: whoever mistypes an address may try again.
        limits.spend("requests", str(visitor.pk))
        if accepts:
            stored = offers.accept(visitor.pk, text, contacts, client_id=sent_as, due_at=due_at, now=now)
        else:
            stored = requests.leave(
                visitor.pk, text, contacts, client_id=sent_as, group_id=group_id, page=page, due_at=due_at, now=now
            )
        return payloads.ack(str(sent_as), stored.conversation, stored.event)


def end(visitor: Visitor, now: datetime) -> dict[str, Any]:
    """The visitor's own live chat is over; `ended` with the conversation as it stands then, null where there is none.

    Where nothing is live any more nothing happens: whoever asks twice, or too late, gets the same answer.
    """
    limits.spend("ends", str(visitor.pk))
    row = queries.latest_conversation(visitor)
    if row is not None and row.active:
        # Should somebody close or erase it at this very moment, it is over all the same.
        with suppress(Conflict, Conversation.DoesNotExist):
            conversations.end(visitor, row.pk, now=now)
        row = queries.latest_conversation(visitor)
    return {"type": "ended", "conversation": payloads.conversation(row) if row is not None else None}


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


def check_door(knock: Knock, point: ContactPoint, visitor: Visitor | None, now: datetime) -> None:
    """Raises Refusal (forbidden) for a wrong origin, a contact point that is off, or a ban."""
    check_origin(knock, point)
    if not point.enabled or bans.is_banned(visitor, knock.address, now):
        raise Refusal("forbidden", language=visitor.language if visitor else None)


def check_origin(knock: Knock, point: ContactPoint) -> None:
    """Raises Refusal (forbidden) for a page that may not talk to this contact point."""
    if not origin_allowed(knock.origin, point.allowed_origins):
        raise Refusal("forbidden")


def language_for(knock: Knock, point: ContactPoint) -> str:
    """The contact point's, else the browser's own."""
    return point.language or knock.language
