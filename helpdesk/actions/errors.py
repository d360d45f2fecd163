"""Why an action was not done, in words for the person who asked. Doors turn them into their own kind of answer."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from routing.lifecycle import Refused


class ActionError(Exception):
    """`code` is for programs, `text` for people; nothing was changed."""

    def __init__(self, code: str, text: str | Promise, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.extra = extra


class Invalid(ActionError):
    """What was sent can't be used as it is."""


class Conflict(ActionError):
    """Somebody was faster, or the conversation has moved on."""


class NotAllowed(ActionError):
    """This person may not do this."""


_REFUSALS = {
    "closed": _("This conversation is closed. Reopen it first."),
    "not_closed": _("This conversation is not closed."),
    "assigned": _("This conversation has an assignee already."),
    "unassigned": _("Nobody is assigned to this conversation."),
    "inactive": _("This conversation has ended."),
}


def from_refusal(refused: Refused) -> Conflict:
    return Conflict(refused.reason, _REFUSALS[refused.reason])
