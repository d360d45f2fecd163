"""Writing: drafts, notes, a colleague's answer in between, the keyboard. SPEC 6.7, 6.9, 6.10"""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Deaf, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

LONG_NAME = """
WITH contact AS (
  INSERT INTO helpdesk_contact (name, email, phone, note, created_at)
  VALUES ('Konstantin Konstantinopolsky-Vasilevskaya the Third of Nowhere', '', '', '', now()) RETURNING id
)
UPDATE helpdesk_visitor SET contact_id = (SELECT id FROM contact)
WHERE id = (SELECT visitor_id FROM helpdesk_conversation WHERE id = %s) RETURNING id
"""
WIDEST = """() => Math.max(
  document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('.side *, .talk *')].filter((e) => e.checkVisibility() && !e.closest('.sr, .label'))
    .map((e) => e.getBoundingClientRect().right),
)"""
"""How far to the right anything on the page reaches."""


def arrive(new_page: NewPage, stack: Stack, text: str) -> tuple[Widget, int]:
    widget = Widget(new_page()).open()
    widget.write(text)
    widget.shows(text)
    return widget, Office(stack, text).conversation


def test_a_draft_waits_where_it_was_begun(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna = Inbox(operator_page("anna")).online()
    _, one = arrive(new_page, stack, "Draft: one")
    _, two = arrive(new_page, stack, "Draft: two")
    anna.shows(two)
    anna.open(one).text.fill("Half an answer to one")
    anna.open(two)
    expect(anna.text).to_have_value("")
    anna.page.locator("[data-mode=note][type=button]").click()
    anna.text.fill("Half a note on two")
    anna.page.reload()
    expect(anna.text).to_have_value("")
    anna.page.locator("[data-mode=note][type=button]").click()
    expect(anna.text).to_have_value("Half a note on two")
    anna.open(one)
    expect(anna.text).to_have_value("Half an answer to one")
    anna.text.press("Enter")
    anna.hears("Half an answer to one")
    anna.page.reload()
    expect(anna.text).to_have_value("")


def test_a_note_is_for_colleagues_only(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna, boris = (Inbox(operator_page(name)).online() for name in ("anna", "boris"))
    widget, conversation = arrive(new_page, stack, "Do you talk about me?")
    for inbox in (anna, boris):
        inbox.shows(conversation)
        inbox.open(conversation)
    anna.page.locator("[data-mode=note][type=button]").click()
    anna.reply("An old customer")
    boris.hears("An old customer")
    anna.page.locator("[data-mode=reply][type=button]").click()
    anna.reply("Never")
    expect(widget.text("Never")).to_be_visible(timeout=SOON)
    widget.shows("Do you talk about me?", "Never")


def test_you_are_asked_when_a_colleague_has_answered(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    deaf = Deaf(operator_page("anna"))
    anna, boris = Inbox(deaf.page).online(), Inbox(operator_page("boris")).online()
    widget, conversation = arrive(new_page, stack, "Two answers to one question?")
    for inbox in (anna, boris):
        inbox.shows(conversation)
        inbox.open(conversation)
    deaf.deaf = True
    boris.reply("The first answer")
    boris.hears("The first answer")
    anna.reply("The second answer")
    expect(anna.alert).to_contain_text("Boris Vesely has answered since", timeout=SOON)
    expect(anna.text).to_have_value("The second answer")
    anna.hears("The first answer")
    widget.shows("Two answers to one question?", "The first answer")
    anna.page.locator("[data-anyway]").click()
    expect(anna.text).to_have_value("", timeout=SOON)
    widget.shows("Two answers to one question?", "The first answer", "The second answer")


def test_a_text_is_kept_when_it_cannot_be_sent_and_is_sent_once(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    _, conversation = arrive(new_page, stack, "Does my answer get lost?")
    anna.shows(conversation)
    anna.open(conversation)

    # The server does it, the answer is lost on the way.
    anna.page.route("**/reply/", lambda route: (route.fetch(), route.abort()))
    anna.reply("No, it does not")
    expect(anna.alert).to_contain_text("Not sent", timeout=SOON)
    expect(anna.text).to_have_value("No, it does not")
    anna.page.unroute("**/reply/")
    anna.text.press("Enter")
    expect(anna.text).to_have_value("", timeout=SOON)
    anna.hears("No, it does not")
    assert Office(stack, "Does my answer get lost?").stored()[1:] == ["No, it does not"]


def test_everything_by_keyboard(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna = Inbox(operator_page("anna")).online()
    press = anna.page.keyboard.press
    _, conversation = arrive(new_page, stack, "Without a mouse")
    anna.shows(conversation)
    for _ in anna.read()["rows"]:
        press("j")
        if anna.row(conversation).locator("a:focus").count():
            break
    press("Enter")
    expect(anna.head).to_have_attribute("data-id", str(conversation))
    press("t")
    expect(anna.head).to_contain_text("You are responsible", timeout=SOON)
    press("r")
    expect(anna.text).to_be_focused()
    anna.page.keyboard.type("With the keyboard")
    press("Shift+Enter")
    anna.page.keyboard.type("alone")
    press("Enter")
    anna.hears("With the keyboard\nalone")
    press("Escape")
    press("e")
    expect(anna.head.locator("[data-key=end-open]")).to_be_focused()
    press("ArrowUp")
    expect(anna.head.locator("[data-menu] [data-key=close]")).to_be_focused()
    press("ArrowDown")
    press("e")
    expect(anna.head).to_contain_text("Ended", timeout=SOON)
    press("2")
    expect(anna.page.locator(".list")).to_have_attribute("data-tab", "others")
    press("?")
    expect(anna.page.locator("#help")).to_be_visible()
    anna.page.locator("[data-setting=keys]").uncheck()
    press("Escape")
    press("1")
    expect(anna.page.locator(".list")).to_have_attribute("data-tab", "others")


@pytest.mark.parametrize("width", [320, 390])
def test_at_phone_width_one_screen_at_a_time(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, width: int
) -> None:
    page = operator_page("anna", viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    anna = Inbox(page).online()
    _, conversation = arrive(new_page, stack, f"On a phone of {width} {'with_a_very_long_word' * 20}")
    stack.query(LONG_NAME, [conversation])
    anna.shows(conversation)
    assert page.evaluate(WIDEST) <= width
    anna.open(conversation)
    expect(anna.row(conversation)).to_be_hidden()
    expect(anna.text).to_be_visible()
    assert page.evaluate(WIDEST) <= width
    page.locator(".panel-toggle").click()
    expect(anna.panel).to_be_visible()
    page.locator(".panel-bar button").click()
    expect(anna.panel).to_be_hidden()
    page.locator("[data-back]").click()
    expect(anna.row(conversation)).to_be_visible()
    expect(anna.head).to_have_count(0)
    page.go_back()
    expect(anna.head).to_have_attribute("data-id", str(conversation), timeout=SOON)
