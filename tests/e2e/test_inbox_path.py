"""The whole path: a visitor writes, operators see it, one takes it, answers, closes. SPEC 6.1, 6.2"""

import time

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Deaf, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

A_SECOND = 1_000


def test_from_the_visitors_message_to_the_archive(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna, boris, galina = (Inbox(operator_page(name)).online() for name in ("anna", "boris", "galina"))
    galina.tab("others")
    widget = Widget(new_page()).open()
    widget.write("Is the whole path open?")
    widget.shows("Is the whole path open?")
    conversation = Office(stack, "Is the whole path open?").conversation

    # My of those in the group, highlighted and on top of nobody else's; Others of those who are not.
    for inbox in (anna, boris, galina):
        inbox.shows(conversation)
    expect(anna.row(conversation).locator(".row-new")).to_be_visible()
    expect(anna.row(conversation)).to_contain_text("Is the whole path open?")

    anna.open(conversation)
    anna.press("take")
    boris.lacks(conversation, timeout=A_SECOND)
    expect(anna.row(conversation).locator(".row-new")).to_be_hidden()
    boris.tab("others").shows(conversation)

    anna.reply("It is, come in.")
    expect(widget.text("It is, come in.")).to_be_visible(timeout=SOON)
    expect(anna.text).to_have_value("")
    anna.hears("It is, come in.")
    expect(boris.row(conversation)).to_contain_text("It is, come in.")

    anna.press("close")
    anna.lacks(conversation, timeout=A_SECOND)
    boris.lacks(conversation, timeout=A_SECOND)
    boris.tab("archive").shows(conversation)
    expect(anna.page.locator(".composer-closed")).to_be_visible()


def test_counts_and_order_follow_without_a_reload(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna = Inbox(operator_page("anna")).online()
    anna.page.evaluate("window.stillTheSamePage = true")
    before = anna.read()["counts"]
    first, second = Widget(new_page()).open(), Widget(new_page()).open()
    first.write("Order: the first")
    first.shows("Order: the first")
    second.write("Order: the second")
    second.shows("Order: the second")
    one, two = (Office(stack, f"Order: the {which}").conversation for which in ("first", "second"))
    anna.shows(two)
    expect(anna.count("my")).to_have_text(str(before["my"] + 2), timeout=SOON)
    ids = [row[0] for row in anna.read()["rows"]]
    assert ids.index(one) < ids.index(two), "the longest wait is on top"

    anna.open(one).press("take")
    anna.reply("Answered")
    expect(anna.row(one).locator(".dot")).to_have_count(0, timeout=SOON)
    ids = [row[0] for row in anna.read()["rows"]]
    assert ids.index(two) < ids.index(one), "the unanswered come first"
    assert anna.page.evaluate("window.stillTheSamePage")


def test_of_two_who_take_one_wins_and_the_other_sees_who(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    deaf = Deaf(operator_page("boris"))
    boris = Inbox(deaf.page).online()
    widget = Widget(new_page()).open()
    widget.write("Who is faster?")
    widget.shows("Who is faster?")
    conversation = Office(stack, "Who is faster?").conversation
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
