"""News at the edge of the screen are seen whatever stands before it."""

import zlib

from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget


def drawn_at(page: Page, x: float, y: float) -> tuple[int, ...]:
    """The colour of one pixel as the browser has drawn it: the first of its PNG, behind one byte for the line."""
    png = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    at = png.index(b"IDAT")
    length = int.from_bytes(png[at - 4 : at])
    return tuple(zlib.decompressobj().decompress(png[at + 4 : at + 4 + length])[1:4])


def test_a_refusal_stands_above_the_dialog_it_is_about(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    widget = Widget(new_page()).open()
    widget.write("Am I in the way?")
    widget.shows("Am I in the way?")
    conversation = Office(stack, "Am I in the way?").conversation
    anna.page.goto(f"/inbox/{conversation}/")
    anna.online()
    anna.page.route("**/ban/", lambda route: route.abort())
    for _time in range(2):
        # The second dialog is opened above news that are there already.
        anna.more("Block the visitor…")
        dialog = anna.page.locator("#ban")
        dialog.get_by_role("button", name="Block").click()
        expect(anna.toast.last).to_be_visible(timeout=SOON)
        box = anna.toast.last.bounding_box()
        assert box is not None
        own = anna.toast.last.evaluate("toast => getComputedStyle(toast).backgroundColor.match(/\\d+/g).map(Number)")
        assert drawn_at(anna.page, box["x"] + box["width"] / 2, box["y"] + 4) == tuple(own[:3])
        dialog.get_by_role("button", name="Cancel").click()
