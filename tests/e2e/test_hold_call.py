"""Document L on both sides: a visitor far away takes a call instead of waiting. SPEC 4.7, 5.5, 7.4"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.e2e.holds import OFFER, WAIT, say_after
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

pytestmark = pytest.mark.usefixtures("boris_alone")


def test_a_call_at_the_visitors_time_is_due_at_the_operators(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    say_after(stack, 1)
    boris = Inbox(operator_page("boris", timezone_id="Europe/Moscow")).online()
    page = new_page(timezone_id="Asia/Vladivostok")
    widget = Widget(page).open()
    widget.write("Call me in the far east")
    widget.shows("Call me in the far east", WAIT, OFFER)
    conversation = Office(stack, "Call me in the far east").conversation
    expect(boris.row(conversation).locator(".wait")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name="Choose a time for a call").click()
    widget.asked("phone").fill("+7 914 555 01 19")
    times = widget.asked("due").locator("option")
    expect(times.first).to_be_attached(timeout=SOON)
    expect(widget.form.locator(".submit")).to_be_in_viewport(ratio=1)
    widget.asked("due").select_option(index=times.count() - 1)
    moment = datetime.fromisoformat(widget.asked("due").input_value())
    theirs, ours = (moment.astimezone(ZoneInfo(zone)) for zone in ("Asia/Vladivostok", "Europe/Moscow"))
    widget.form.locator(".submit").click()
    called = f"{theirs:%A} {theirs.day} {theirs:%B}, {theirs:%H:%M} GMT+10."
    expect(widget.received).to_have_text(f"Request received. We will call +7 914 555 01 19: {called}", timeout=SOON)
    expect(widget.texts.last).to_have_text(f"Please call me: {called}")

    row = boris.row(conversation)
    expect(row.locator(".due")).to_have_text(f"Call at {ours:%H:%M}", timeout=SOON)
    expect(row.locator(".wait")).to_have_count(0)
    expect(row.locator(".row-meta")).to_contain_text("nobody yet")
    boris.open(conversation).hears(f"Please call me: {called}")
    expect(boris.page.locator("#items")).to_contain_text("The visitor left a request instead of waiting")
    expect(boris.head.locator(".due")).to_have_text(f"Call at {ours:%H:%M}")
    expect(boris.panel).to_contain_text(f"{ours:%H:%M}")
