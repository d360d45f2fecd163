"""Whatever happens to the network, each message arrives once and in order. SPEC 7.3, 10.2"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget
from tests.widget.staff import ONE_OF_EACH, Staff


@pytest.fixture(autouse=True)
def somebody_is_there(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield
    staff.leave()


def test_what_is_written_without_a_network_is_sent_when_it_is_back(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("With a network")
    widget.shows("With a network")
    widget.page.context.set_offline(True)
    widget.write("Without one", "Still without")
    expect(widget.pending).to_have_count(2)
    expect(widget.notice).to_contain_text("No connection", timeout=SOON)
    widget.page.context.set_offline(False)
    widget.shows("With a network", "Without one", "Still without")
    expect(widget.notice).to_have_text("")
    assert Office(stack, "Without one").stored() == ["With a network", "Without one", "Still without"]


def test_two_tabs_that_lost_the_network_send_everything_once(new_page: NewPage, stack: Stack) -> None:
    one = Widget(new_page()).open()
    one.write("Tabs in a tunnel")
    one.shows("Tabs in a tunnel")
    two = Widget(one.page.context.new_page()).open()
    two.shows("Tabs in a tunnel")
    one.page.context.set_offline(True)
    two.write("tunnel 1")
    expect(one.pending).to_have_count(1, timeout=SOON)
    one.write("tunnel 2")
    expect(two.pending).to_have_count(2, timeout=SOON)
    one.page.context.set_offline(False)
    for widget in (one, two):
        widget.shows("Tabs in a tunnel", "tunnel 1", "tunnel 2")
    assert Office(stack, "tunnel 1").stored() == ["Tabs in a tunnel", "tunnel 1", "tunnel 2"]


def test_where_sockets_are_closed_at_once_http_serves(new_page: NewPage, stack: Stack) -> None:
    page = new_page()
    page.route_web_socket("**/w/v1/socket", lambda socket: socket.close())
    widget = Widget(page).open()
    widget.write("Through HTTP", "And again")
    widget.shows("Through HTTP", "And again")
    Office(stack, "Through HTTP").reply("Answered through HTTP")
    widget.shows("Through HTTP", "And again", "Answered through HTTP")
    expect(widget.notice).to_have_text("")


def test_a_socket_that_dies_in_the_middle_is_replaced(new_page: NewPage, stack: Stack) -> None:
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page = new_page()
    page.route_web_socket("**/w/v1/socket", through)
    widget = Widget(page).open()
    widget.write("Before the cut")
    widget.shows("Before the cut")
    sockets[-1].close()
    widget.write("After the cut")
    widget.shows("Before the cut", "After the cut")
    assert len(sockets) == 2


def test_an_acknowledgement_that_is_lost_makes_no_double(new_page: NewPage, stack: Stack) -> None:
    """The server stores the message, but its answer never comes: the message is sent again and known again."""
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
    widget = Widget(page).open()
    widget.write("Twice sent", "Once stored")
    widget.shows("Twice sent", "Once stored")
    assert lost
    assert Office(stack, "Twice sent").stored() == ["Twice sent", "Once stored"]


def test_a_killed_server_loses_and_doubles_nothing(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("Before the crash")
    widget.shows("Before the crash")
    stack.kill("web")
    widget.write("During the crash", "Still during")
    expect(widget.pending).to_have_count(2)
    stack.restart("web")
    widget.shows("Before the crash", "During the crash", "Still during")
    widget.write("After the crash")
    texts = ["Before the crash", "During the crash", "Still during", "After the crash"]
    widget.shows(*texts)
    assert Office(stack, "During the crash").stored() == texts


def test_pending_messages_outlive_the_page(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("All is well")
    widget.shows("All is well")
    widget.page.context.set_offline(True)
    widget.write("Written in the dark")
    expect(widget.pending).to_have_count(1)
    widget.page.goto("about:blank")
    widget.page.context.set_offline(False)
    widget.page.goto("/demo/")
    widget.shows("All is well", "Written in the dark")
    assert Office(stack, "All is well").stored() == ["All is well", "Written in the dark"]


def test_a_token_that_is_no_good_costs_no_message(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("With my own token")
    widget.shows("With my own token")
    widget.page.evaluate(
        "for (const name of Object.keys(localStorage)) if (name.endsWith(':token')) localStorage[name] = '\"forged\"'"
    )
    widget.page.reload()
    expect(widget.field).to_be_visible(timeout=SOON)
    widget.write("With a new one")
    widget.shows("With a new one")
    assert widget.token() != "forged"
