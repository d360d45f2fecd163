"""Who chooses nothing reaches the people who distribute by hand, and those pass the question on. SPEC 5.8, 6.4"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.e2e.menus import GREETING, NO_MENU, REPEAT, buttons, configure, meet, offer
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget
from tests.widget.staff import ONE_OF_EACH, Staff


@pytest.fixture(autouse=True)
def people_distribute(stack: Stack) -> Iterator[None]:
    """The machine gives nobody anything: what nobody has taken stands before everybody."""
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    stack.execute('UPDATE helpdesk_operator SET "limit" = 0')
    offer(stack)
    yield
    stack.execute('UPDATE helpdesk_operator o SET "limit" = e."limit" FROM e2e_operators e WHERE e.id = o.id')
    configure(stack, NO_MENU)
    staff.reset()


def hello(widget: Widget, office: Office) -> list[str]:
    widget.write("hello")
    widget.shows(office.stored()[0], GREETING, "hello", REPEAT)
    expect(buttons(widget)).to_have_count(2)
    widget.write("anybody?")
    return ["hello", REPEAT, "anybody?"]


def silence(widget: Widget, office: Office) -> list[str]:
    due = "UPDATE helpdesk_conversation SET menu_due_at = now(), next_due_at = now() WHERE id = %s"
    office.stack.execute(due, [office.conversation])
    expect(buttons(widget)).to_have_count(2)
    widget.page.clock.run_for(60_000)
    return []


@pytest.mark.parametrize("says", [hello, silence])
def test_what_was_written_goes_by_hand_to_the_right_department(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, says: Callable[[Widget, Office], list[str]]
) -> None:
    galina, elena = Inbox(operator_page("galina")).online(), Inbox(operator_page("elena")).online()
    page = new_page()
    page.clock.install()
    question = f"The left window, and then {says.__name__}"
    widget = meet(page, question)
    office = Office(stack, question)
    said = [question, GREETING, *says(widget, office)]
    for inbox in (galina, elena):
        row = inbox.row(office.conversation)
        expect(row.locator(".row-new")).to_be_visible(timeout=SOON)
        expect(row.locator(".row-meta")).to_have_text("nobody yet")
    expect(buttons(widget)).to_have_count(0, timeout=SOON)
    widget.shows(*said)

    elena.open(office.conversation)
    expect(elena.page.locator("#items")).to_contain_text("Nothing was chosen in the menu")
    elena.head.locator(".menu.wide summary").click()
    elena.head.get_by_role("button", name=re.compile("^Service")).click()
    elena.lacks(office.conversation)
    galina.open(office.conversation).press("take")
    for text in said:
        if text not in (GREETING, REPEAT):
            galina.hears(text)
    galina.reply("We have that window in stock.")
    widget.shows(*said, "We have that window in stock.")
