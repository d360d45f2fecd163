"""Two operators and one conversation: who takes it, what they are shown, whom it is handed to (SPEC 3.9, 6.2)."""

import time

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Deaf, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

A_SECOND = 1_000


def test_of_two_who_take_one_wins_and_the_other_sees_who(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    deaf = Deaf(operator_page("boris"))
    boris = Inbox(deaf.page).online()
    widget = Widget(new_page()).open()
    widget.write("Which of you is mine?")
    widget.shows("Which of you is mine?")
    conversation = Office(stack, "Which of you is mine?").conversation
    for inbox in (anna, boris):
        inbox.shows(conversation)
        inbox.open(conversation)
    deaf.deaf = True
    anna.press("take")
    expect(anna.head).to_contain_text("You are responsible")
    boris.press("take")
    expect(boris.toast).to_contain_text("Anna Novakova was faster", timeout=SOON)
    expect(boris.head).to_contain_text("Anna Novakova", timeout=SOON)
    boris.lacks(conversation)
    deaf.hear()
    boris.tab("others").shows(conversation)
    anna.press("close")


def test_a_visitors_html_stays_text_on_the_live_screen(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    widget = Widget(new_page()).open()
    evil = "<img src=x onerror=\"document.title='caught'\"> & <b>bold</b>"
    widget.write(evil)
    widget.shows(evil)
    conversation = Office(stack, evil).conversation
    anna.shows(conversation)
    anna.open(conversation)
    anna.hears(evil)
    widget.write(f"{evil} again")
    anna.hears(f"{evil} again")
    time.sleep(0.2)
    assert "caught" not in anna.page.title()
    anna.press("close")


def test_a_transfer_takes_two_clicks(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna, galina = Inbox(operator_page("anna")).online(), Inbox(operator_page("galina")).online()
    widget = Widget(new_page()).open()
    widget.write("I am at the wrong door")
    widget.shows("I am at the wrong door")
    conversation = Office(stack, "I am at the wrong door").conversation
    anna.shows(conversation)
    anna.open(conversation)
    anna.head.locator(".menu.wide summary").click()
    anna.head.get_by_role("button", name="Galina Belova").click()
    galina.shows(conversation, timeout=A_SECOND)
    expect(galina.row(conversation).locator(".row-new")).to_be_visible()
    expect(anna.head).to_contain_text("Galina Belova · not accepted")
    galina.open(conversation).press("take")
    expect(anna.head).not_to_contain_text("not accepted")
    galina.press("close")
