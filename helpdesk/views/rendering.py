"""One row of the list and one item of the thread as HTML: the same for the pages and for the pushes (law 3).

A row looks the same to everybody. What is personal, the blue highlight, is added by whoever shows it.
Nothing here asks the database: conversations come with `visitor__contact`, `group`, `assignee` and `contact_point`,
events with their `message`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from helpdesk.models import Conversation, Event
from helpdesk.views.wording import sentence, who
from routing.lifecycle import Status

LAST = 2**53 - 1
"""Sorts behind every moment; the largest whole number that JavaScript holds exactly."""


def row_html(conversation: Conversation, language: str, *, blue: bool = False) -> SafeString:
    """The `<li>` of one conversation. `blue` only where it is rendered for one reader (SPEC 6.1)."""
    with translation.override(language):
        return render_row(conversation, blue=blue)


def items_html(events: Iterable[Event], conversation: Conversation, language: str) -> SafeString:
    """The `<li>`s of these events of one conversation, in the order given."""
    with translation.override(language):
        return render_items(events, conversation)


def render_row(conversation: Conversation, *, blue: bool = False) -> SafeString:
    """As `row_html`, in the language that is active."""
    order = ",".join(map(str, order_of(conversation)))
    due = _overdue(conversation) is not None
    return _render("inbox/_row.html", {"c": conversation, "order": order, "blue": blue, "due": due})


def render_items(events: Iterable[Event], conversation: Conversation) -> SafeString:
    """As `items_html`, in the language that is active."""
    visitor = str(conversation.visitor)
    # Marked safe as a join of what the template has escaped.
    return mark_safe("".join(_item(event, visitor) for event in events))


def order_of(conversation: Conversation) -> list[int]:
    """The place in its tab, smallest first: what is overdue, then unanswered before answered, longest wait on top;
    closed ones latest first. What is promised for later does not wait before that, and nobody waits in a menu.

    Microseconds since 1970, as `helpdesk.queries` sorts; a browser compares them one by one.
    """
    if conversation.status == Status.CLOSED:
        return [0, -_micros(conversation.closed_at), -conversation.pk]
    since, due_at = conversation.unanswered_since if not conversation.menu_times else None, conversation.due_at
    unanswered = _micros(max(since, due_at or since)) if since else LAST
    return [_micros(_overdue(conversation)), unanswered, -_micros(conversation.last_at), -conversation.pk]


def _overdue(conversation: Conversation) -> datetime | None:
    """When it was promised for, once that has come. The browser puts it on top by itself at that moment."""
    due_at = conversation.due_at
    return due_at if due_at is not None and conversation.status != Status.CLOSED and due_at <= timezone.now() else None


def _item(event: Event, visitor: str) -> str:
    message = event.message
    if message is None:
        return _render(
            "inbox/_item.html", {"event": event, "sentence": sentence(event), "has_why": "trace" in event.data}
        )
    style = "note" if message.staff_only else message.author
    author = visitor if style == "visitor" else who(event.cause)
    return _render("inbox/_item.html", {"event": event, "message": message, "style": style, "author": author})


def _micros(moment: datetime | None) -> int:
    if moment is None:
        return LAST
    return round(moment.timestamp() * 1_000_000)


def _render(name: str, context: dict[str, object]) -> SafeString:
    return cast("SafeString", get_template(name).render(context))
