"""However a chat ends, the visitor is told at once and can go on. SPEC 4.2, 4.3"""

from playwright.sync_api import expect

from tests.e2e.conftest import NewPage
from tests.e2e.test_widget_end import cross, somebody_is_there
from tests.stack import Stack
from tests.widget.driver import OVER, SOON, Office, Widget

__all__ = ["somebody_is_there"]


def test_an_operator_ends_it_and_every_tab_says_so_at_once(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("End: who turns off the light?")
    widget.shows("End: who turns off the light?")
    other = Widget(widget.page.context.new_page()).open(group=None)
    office = Office(stack, "End: who turns off the light?")
    expect(cross(other.page)).to_be_visible(timeout=SOON)
    expect(cross(widget.page)).to_be_visible(timeout=SOON)
    office.end()
    for tab in (widget, other):
        expect(tab.ended).to_have_text([OVER], timeout=SOON)
        expect(cross(tab.page)).to_be_hidden()
    widget.page.reload()
    expect(widget.ended).to_have_text([OVER], timeout=SOON)
    widget.write("And one more thing")
    expect(cross(other.page)).to_be_visible(timeout=SOON)
    assert Office(stack, "And one more thing").conversation == office.conversation
    cross(other.page).click()
    other.panel.locator(".ending .yes").click()
    for tab in (widget, other):
        expect(tab.ended).to_have_text([OVER, OVER], timeout=SOON)


def test_where_sockets_are_blocked_the_visitors_own_end_is_said_as_well(new_page: NewPage) -> None:
    page = new_page()
    page.route_web_socket("**/w/v1/socket", lambda route: route.close())
    widget = Widget(page).open()
    widget.write("End: without a socket")
    widget.shows("End: without a socket")
    cross(page).click()
    widget.panel.locator(".ending .yes").click()
    expect(widget.ended).to_have_text([OVER], timeout=SOON)
    expect(cross(page)).to_be_hidden()
