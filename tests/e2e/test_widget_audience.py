"""Who is shown to whom, while the visitor looks on: choice, chat, form or nothing, and back. SPEC 2.6-2.8, 2.11, 7.2"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget, known_to_the_server
from tests.widget.staff import ONE_OF_EACH, SERVICE, SKODA, TATRA, Staff

WATCH = 21_000
"""Milliseconds after which a panel without a session has asked again."""


@pytest.fixture(autouse=True)
def staff(stack: Stack) -> Iterator[Staff]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield staff
    staff.reset()


def go(widget: Widget, path: str) -> None:
    """To another page without loading it."""
    widget.page.evaluate("path => history.pushState(null, '', path)", path)


def group_of(stack: Stack, written: str) -> str:
    [[name]] = stack.query(
        "SELECT g.name FROM helpdesk_conversation c JOIN helpdesk_operatorgroup g ON g.id = c.group_id WHERE c.id = %s",
        [Office(stack, written).conversation],
    )
    return str(name)


def test_one_group_is_no_choice(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    staff.come("galina")
    widget = Widget(new_page()).open(group=None)
    expect(widget.field).to_be_visible(timeout=SOON)
    expect(widget.options).to_have_count(0)
    widget.write("Straight to the workshop")
    widget.shows("Straight to the workshop")
    assert group_of(stack, "Straight to the workshop") == SERVICE


def test_whoever_comes_and_leaves_is_seen_live(new_page: NewPage, staff: Staff) -> None:
    widget = known_to_the_server(new_page()).open(group=None)
    expect(widget.options).to_have_count(4, timeout=SOON)
    staff.come("galina", "dmitry")
    expect(widget.options).to_have_text([TATRA, SERVICE])
    staff.leave()
    expect(widget.form).to_be_visible()
    staff.come("galina")
    expect(widget.field).to_be_visible()
    expect(widget.form).to_be_hidden()


def test_without_a_session_the_panel_asks_now_and_then(new_page: NewPage, staff: Staff) -> None:
    page = new_page()
    page.clock.install()
    widget = Widget(page).open(group=None)
    expect(widget.options).to_have_count(4, timeout=SOON)
    staff.come("galina", "dmitry")
    page.clock.run_for(WATCH)
    expect(widget.options).to_have_text([TATRA, SERVICE])
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_panel_opened_later_shows_who_is_there_then(new_page: NewPage, staff: Staff) -> None:
    widget = Widget(new_page())
    expect(widget.launcher).to_be_visible(timeout=SOON)
    staff.come("galina", "dmitry")
    widget.open(group=None)
    expect(widget.options).to_have_text([TATRA, SERVICE])


def test_a_group_that_goes_away_while_somebody_writes_to_it(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    """The text is kept, it is said what has happened, and the others are offered."""
    widget = known_to_the_server(new_page()).open(group=None)
    widget.options.filter(has_text=SKODA).click()
    widget.field.fill("Half a sentence")
    staff.come("galina", "dmitry")
    expect(widget.about).to_contain_text(f"“{SKODA}” is not available")
    expect(widget.about).to_contain_text("Your text is kept.")
    expect(widget.options).to_have_text([TATRA, SERVICE])
    expect(widget.options.first).to_be_focused()
    widget.options.filter(has_text=TATRA).click()
    expect(widget.field).to_have_value("Half a sentence")
    widget.field.press("Enter")
    widget.shows("Half a sentence")
    assert group_of(stack, "Half a sentence") == TATRA


def test_a_group_that_was_gone_before_the_message_came(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    """The screen was behind, and the server says so: the same message goes to another group."""
    page = new_page()
    widget = Widget(page).open(group=None)
    widget.options.filter(has_text=SKODA).click()
    page.route("**/w/v1/boot**", lambda route: route.abort())
    staff.come("galina")
    widget.write("Is anybody there?")
    expect(widget.about).to_contain_text(SKODA, timeout=SOON)
    widget.options.filter(has_text=SERVICE).click()
    widget.shows("Is anybody there?")
    assert group_of(stack, "Is anybody there?") == SERVICE


def test_pages_of_a_single_page_site_have_their_own_groups(new_page: NewPage, staff: Staff) -> None:
    staff.when_away("hide")
    staff.pages(SKODA, "/demo/spa/skoda")
    staff.pages(SERVICE, "/demo/spa/skoda", "/demo/spa/service")
    for name in (TATRA, "Used cars"):
        staff.pages(name, "/nowhere")
    staff.until("none", page="/demo/spa/")
    widget = Widget(new_page(), "/demo/spa/")
    widget.page.wait_for_load_state("networkidle")
    expect(widget.launcher).to_have_count(0)
    go(widget, "/demo/spa/skoda/")
    widget.open(group=None)
    expect(widget.options).to_have_text([SKODA, SERVICE])
    go(widget, "/demo/spa/service/#prices")
    expect(widget.field).to_be_visible()
    widget.field.press("Escape")
    go(widget, "/demo/spa/finance/")
    expect(widget.launcher).to_have_count(0)
    widget.page.go_back()
    expect(widget.launcher).to_be_visible()


def test_where_nobody_can_answer_the_open_panel_says_so_and_then_goes(new_page: NewPage, staff: Staff) -> None:
    widget = known_to_the_server(new_page()).open(group=3)
    widget.field.fill("Never mind then")
    staff.when_away("hide")
    staff.leave()
    expect(widget.about).to_have_text("Sorry, nobody can answer here at the moment. Your text is kept.")
    expect(widget.field).to_be_hidden()
    widget.page.get_by_role("button", name="Close the chat").first.click()
    expect(widget.launcher).to_have_count(0)
    staff.come(*ONE_OF_EACH)
    expect(widget.launcher).to_be_visible()
    widget.open(group=None)
    expect(widget.field).to_have_value("Never mind then")


def test_the_sites_own_button_opens_nothing_where_nothing_is_shown(new_page: NewPage, staff: Staff) -> None:
    staff.when_away("hide")
    staff.leave()
    widget = Widget(new_page())
    widget.page.wait_for_load_state("networkidle")
    widget.page.evaluate("Switchboard.open()")
    expect(widget.launcher).to_have_count(0)
    staff.come("galina")
    go(widget, "?another")
    expect(widget.launcher).to_be_visible()
    widget.page.wait_for_load_state("networkidle")
    expect(widget.panel).to_have_count(0)


def test_a_conversation_goes_on_whatever_is_configured(new_page: NewPage, stack: Stack, staff: Staff) -> None:
    """Across pages, tabs and a change that would show the group no more; when it is closed, so is the widget."""
    one = Widget(new_page()).open(group=None)
    one.options.filter(has_text=SKODA).click()
    one.write("Stick to me")
    one.shows("Stick to me")
    office = Office(stack, "Stick to me")
    staff.when_away("hide")
    for name in (SKODA, TATRA, "Used cars", SERVICE):
        staff.pages(name, "/nowhere")
    staff.until("none")
    one.page.goto("/demo/skoda/")
    two = Widget(one.page.context.new_page(), "/demo/finance/").open(group=None)
    for widget in (one, two):
        widget.shows("Stick to me")
        expect(widget.field).to_be_visible()
    two.write("On another page")
    office.reply("Still here")
    for widget in (one, two):
        widget.shows("Stick to me", "On another page", "Still here")
    assert group_of(stack, "On another page") == SKODA
    office.close()
    expect(one.about).to_contain_text("nobody can answer", timeout=SOON)
    one.page.reload()
    one.page.wait_for_load_state("networkidle")
    expect(one.launcher).to_have_count(0)


def test_where_sockets_are_blocked_the_audience_comes_over_http(new_page: NewPage, staff: Staff) -> None:
    page = new_page()
    page.route_web_socket("**/w/v1/socket", lambda socket: socket.close())
    widget = known_to_the_server(page).open(group=None)
    expect(widget.options).to_have_count(4, timeout=SOON)
    staff.come("galina", "dmitry")
    expect(widget.options).to_have_text([TATRA, SERVICE], timeout=SOON)


def test_the_list_keeps_the_keyboards_place_while_it_is_told_again(new_page: NewPage) -> None:
    widget = Widget(new_page()).open(group=None)
    widget.options.nth(2).focus()
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    widget.page.route("**/w/v1/boot**", note)
    with widget.page.expect_response("**/w/v1/boot**"):
        go(widget, "?again")
    expect(widget.options.nth(2)).to_be_focused()
    assert len(asked) == 1
