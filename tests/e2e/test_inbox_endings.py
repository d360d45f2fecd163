"""How a conversation ends on an operator's screen: by silence, pending, with a category. SPEC 4.2, 4.3, 4.6, 4.9"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

QUIET = "UPDATE helpdesk_servicepolicy SET silence = 14, warning = 9, postpone = 10 WHERE contact_point_id IS NULL"
STRICT = "UPDATE helpdesk_servicepolicy SET category_required = true WHERE contact_point_id IS NULL"
AS_BEFORE = """
UPDATE helpdesk_servicepolicy SET silence = NULL, warning = NULL, postpone = NULL, category_required = NULL
WHERE contact_point_id IS NULL
"""
BOOKED = "INSERT INTO helpdesk_stage (name, status, conversion, archived, position) VALUES (%s, %s, true, false, 0)"
KEPT_SECONDS = 1.5
"""Processes know what holds in a channel for a second."""


@pytest.fixture(autouse=True)
def as_before(stack: Stack) -> Iterator[None]:
    yield
    stack.execute(AS_BEFORE)
    stack.execute("UPDATE helpdesk_conversation SET stage_id = NULL")
    stack.execute("DELETE FROM helpdesk_stage")
    time.sleep(KEPT_SECONDS)


def configure(stack: Stack, *statements: str) -> None:
    for statement in statements:
        stack.execute(statement)
    time.sleep(KEPT_SECONDS)


def talk(new_page: NewPage, stack: Stack, anna: Inbox, text: str) -> Widget:
    """Anna answers a visitor, and has the conversation before her."""
    widget = Widget(new_page()).open()
    widget.write(text)
    widget.shows(text)
    conversation = Office(stack, text).conversation
    anna.shows(conversation)
    anna.open(conversation)
    anna.press("take")
    expect(anna.head).to_contain_text("You are responsible", timeout=SOON)
    anna.reply("One moment.")
    anna.hears("One moment.")
    return widget


def test_silence_warns_is_put_off_and_ends_it(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    configure(stack, QUIET)
    anna = Inbox(operator_page("anna")).online()
    talk(new_page, stack, anna, "Silence: is anybody there?")
    warning = anna.head.locator(".ending-shown")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=SOON)
    expect(warning).to_contain_text("Ends by itself in 0:0")
    expect(anna.head.locator(".ending [role=status]")).to_have_text(
        "Both sides are silent: this chat is about to end by itself."
    )
    anna.page.keyboard.press("Escape")
    anna.page.keyboard.press("p")
    expect(warning).to_be_hidden(timeout=SOON)
    items = anna.page.locator("#items")
    expect(items).to_contain_text("Anna Novakova put off the end that silence would bring", timeout=SOON)
    expect(warning).to_be_visible(timeout=SOON)
    expect(items).to_contain_text("Both sides were silent: the chat ended by itself, pending", timeout=2 * SOON)
    expect(anna.head.locator(".tag")).to_have_text("Pending", timeout=SOON)
    expect(anna.head.locator(".head-outcome")).to_have_text("served")
    expect(warning).to_have_count(0)


def test_an_end_says_whose_turn_it_is(new_page: NewPage, operator_page: OperatorPage, stack: Stack) -> None:
    anna = Inbox(operator_page("anna")).online()
    talk(new_page, stack, anna, "End: I will think about it")
    anna.press("end-pending")
    expect(anna.head.locator(".tag")).to_have_text("Pending", timeout=SOON)
    expect(anna.page.locator("#items")).to_contain_text("Anna Novakova ended the chat: pending", timeout=SOON)
    expect(anna.head.locator("[data-key=end]")).to_have_count(0)
    expect(anna.head.locator("h1")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_who_closes_is_led_to_the_category_that_is_required(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, width: int
) -> None:
    configure(stack, STRICT)
    stack.execute(BOOKED, ["Booked", "closed"])
    anna = Inbox(operator_page("anna", viewport={"width": width, "height": 800})).online()
    talk(new_page, stack, anna, f"Category: what does it cost at {width}?")
    category, stage = anna.panel.locator("#category"), anna.panel.locator("#stage")
    anna.press("close")
    expect(anna.toast).to_contain_text("Choose a category first", timeout=SOON)
    expect(category).to_be_focused()
    expect(category).to_be_in_viewport()
    stage.select_option(label="Booked · closed")
    expect(stage).to_have_value("", timeout=SOON)
    expect(category).to_be_focused()
    category.select_option(index=1)
    expect(anna.page.locator("#items")).to_contain_text("set the category", timeout=SOON)
    stage.select_option(label="Booked · closed")
    expect(anna.head).to_have_attribute("data-status", "closed", timeout=SOON)
    expect(anna.page.locator("#items")).to_contain_text("Anna Novakova set the stage: Booked", timeout=SOON)
