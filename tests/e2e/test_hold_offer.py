"""Holding a visitor as document L has it: wait, an offer, a request with a time for a call. SPEC 4.7, 5.5, 7.4"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget
from tests.widget.staff import SKODA, Staff

WAIT, OFFER = "One more moment, please.", "Everybody is still busy. May we call you?"


@pytest.fixture(autouse=True)
def scenario(stack: Stack) -> Iterator[Staff]:
    """Boris is there and does not accept; visitors wait a second for words and another one for the offer."""
    stack.execute("DELETE FROM helpdesk_holdstep")
    for after, text, action in ((1, WAIT, "words"), (2, OFFER, "offer_callback")):
        stack.execute(
            "INSERT INTO helpdesk_holdstep (scenario_id, after, text, action)"
            " SELECT id, %s, %s, %s FROM helpdesk_holdscenario",
            [after, text, action],
        )
    staff = Staff(stack)
    staff.come("boris")
    yield staff
    staff.reset()


class Offer(Widget):
    @property
    def card(self) -> Locator:
        return self.page.locator(".later .card")

    @property
    def times(self) -> Locator:
        """What can be chosen from for the chosen day."""
        return self.asked("due").locator("option")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()


def waiting(page: Page, text: str) -> Offer:
    widget = Offer(page)
    widget.open()
    widget.write(text)
    widget.shows(text, WAIT, OFFER)
    expect(widget.card).to_be_visible(timeout=SOON)
    return widget


def row(stack: Stack, text: str) -> tuple[object, ...]:
    [found] = stack.query(
        "SELECT c.kind, c.active, c.outcome, c.queued_at IS NULL, c.due_at, v.phone FROM helpdesk_message m"
        " JOIN helpdesk_conversation c ON c.id = m.conversation_id JOIN helpdesk_visitor v ON v.id = c.visitor_id"
        " WHERE m.text = %s",
        [text],
    )
    return found


def test_wait_offer_and_a_request_with_a_time_for_a_call(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    inbox = operator_page("boris")
    widget = waiting(new_page(), "How long does it take?")
    widget.press("Choose a time for a call")
    expect(widget.form).to_be_visible()
    expect(widget.field).to_be_hidden()
    widget.asked("text").fill("It is about the automatic gearbox")
    widget.form.locator(".submit").click()
    expect(widget.form.locator("#r-phone-error")).to_have_text("Leave a phone number, so that we can call you.")
    widget.asked("phone").fill("+420 555 010 119")
    widget.asked("due").select_option(index=widget.times.count() - 1)
    chosen = widget.asked("due").input_value()
    widget.form.locator(".submit").click()
    expect(widget.received).to_contain_text("+420 555 010 119", timeout=SOON)
    expect(widget.card).to_be_hidden()
    expect(widget.form).to_be_hidden()
    expect(widget.texts.last).to_contain_text("It is about the automatic gearbox\nPlease call me:")
    kind, active, outcome, unqueued, due_at, phone = row(stack, "How long does it take?")
    assert (kind, active, outcome, unqueued, phone) == ("request", False, "moved", True, "+420 555 010 119")
    assert due_at is not None
    assert abs(due_at.timestamp() - widget.page.evaluate("moment => new Date(moment) / 1000", chosen)) < 1
    conversation = Office(stack, "How long does it take?").conversation
    called = inbox.locator(f"#c-{conversation} .due")
    expect(called).to_contain_text("Call at", timeout=SOON)
    widget.page.reload()
    expect(widget.received).to_contain_text("+420 555 010 119", timeout=SOON)
    expect(widget.card).to_be_hidden()


def test_a_request_without_a_call(new_page: NewPage, stack: Stack) -> None:
    widget = waiting(new_page(), "No phone, please")
    widget.press("Leave a request")
    widget.asked("email").fill("petra@example.org")
    widget.form.locator(".submit").click()
    expect(widget.received).to_contain_text("petra@example.org", timeout=SOON)
    widget.shows("No phone, please", WAIT, OFFER, "Please answer me later.")
    assert row(stack, "No phone, please")[:5] == ("request", False, "moved", True, None)


def test_whoever_keeps_waiting_is_asked_no_more(new_page: NewPage, stack: Stack) -> None:
    widget = waiting(new_page(), "I have time")
    widget.press("Keep waiting")
    expect(widget.card).to_be_hidden()
    expect(widget.field).to_be_focused()
    widget.page.reload()
    widget.shows("I have time", WAIT, OFFER)
    expect(widget.card).to_be_hidden()
    Office(stack, "I have time").reply("Thank you for waiting")
    widget.shows("I have time", WAIT, OFFER, "Thank you for waiting")
    assert row(stack, "I have time")[0] == "chat"


def test_an_operator_who_was_faster_wins_and_the_text_is_kept(new_page: NewPage, stack: Stack) -> None:
    deaf: list[bool] = []

    def road(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def hear(frame: str | bytes) -> None:
            if not deaf or '"events": [' not in str(frame):
                socket.send(frame)

        server.on_message(hear)

    page = new_page()
    page.route_web_socket("**/w/v1/socket", road)
    widget = waiting(page, "Who is faster?")
    widget.press("Choose a time for a call")
    widget.asked("text").fill("Not before noon")
    widget.asked("phone").fill("+420 555 010 120")
    expect(widget.times.first).to_be_attached(timeout=SOON)
    deaf.append(True)
    Office(stack, "Who is faster?").reply("Here I am")
    widget.form.locator(".submit").click()
    expect(widget.form.locator("#r-text-error")).to_have_text("Somebody is here for you now: just write.", timeout=SOON)
    expect(widget.asked("text")).to_have_value("Not before noon")
    assert row(stack, "Who is faster?")[0] == "chat"
    deaf.clear()
    page.reload()
    widget.shows("Who is faster?", WAIT, OFFER, "Here I am")
    expect(widget.form).to_be_hidden()
    expect(widget.field).to_have_value("Not before noon")


def test_an_answer_takes_the_form_away_and_leaves_the_text(new_page: NewPage, stack: Stack) -> None:
    widget = waiting(new_page(), "In the middle of it")
    widget.press("Leave a request")
    widget.asked("text").fill("I was just saying")
    Office(stack, "In the middle of it").reply("Good morning")
    widget.shows("In the middle of it", WAIT, OFFER, "Good morning")
    expect(widget.form).to_be_hidden()
    expect(widget.field).to_have_value("I was just saying")


def test_a_time_that_went_is_told_and_everything_else_is_kept(new_page: NewPage, stack: Stack) -> None:
    page = new_page()
    slot = "2020-01-01T10:00:00+00:00"
    page.route("**/w/v1/slots**", lambda route: route.fulfill(json={"minutes": 30, "slots": [slot]}), times=1)
    widget = waiting(page, "Too slow")
    widget.press("Choose a time for a call")
    expect(widget.times).to_have_count(1, timeout=SOON)
    widget.asked("text").fill("Any time")
    widget.asked("phone").fill("+420 555 010 121")
    widget.form.locator(".submit").click()
    expect(widget.form.locator("#r-due-error")).to_contain_text("Please choose another one.", timeout=SOON)
    expect(widget.asked("due")).to_be_focused()
    expect(widget.asked("text")).to_have_value("Any time")
    expect(widget.asked("phone")).to_have_value("+420 555 010 121")
    expect(widget.times.first).not_to_have_attribute("value", slot, timeout=SOON)
    widget.form.locator(".submit").click()
    expect(widget.received).to_contain_text("+420 555 010 121", timeout=SOON)


def test_where_sockets_are_blocked_the_offer_comes_and_goes_by_http(new_page: NewPage, stack: Stack) -> None:
    page = new_page()
    page.route_web_socket("**/w/v1/socket", lambda socket: socket.close())
    widget = waiting(page, "By another road to a call")
    widget.press("Leave a request")
    widget.asked("phone").fill("+420 555 010 124")
    widget.form.locator(".submit").click()
    expect(widget.received).to_contain_text("+420 555 010 124", timeout=SOON)
    assert row(stack, "By another road to a call")[0] == "request"


def test_keys_alone_are_enough(new_page: NewPage, stack: Stack) -> None:
    widget = waiting(new_page(), "Without a mouse")
    widget.card.get_by_role("button", name="Choose a time for a call").focus()
    widget.page.keyboard.press("Enter")
    expect(widget.asked("text")).to_be_focused()
    widget.page.keyboard.type("Hello")
    expect(widget.times.first).to_be_attached(timeout=SOON)
    for _ in range(3):
        widget.page.keyboard.press("Tab")
    expect(widget.asked("phone")).to_be_focused()
    widget.page.keyboard.type("+420 555 010 122")
    widget.page.keyboard.press("Enter")
    expect(widget.received).to_contain_text("+420 555 010 122", timeout=SOON)


def test_the_form_when_nobody_is_there_asks_for_a_call_too(new_page: NewPage, stack: Stack, scenario: Staff) -> None:
    scenario.leave()
    widget = Offer(new_page())
    widget.open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.page.get_by_label("Call me back").check()
    expect(widget.asked("email")).to_be_hidden()
    expect(widget.times.first).to_be_attached(timeout=SOON)
    widget.ask("Nobody is there", group=SKODA, phone="+420 555 010 123")
    expect(widget.received).to_contain_text("+420 555 010 123", timeout=SOON)
    stored = stack.query(
        "SELECT c.due_at IS NOT NULL FROM helpdesk_message m JOIN helpdesk_conversation c ON c.id = m.conversation_id"
        " WHERE m.text LIKE %s",
        ["Nobody is there%"],
    )
    assert stored == [(True,)]


def test_on_a_phone_in_russian_it_fits(new_page: NewPage, stack: Stack) -> None:
    page = new_page(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True, locale="ru-RU")
    widget = waiting(page, "By phone")
    widget.page.get_by_role("button", name="Выбрать время звонка").tap()
    expect(widget.form).to_be_visible()
    fits = widget.form.evaluate("form => [form.scrollWidth <= form.clientWidth, form.getBoundingClientRect().right]")
    assert fits[0] is True
    assert fits[1] <= 390
