"""Each answer to a menu, and whom it alerts: document P on both sides of the conversation. SPEC 5.8, 6.1"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.e2e.menus import GREETING, NO_MENU, buttons, configure, meet, offer
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget
from tests.widget.staff import ONE_OF_EACH, Staff

# Typed, and what of it is sent: blanks around a message are nobody's meaning. None: the button.
ANSWERS = [("1", "1"), (" 1.", "1."), ("\uff11", "\uff11"), (None, "Repairs and tyres")]


@pytest.fixture(autouse=True)
def everybody_is_asked_first(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    offer(stack)
    yield
    configure(stack, NO_MENU)
    staff.reset()


def test_every_way_to_choose_alerts_that_department_and_nobody_else(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    galina, elena = Inbox(operator_page("galina")).online(), Inbox(operator_page("elena")).online()
    for typed, sent in ANSWERS:
        question = f"Winter tyres, answered by {typed!r}"
        widget = meet(new_page(), question)
        conversation = Office(stack, question).conversation
        for inbox in (galina, elena):
            # It waits for nobody yet, so it stands in nobody's own list.
            inbox.lacks(conversation)
            expect(inbox.tab("others").row(conversation)).to_contain_text("In the menu", timeout=SOON)
            expect(inbox.row(conversation)).to_contain_text("nobody yet")
            expect(inbox.row(conversation).locator(".row-new")).to_have_count(0)
        answer(widget, typed)
        widget.shows(question, GREETING, sent)
        for inbox in (galina, elena):
            inbox.tab("my")
        row = galina.row(conversation)
        expect(row.locator(".row-new")).to_be_visible(timeout=SOON)
        expect(row.locator(".row-meta")).to_contain_text("Service")
        elena.lacks(conversation)
        galina.open(conversation)
        galina.hears(question)
        galina.hears(sent)
        chosen = "The visitor chose “Repairs and tyres” in the menu, for Service"
        expect(galina.page.locator("#items")).to_contain_text(chosen)
        galina.reply(f"Tomorrow at nine? {typed!r}")
        widget.shows(question, GREETING, sent, f"Tomorrow at nine? {typed!r}")
        galina.press("close")


def answer(widget: Widget, typed: str | None) -> None:
    if typed is None:
        buttons(widget).first.click()
    else:
        widget.write(typed)
