"""An operator's hands and eyes in the inbox."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

SOON = 15_000
"""Milliseconds for what should take a moment, on a machine that is busy with other tests."""

READ = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)]
  const words = (row) => ['.row-name', '.row-text', '.row-meta'].map((part) => row.querySelector(part).textContent)
  return {
    tab: document.querySelector('.list').dataset.tab,
    counts: Object.fromEntries(all('[data-count]').map((b) => [b.dataset.count, Number(b.textContent)])),
    rows: all('.rows > .row').map((row) => [
      Number(row.dataset.id), row.dataset.seq, row.classList.contains('is-blue'), ...words(row),
    ]),
  }
}"""


class Inbox:
    """The inbox on one page, which is logged in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.connection, self.toast = page.locator("#connection"), page.locator(".toast")
        self.head, self.panel, self.text = page.locator("#head"), page.locator("#panel"), page.locator("#composer-text")
        self.alert, self.shown = page.locator(".composer-alert"), page.locator("#shown")

    def online(self) -> "Inbox":
        expect(self.connection).to_have_attribute("data-state", "online", timeout=SOON)
        return self

    def row(self, conversation: int) -> Locator:
        return self.page.locator(f"#c-{conversation}")

    def tab(self, name: str) -> "Inbox":
        self.page.locator(f".tabs [data-tab={name}]").click()
        expect(self.page.locator(".list")).to_have_attribute("data-tab", name, timeout=SOON)
        return self

    def shows(self, conversation: int, timeout: float = SOON) -> None:
        expect(self.row(conversation)).to_be_visible(timeout=timeout)

    def lacks(self, conversation: int, timeout: float = SOON) -> None:
        expect(self.row(conversation)).to_have_count(0, timeout=timeout)

    def open(self, conversation: int) -> "Inbox":
        self.row(conversation).locator("a").click()
        expect(self.head).to_have_attribute("data-id", str(conversation), timeout=SOON)
        return self

    def press(self, name: str) -> None:
        """One of the head's buttons: take (also accept and take over), end (which leaves it open), close."""
        name = {"end": "end-open"}.get(name, name)
        button = self.head.locator(f"[data-key={name}]")
        if not button.is_visible():
            self.head.locator("[data-key=end]").click()
        button.click()

    def more(self, name: str) -> None:
        """One of the actions behind the three dots."""
        self.head.locator(".menu > summary.icon-button").click()
        self.head.get_by_role("button", name=name).click()

    def reply(self, text: str) -> None:
        self.text.fill(text)
        self.text.press("Enter")

    def said(self, text: str) -> Locator:
        return self.page.locator("#items .said-text", has_text=re.compile(f"^{re.escape(text)}$"))

    def hears(self, text: str) -> None:
        """This message is on the screen once."""
        expect(self.said(text)).to_have_count(1, timeout=SOON)

    def count(self, tab: str) -> Locator:
        return self.page.locator(f"[data-count={tab}]")

    def read(self) -> Any:
        """The list as it is on the screen: tab, counts, and each row's number, seq, highlight and words."""
        return self.page.evaluate(READ)


@dataclass
class Deaf:
    """Another tab of the same browser, with the inbox on it. Its news are kept back from `deaf = True` to `hear()`."""

    first: Page
    deaf: bool = False

    def __post_init__(self) -> None:
        self.kept: list[str | bytes] = []
        self.page = self.first.context.new_page()
        self.page.route_web_socket("**/ws/inbox/", self._route)
        self.page.goto("/inbox/")

    def hear(self) -> None:
        self.deaf = False
        for message in self.kept:
            self.socket.send(message)

    def _route(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda message: self.kept.append(message) if self.deaf else socket.send(message))
