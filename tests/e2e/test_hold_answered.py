"""Document L where no call comes of it: the offer is ignored, or somebody was faster than the scenario. SPEC 5.5"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.e2e.holds import OFFER, WAIT, say_after
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

pytestmark = pytest.mark.usefixtures("boris_alone")


def test_an_offer_that_is_ignored_stays_until_somebody_answers(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    say_after(stack, 1)
    boris = Inbox(operator_page("boris")).online()
    widget = Widget(new_page()).open()
    widget.write("I do not read offers")
    widget.shows("I do not read offers", WAIT, OFFER)
    card = widget.page.locator(".later .card")
    widget.write("Hello?")
    widget.shows("I do not read offers", WAIT, OFFER, "Hello?")
    expect(card).to_be_visible()
    conversation = Office(stack, "I do not read offers").conversation
    boris.open(conversation).press("take")
    expect(card).to_be_hidden(timeout=SOON)
    boris.reply("Now I am here.")
    widget.shows("I do not read offers", WAIT, OFFER, "Hello?", "Now I am here.")
    boris.press("close")


def test_a_reply_before_its_time_leaves_every_step_unsaid(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    say_after(stack, 300)
    boris = Inbox(operator_page("boris")).online()
    widget = Widget(new_page()).open()
    widget.write("Only a short question")
    widget.shows("Only a short question")
    conversation = Office(stack, "Only a short question").conversation
    timers = "SELECT hold_due_at - created_at FROM helpdesk_conversation WHERE id = %s"
    assert stack.query(timers, [conversation]) == [(timedelta(minutes=5),)]
    boris.open(conversation).reply("And a short answer.")
    widget.shows("Only a short question", "And a short answer.")
    assert stack.query(timers, [conversation]) == [(None,)]
    boris.press("close")
