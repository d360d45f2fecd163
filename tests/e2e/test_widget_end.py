"""A visitor ends the chat from the widget. SPEC 4.2, 4.10"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack, eventually
from tests.widget.driver import OVER, SOON, Office, Widget
from tests.widget.staff import ONE_OF_EACH, Staff

LAST = """
SELECT c.active, c.outcome FROM helpdesk_conversation c JOIN helpdesk_message m ON m.conversation_id = c.id
WHERE m.text = %s
"""


@pytest.fixture(autouse=True)
def somebody_is_there(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield
    staff.reset()


def cross(page: Page) -> Locator:
    return page.get_by_role("button", name="End the chat", exact=True).first


def test_it_is_asked_once_more_and_the_next_word_goes_on(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    page, bar = widget.page, widget.panel.locator(".ending")
    expect(widget.panel).to_be_visible()
    expect(cross(page)).to_be_hidden()
    widget.write("I have changed my mind")
    widget.shows("I have changed my mind")
    cross(page).click()
    expect(bar.locator(".yes")).to_be_focused(timeout=SOON)
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(widget.panel).to_be_visible()
    expect(widget.field).to_be_focused()
    cross(page).click()
    bar.locator(".yes").click()
    expect(widget.ended).to_have_text([OVER], timeout=SOON)
    expect(cross(page)).to_be_hidden()
    expect(widget.field).to_be_focused()
    # Sooner than twenty seconds after the beginning, unless the machine was very slow.
    assert stack.query(LAST, ["I have changed my mind"])[0] in {(False, "cancelled"), (False, "unserved")}
    first = Office(stack, "I have changed my mind").conversation
    widget.write("No, one more thing")
    widget.shows("I have changed my mind", "No, one more thing")
    expect(cross(page)).to_be_visible(timeout=SOON)
    assert Office(stack, "No, one more thing").conversation == first
    eventually(5, "it is live again", lambda: stack.query(LAST, ["No, one more thing"]) == [(True, "")])


def test_where_the_server_is_out_of_reach_nothing_ends(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    page, bar = widget.page, widget.panel.locator(".ending")
    widget.write("End: is the line dead?")
    widget.shows("End: is the line dead?")
    cross(page).click()
    expect(bar.locator(".yes")).to_be_visible(timeout=SOON)
    page.route("**/w/v1/end", lambda route: route.abort())
    bar.locator(".yes").click()
    expect(bar).to_contain_text("The server cannot be reached", timeout=SOON)
    page.unroute("**/w/v1/end")
    bar.locator(".yes").click()
    expect(bar).to_have_count(0, timeout=SOON)
    assert stack.query(LAST, ["End: is the line dead?"])[0][0] is False
