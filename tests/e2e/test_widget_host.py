"""The widget on other people's pages: they can't break it, and it doesn't touch them. SPEC 7.1, 7.6"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from helpdesk.demo.cast import PUBLIC_KEY
from tests.e2e.conftest import NewPage
from tests.e2e.shop import open_shop
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget
from tests.widget.staff import ONE_OF_EACH, Staff

NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('forbidden', 'SecurityError') } })
"""


@pytest.fixture(autouse=True)
def somebody_is_there(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield
    staff.leave()


def looks_right(widget: Widget) -> None:
    """The computed style that strangers' rules most often spoil, and the size on the screen."""
    _x, _y, width, height = widget.box()
    assert (width, height > 400) == (384, True)
    style = widget.field.evaluate(
        "node => { const { direction, color, fontSize, letterSpacing, textTransform, opacity }"
        " = getComputedStyle(node);"
        " return [direction, color, fontSize, letterSpacing, textTransform, opacity] }"
    )
    assert style == ["ltr", "rgb(24, 33, 44)", "15px", "normal", "none", "1"]


def test_a_hostile_style_sheet_changes_nothing(new_page: NewPage) -> None:
    widget = Widget(new_page(), "/demo/hostile/").open()
    looks_right(widget)
    widget.write("In hostile land")
    widget.shows("In hostile land")


def test_a_page_that_hides_everything_does_not_hide_us(new_page: NewPage) -> None:
    widget = Widget(new_page())
    widget.page.add_style_tag(
        content=":not(html) { display: none !important; visibility: hidden !important; transform: scale(0) !important;"
        " opacity: 0 !important; animation: spin 1s infinite !important; contain: strict !important }"
    )
    looks_right(widget.open())


def test_a_strict_security_policy_is_enough(new_page: NewPage) -> None:
    page = new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    widget = Widget(page, "/demo/strict/").open()
    looks_right(widget)
    widget.write("Strictly speaking")
    widget.shows("Strictly speaking")
    assert complaints == []


@pytest.fixture
def shop(stack: Stack) -> Iterator[str]:
    """The address of somebody else's server, with our script on its page."""
    with open_shop() as shop:
        shop.tag = f'<script async src="{stack.url}/static/widget/loader.js" data-key="{PUBLIC_KEY}"></script>'
        yield f"{shop.origin}/"


def test_a_site_of_another_origin(new_page: NewPage, shop: str) -> None:
    """The usual case: the site is one server, we are another."""
    widget = Widget(new_page(), shop).open()
    widget.write("From another origin")
    widget.shows("From another origin")
    widget.page.goto(f"{shop}cart")
    widget.shows("From another origin")


def test_without_storage_memory_serves(new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(NO_STORAGE)
    widget = Widget(page).open()
    widget.write("Remember me a while")
    widget.shows("Remember me a while")


def test_the_page_is_left_as_it_was(new_page: NewPage) -> None:
    """No layout shift, nothing in the body, two names in the window, and a history that still works."""
    page = new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const { value } of list.getEntries()) window.shift += value"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    widget = Widget(page).open()
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.body.querySelector('.panel, .launcher')") is None
    assert page.evaluate("Object.keys(Switchboard)") == ["open", "close"]
    page.evaluate("history.pushState({ mine: 1 }, '', '?page=2')")
    page.evaluate("history.replaceState({ mine: 2 }, '', '?page=3')")
    assert page.evaluate("[history.state.mine, location.search]") == [2, "?page=3"]
    page.go_back()
    expect(widget.panel).to_be_visible()
    assert page.evaluate("location.search") == ""


def test_pages_of_a_single_page_site_are_reported(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page(), "/demo/spa/").open()
    widget.write("I am walking about")
    widget.shows("I am walking about")
    widget.page.locator("[data-spa]").nth(1).click()
    here = widget.page.url
    office = Office(stack, "I am walking about")
    for _ in range(50):
        [[page]] = stack.query(
            "SELECT v.page FROM helpdesk_visitor v JOIN helpdesk_conversation c ON c.visitor_id = v.id WHERE c.id = %s",
            [office.conversation],
        )
        if page == here:
            break
        widget.page.wait_for_timeout(100)
    assert page == here
    widget.shows("I am walking about")


def test_a_site_that_replaces_its_body_keeps_the_widget(new_page: NewPage) -> None:
    widget = Widget(new_page()).open()
    widget.page.evaluate("document.body = document.createElement('body')")
    expect(widget.panel).to_be_visible()


def test_the_sites_shortcuts_do_not_fire_while_the_visitor_types(new_page: NewPage) -> None:
    widget = Widget(new_page()).open()
    widget.page.evaluate("window.heard = []; document.addEventListener('keydown', event => heard.push(event.key))")
    widget.field.press("j")
    assert widget.page.evaluate("heard") == []


def test_nothing_is_drawn_where_the_server_says_no(new_page: NewPage) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(json={"show": False})

    page: Page = new_page()
    page.route("**/w/v1/boot**", refuse)
    page.goto("/demo/")
    page.wait_for_load_state("networkidle")
    page.evaluate("Switchboard.open()")
    assert page.locator(".launcher").count() == 0
    assert page.evaluate("document.documentElement.children.length") == 2


def test_a_ban_hides_the_widget_at_once(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("I am about to be banned")
    widget.shows("I am about to be banned")
    office = Office(stack, "I am about to be banned")
    stack.manage(
        "shell",
        "--command",
        "from django.utils import timezone; from helpdesk.actions import bans; from helpdesk.models import Operator;"
        f"bans.ban(Operator.objects.first(), {office.conversation}, now=timezone.now())",
    )
    expect(widget.launcher).to_have_count(0, timeout=SOON)
    widget.page.reload()
    widget.page.wait_for_load_state("networkidle")
    expect(widget.launcher).to_have_count(0)


def test_on_a_phone_the_panel_is_the_whole_screen_and_holds_the_focus(new_page: NewPage) -> None:
    widget = Widget(new_page(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True))
    widget.launcher.tap()
    expect(widget.options.first).to_be_visible(timeout=SOON)
    assert widget.box() == (0, 0, 390, 780)
    expect(widget.launcher).to_be_hidden()
    for _ in range(12):
        widget.page.keyboard.press("Tab")
    assert widget.panel.evaluate("panel => panel.contains(panel.getRootNode().activeElement)")
    widget.page.get_by_role("button", name="Close the chat").tap()
    expect(widget.launcher).to_be_focused()
