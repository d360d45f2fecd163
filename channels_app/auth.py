"""Who a visitor is: a token signed by us and kept by the browser. It names the visitor and their contact point."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from helpdesk.models import Visitor

SALT = "switchboard.visitor"
MAX_AGE = timedelta(days=400)
"""As long as browsers keep a cookie at most; whoever comes back later is somebody new."""


@dataclass(frozen=True, slots=True)
class Claims:
    visitor: int
    contact_point: int


def token_for(visitor: Visitor) -> str:
    return signing.dumps([visitor.pk, visitor.contact_point_id], salt=SALT)


def read(token: object) -> Claims | None:
    """None for whatever we did not sign, or signed too long ago."""
    if not isinstance(token, str):
        return None
    try:
        signed = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        return None
    match signed:
        case [int(visitor), int(contact_point)]:
            return Claims(visitor, contact_point)
    return None
