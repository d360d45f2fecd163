"""The request form: when it comes, what it keeps, and that a request arrives once. SPEC 7.4, 10.2"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget
from tests.widget.staff import SERVICE, TATRA, Staff


@pytest.fixture(autouse=True)
def staff(stack: Stack) -> Iterator[Staff]:
    staff = Staff(stack)
    staff.leave()
    yield staff
    staff.reset()


def stored(stack: Stack, written: str) -> list[tuple[object, ...]]:
    """Kind, group, name, e-mail and phone of every conversation in which this was written."""
    return stack.query(
        "SELECT c.kind, g.name, v.name, v.email, v.phone FROM helpdesk_message m"
        " JOIN helpdesk_conversation c ON c.id = m.conversation_id JOIN helpdesk_operatorgroup g ON g.id = c.group_id"
        " JOIN helpdesk_visitor v ON v.id = c.visitor_id WHERE m.text = %s",
        [written],
    )


def behind(page: Page) -> None:
    """From now on the widget can't ask who is there, so only the server's answer to what it sends tells."""
    page.route("**/w/v1/boot**", lambda route: route.abort())


def test_a_request_is_left_and_its_conversation_goes_on(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open(group=None)
    expect(widget.form).to_be_visible(timeout=SOON)
    widget.ask("Book me in for Friday", group=SERVICE, email="petra@example.org", name="Petra")
    expect(widget.received).to_have_text("Request received. We will answer to petra@example.org.", timeout=SOON)
    widget.shows("Book me in for Friday")
    assert stored(stack, "Book me in for Friday") == [("request", SERVICE, "Petra", "petra@example.org", "")]
    widget.write("In the morning, please")
    widget.shows("Book me in for Friday", "In the morning, please")
    Office(stack, "Book me in for Friday").reply("At nine, then")
    widget.page.reload()
    widget.shows("Book me in for Friday", "In the morning, please", "At nine, then")
    expect(widget.received).to_have_text("Request received. We will answer to petra@example.org.")
    assert Office(stack, "In the morning, please").conversation == Office(stack, "Book me in for Friday").conversation


def test_what_is_missing_is_said_at_its_field(new_page: NewPage) -> None:
    widget = Widget(new_page()).open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.ask()
    for name, what in (("text", "Write what"), ("group", "Choose a department"), ("email", "Leave an e-mail")):
        field = widget.asked(name)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(widget.form.locator(f"#{field.get_attribute('aria-describedby')}")).to_contain_text(what)
    expect(widget.asked("text")).to_be_focused()
    widget.ask("Now with a text", group=TATRA, phone="12")
    expect(widget.asked("text")).not_to_have_attribute("aria-invalid", "true")
    expect(widget.asked("phone")).to_be_focused()
    expect(widget.form.locator("#r-phone-error")).to_have_text("This is not a phone number.")
    widget.asked("phone").fill("+420 555 010 112")
    expect(widget.form.locator("#r-phone-error")).to_have_text("")
    widget.asked("phone").press("Enter")
    expect(widget.received).to_contain_text("+420 555 010 112", timeout=SOON)


def test_the_server_looks_again_and_its_word_stands_at_the_field(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.ask("Write to me", group=TATRA, email="somebody@nowhere")
    widget.ask(email="some..body@nowhere.example")
    expect(widget.asked("email")).to_have_attribute("aria-invalid", "true", timeout=SOON)
    expect(widget.asked("email")).to_be_focused()
    expect(widget.form.locator("#r-email-error")).to_have_text("This is not an e-mail address.")
    expect(widget.asked("text")).to_have_value("Write to me")
    widget.ask(email="somebody@nowhere.example")
    widget.shows("Write to me")
    assert len(stored(stack, "Write to me")) == 1


def test_a_text_typed_into_the_chat_is_in_the_form_and_back(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    staff.come("dmitry")
    page = new_page()
    widget = Widget(page).open(group=None)
    widget.field.fill("I was just going to ask")
    staff.leave()
    page.evaluate("Switchboard.close(); Switchboard.open()")
    expect(widget.asked("text")).to_have_value("I was just going to ask")
    staff.come("dmitry")
    page.evaluate("Switchboard.close(); Switchboard.open()")
    expect(widget.form).to_be_hidden()
    expect(widget.field).to_have_value("I was just going to ask")
    widget.field.press("Enter")
    widget.shows("I was just going to ask")
    assert stored(stack, "I was just going to ask")[0][0] == "chat"


def test_somebody_who_comes_is_offered_and_does_not_take_the_form_away(
    new_page: NewPage, stack: Stack, staff: Staff
) -> None:
    page = new_page()
    page.clock.install()
    widget = Widget(page).open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.asked("text").fill("Rather quickly")
    widget.asked("email").fill("karel@example.org")
    staff.come("dmitry")
    page.clock.run_for(21_000)
    expect(widget.invitation).to_contain_text("Somebody is here now.")
    expect(widget.asked("email")).to_have_value("karel@example.org")
    widget.page.get_by_role("button", name="Chat now").click()
    expect(widget.field).to_have_value("Rather quickly")
    widget.field.press("Enter")
    widget.shows("Rather quickly")
    assert stored(stack, "Rather quickly")[0][0] == "chat"


def test_who_left_before_the_message_came_leaves_the_form_with_the_text(
    new_page: NewPage, stack: Stack, staff: Staff
) -> None:
    staff.come("dmitry")
    widget = Widget(new_page()).open(group=None)
    widget.field.wait_for(timeout=SOON)
    behind(widget.page)
    staff.leave()
    widget.write("One minute too late")
    expect(widget.asked("text")).to_have_value("One minute too late", timeout=SOON)
    expect(widget.texts).to_have_count(0)
    widget.ask(group=TATRA, phone="+420 555 010 113")
    widget.shows("One minute too late")
    assert stored(stack, "One minute too late") == [("request", TATRA, "", "", "+420 555 010 113")]


def test_nobody_at_all_keeps_the_text_until_somebody_comes(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    staff.come("dmitry")
    widget = Widget(new_page()).open(group=None)
    widget.field.wait_for(timeout=SOON)
    behind(widget.page)
    staff.when_away("hide")
    staff.leave()
    widget.write("Hello, nobody")
    expect(widget.about).to_contain_text("Your text is kept.", timeout=SOON)
    expect(widget.texts).to_have_count(0)
    staff.come("dmitry")
    expect(widget.field).to_be_visible()
    expect(widget.field).to_have_value("Hello, nobody")
    widget.field.press("Enter")
    widget.shows("Hello, nobody")
    assert len(stored(stack, "Hello, nobody")) == 1


def test_a_request_written_without_a_network_outlives_the_page_and_is_stored_once(
    new_page: NewPage, stack: Stack
) -> None:
    page = new_page()
    widget = Widget(page).open(group=None)
    widget.form.wait_for(timeout=SOON)
    page.context.set_offline(True)
    widget.ask("From a tunnel", group=SERVICE, email="tunnel@example.org")
    expect(widget.pending).to_have_count(1)
    expect(widget.form).to_be_hidden()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/demo/")
    widget.shows("From a tunnel")
    expect(widget.received).to_contain_text("tunnel@example.org")
    page.reload()
    widget.shows("From a tunnel")
    assert stored(stack, "From a tunnel") == [("request", SERVICE, "", "tunnel@example.org", "")]


def test_a_lost_acknowledgement_makes_no_second_request(new_page: NewPage, stack: Stack) -> None:
    lost: list[str] = []

    def deaf(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def hear(frame: str | bytes) -> None:
            if not lost and '"ack"' in str(frame):
                lost.append(str(frame))
                socket.close()
            elif lost or '"events"' not in str(frame) or '"welcome"' in str(frame):
                socket.send(frame)

        server.on_message(hear)

    page = new_page()
    page.route_web_socket("**/w/v1/socket", deaf)
    widget = Widget(page).open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.ask("Only one of me", group=SERVICE, email="one@example.org")
    widget.shows("Only one of me")
    expect(widget.received).to_have_count(1)
    assert lost
    assert len(stored(stack, "Only one of me")) == 1


def test_where_sockets_are_blocked_http_carries_the_request(new_page: NewPage, stack: Stack) -> None:
    page = new_page()
    page.route_web_socket("**/w/v1/socket", lambda socket: socket.close())
    widget = Widget(page).open(group=None)
    widget.form.wait_for(timeout=SOON)
    widget.ask("By another road", group=SERVICE, email="some..body@nowhere.example")
    expect(widget.form.locator("#r-email-error")).to_have_text("This is not an e-mail address.", timeout=SOON)
    widget.ask(email="road@example.org")
    widget.shows("By another road")
    assert len(stored(stack, "By another road")) == 1


def test_on_a_phone_in_russian_the_form_fits_and_holds_the_focus(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True, locale="ru-RU")
    widget = Widget(page)
    widget.launcher.tap()
    expect(widget.form).to_be_visible(timeout=SOON)
    expect(widget.about).to_have_text("Сейчас никого нет на связи. Оставьте почту или телефон, и мы ответим.")
    width = widget.form.evaluate("form => [form.scrollWidth <= form.clientWidth, form.getBoundingClientRect().right]")
    assert width[0] is True
    assert width[1] <= 390
    kinds = [widget.asked(name).get_attribute("autocomplete") for name in ("email", "phone", "name")]
    assert kinds == ["email", "tel", "name"]
    for _ in range(20):
        page.keyboard.press("Tab")
    assert widget.panel.evaluate("panel => panel.contains(panel.getRootNode().activeElement)")
