"""What people type, checked before it is stored."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from helpdesk.actions.errors import Invalid
from helpdesk.models.message import MAX_TEXT


def clean(text: object) -> str:
    """The text as it will be stored. NUL can't be stored in PostgreSQL and means nothing to people.

    Raises Invalid: text_empty, text_too_long.
    """
    if not isinstance(text, str):
        raise Invalid("bad_frame", _("The text must be a string."))
    text = text.replace("\x00", "").strip()
    if not text:
        raise Invalid("text_empty", _("There is nothing to send."))
    if len(text) > MAX_TEXT:
        raise Invalid("text_too_long", _("The message is longer than %(most)s characters.") % {"most": MAX_TEXT})
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair: JSON can carry it, no database can.
        return text.encode(errors="replace").decode()
    return text


def client_id(value: object) -> UUID:
    """Raises Invalid: bad_frame."""
    try:
        return UUID(str(value))
    except ValueError:
        raise Invalid("bad_frame", _("`client_id` must be a UUID.")) from None
