"""What an operator is told of at once, because it happened to them and not by their own hand."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpdesk.models import Event
from helpdesk.outbox import Commit

Notice = tuple[int, str]
"""For whom, and the words in the active language."""


def notices(commit: Commit) -> Iterator[Notice]:
    """Of one committed change to one conversation. No query."""
    for event in commit.events:
        match event.kind:
            case "conversation.released":
                yield from _taken_away(event, commit)
            case "conversation.senior_called":
                words = {"name": event.cause.get("name", ""), "visitor": commit.conversation.visitor}
                yield event.data["operator"], _("%(name)s calls you into the conversation with %(visitor)s.") % words


def _taken_away(event: Event, commit: Commit) -> Iterator[Notice]:
    """Only where the machine did it: whoever gives something back knows."""
    assignee = commit.before.assignee if commit.before is not None else None
    if assignee is None:
        return
    words = {"visitor": commit.conversation.visitor}
    match event.cause.get("why"):
        case "acceptance":
            yield assignee, _("Not accepted in time: the conversation with %(visitor)s is back in the queue.") % words
        case "absence":
            yield assignee, _("You were away: the conversation with %(visitor)s is back in the queue.") % words
