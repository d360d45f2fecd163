"""When the visitor may be called back: the call `slots` of docs/PROTOCOL.md.

Whoever fills in the form because nobody is there has no token yet, so the key will do, as it does for `boot`.
"""

from datetime import datetime
from typing import Any

from channels_app import auth, guests, limits
from channels_app.errors import Refusal
from channels_app.knock import Knock
from helpdesk import callbacks
from helpdesk.board import current
from helpdesk.models import ContactPoint, Visitor
from helpdesk.net import neighbourhood
from helpdesk.queries import UNCLOSED


def slots(knock: Knock, key: str, group: int | None, zone: str, token: str | None, now: datetime) -> dict[str, Any]:
    """The hours are those of the visitor's conversation where one is not closed, else of `group` if it is shown.

    Raises Refusal: too_many, forbidden.
    """
    limits.spend("slots", neighbourhood(knock.address))
    configuration = current.known(now).configuration
    point = configuration.points.get(key)
    if point is None:
        raise Refusal("forbidden")
    visitor = _visitor(point, token)
    guests.check_door(knock, point, visitor, now)
    found = callbacks.slots(point.pk, _group(visitor, group, now), zone, now)
    return {"minutes": callbacks.setting_of(point.pk).length, "slots": [slot.start.isoformat() for slot in found]}


def _visitor(point: ContactPoint, token: str | None) -> Visitor | None:
    """A token that is no good counts as none: nothing that is told here is anybody's own."""
    claims = auth.read(token)
    if claims is None or claims.contact_point != point.pk:
        return None
    return Visitor.objects.filter(pk=claims.visitor, contact_point=point).first()


def _group(visitor: Visitor | None, named: int | None, now: datetime) -> int | None:
    unclosed = visitor.conversations.filter(UNCLOSED).first() if visitor is not None else None
    if unclosed is not None:
        return unclosed.group_id
    groups = current.known(now).configuration.board.groups
    shown = [rules.id for rules in groups if rules.enabled and not rules.hidden]
    # One needs no choice: a request without a group goes there.
    return named if named in shown else shown[0] if len(shown) == 1 else None
