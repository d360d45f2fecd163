"""Why a door stays shut, as docs/PROTOCOL.md and docs/INBOX_SOCKET.md name it."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.actions.errors import ActionError


@dataclass(frozen=True, slots=True)
class Kind:
    """`closes`: the code a WebSocket is closed with afterwards. `retry`: the same may succeed later."""

    status: int
    text: str | Promise
    closes: int | None = None
    retry: bool = False


KINDS = {
    "bad_frame": Kind(400, _("This request could not be understood.")),
    "too_large": Kind(413, _("This is too large to be sent.")),
    "text_empty": Kind(400, _("There is nothing to send.")),
    "text_too_long": Kind(400, _("The message is too long.")),
    "choose_group": Kind(400, _("Please choose a department.")),
    "request_form": Kind(400, _("Nobody is here right now. Leave your contacts, and we will answer.")),
    "nobody": Kind(400, _("Nobody can answer here at the moment.")),
    "contacts": Kind(400, _("Leave an e-mail address or a phone number, so that we can answer.")),
    "slot_gone": Kind(400, _("This time is not free any more. Please choose another one.")),
    "no_offer": Kind(409, _("This is not offered any more. Write, and we will answer.")),
    "bad_token": Kind(401, _("Please reload the page."), closes=4401),
    "forbidden": Kind(403, _("The chat is not available."), closes=4403),
    "not_found": Kind(404, _("There is no such conversation.")),
    "too_many": Kind(429, _("Too many messages at once. Please wait a moment."), retry=True),
    "hello_first": Kind(400, _("This request could not be understood."), closes=4400),
    "unavailable": Kind(503, _("The server cannot do this just now. We will try again."), retry=True),
}


class Refusal(Exception):
    """One of `KINDS`. `extra` goes along to the client; `language` is the reader's, where it is known."""

    def __init__(
        self, code: str, *, text: str | Promise | None = None, language: str | None = None, **extra: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.kind = KINDS[code]
        self.text = text if text is not None else self.kind.text
        self.language = language
        self.extra = extra

    @classmethod
    def of(cls, error: ActionError, language: str) -> "Refusal":
        """What an action refused, in the words it chose."""
        code = error.code if error.code in KINDS else "bad_frame"
        return cls(code, text=error.text, language=language, **error.extra)

    def told(self, language: str) -> dict[str, Any]:
        """The error object of the protocols; `language` is spoken where the reader's own is not known."""
        with translation.override(self.language or language):
            return {"code": self.code, "text": str(self.text), "retry": self.kind.retry, **self.extra}
