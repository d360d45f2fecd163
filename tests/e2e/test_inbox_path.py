"""The whole path: a visitor writes, operators see it, one takes it, answers, closes. SPEC 6.1, 6.2"""

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
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
