"""A visitor's hands and eyes: uses the widget on a page, and looks behind it into the system."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.stack import Stack

SOON = 15_000
"""Milliseconds for what should take a moment, on a machine that is busy with other tests."""

REPLY = """
from uuid import uuid4
from django.utils import timezone
from helpdesk.actions import messages
from helpdesk.models import Conversation, Operator
conversation = Conversation.objects.select_related("assignee", "group").get(pk={conversation})
operator = conversation.assignee or Operator.objects.filter(enabled=True).first()
for text in {texts!r}:
    messages.reply(operator, conversation.pk, text, client_id=uuid4(), now=timezone.now())
"""

CLOSE = """
from django.utils import timezone
from helpdesk.actions import conversations
from helpdesk.models import Conversation, Operator
conversation = Conversation.objects.select_related("assignee").get(pk={conversation})
operator = conversation.assignee or Operator.objects.filter(enabled=True).first()
conversations.close(operator, conversation.pk, now=timezone.now())
"""


OVER = "The conversation has ended. Write to continue."
END = CLOSE.replace("conversations.close(", "conversations.end(")


class Widget:
    """The widget on one page. `address` is where the page goes first; None where it is there already."""

    def __init__(self, page: Page, address: str | None = "/demo/") -> None:
        self.page = page
        self.launcher, self.panel = page.locator(".launcher"), page.locator(".panel")
        self.field, self.options = page.locator(".composer textarea"), page.locator(".option")
        self.texts, self.pending = page.locator(".message .text"), page.locator(".message.pending")
        self.badge, self.notice = page.locator(".launcher .badge"), page.locator(".notice")
        self.form, self.about = page.locator(".request"), page.locator(".about")
        self.ended = page.locator(".note", has_text="ended")
        self.invitation, self.received = page.locator(".request .back"), page.locator(".note.received")
        if address is not None:
            page.goto(address)

    def open(self, group: int | None = 0) -> "Widget":
        """Open the panel and choose a group where a choice is offered; `group` None leaves the choice open."""
        self.launcher.click()
        if group is not None:
            self.page.locator(".option:visible, .composer textarea:visible").first.wait_for()
            if self.options.count():
                self.options.nth(group).click()
        return self

    def write(self, *texts: str) -> None:
        for text in texts:
            self.field.fill(text)
            self.field.press("Enter")

    def ask(self, text: str | None = None, **fields: str) -> None:
        """Fill in the request form (`email`, `phone`, `name`, `group` by its name) and send it."""
        if text is not None:
            self.asked("text").fill(text)
        if group := fields.pop("group", None):
            self.asked("group").select_option(label=group)
        for name, value in fields.items():
            self.asked(name).fill(value)
        self.form.locator(".submit").click()

    def asked(self, name: str) -> Locator:
        """A field of the request form."""
        return self.form.locator(f"#r-{name}")

    def shows(self, *texts: str) -> None:
        """Exactly these messages, in this order, and none of them pending."""
        expect(self.texts).to_have_text(list(texts), timeout=SOON)
        expect(self.pending).to_have_count(0, timeout=SOON)

    def text(self, text: str) -> Locator:
        return self.texts.filter(has_text=text)

    def box(self) -> tuple[float, float, float, float]:
        """The panel's x, y, width and height, once it has stopped moving."""
        self.panel.evaluate("panel => Promise.all(panel.getAnimations().map(each => each.finished))")
        box = self.panel.bounding_box()
        assert box is not None
        return box["x"], box["y"], box["width"], box["height"]

    def token(self) -> Any:
        return self.page.evaluate(
            "JSON.parse(Object.entries(localStorage).find(([name]) => name.endsWith(':token'))[1])"
        )


def known_to_the_server(page: Page) -> Widget:
    """A visitor who has a session, and with it a socket, but no conversation."""
    page.goto("/demo/")
    page.evaluate(
        """async () => {
          const key = document.querySelector('script[data-key]').dataset.key
          const body = JSON.stringify({ key, page: location.href, referrer: '' })
          const answer = await fetch('/w/v1/session', { method: 'POST', body })
          localStorage.setItem(`switchboard:${key}:token`, JSON.stringify((await answer.json()).token))
        }"""
    )
    page.reload()
    return Widget(page, None)


class Office:
    """The other side of one conversation, found by a text the visitor has written; that text must be unique."""

    def __init__(self, stack: Stack, written: str) -> None:
        self.stack = stack
        [[self.conversation]] = stack.query("SELECT conversation_id FROM helpdesk_message WHERE text = %s", [written])

    def reply(self, *texts: str) -> None:
        self._run(REPLY, texts=texts)

    def close(self) -> None:
        self._run(CLOSE)

    def end(self) -> None:
        """Without closing it: the visitor's next word goes on."""
        self._run(END)

    def stored(self) -> list[str]:
        """Every visible message in the order of the conversation's events."""
        rows = self.stack.query(
            "SELECT m.text FROM helpdesk_event e JOIN helpdesk_message m ON m.id = e.message_id"
            " WHERE e.conversation_id = %s AND NOT m.staff_only ORDER BY e.public_seq",
            [self.conversation],
        )
        return [text for (text,) in rows]

    def _run(self, code: str, **values: object) -> None:
        self.stack.manage("shell", "--command", code.format(conversation=self.conversation, **values))
