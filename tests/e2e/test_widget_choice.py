"""What is chosen stays chosen, whatever the server says meanwhile. SPEC 2.7, 7.2

Every frame comes at the moment that would hurt most: before the first word, under a pressed button, under the focus.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack
from tests.widget.driver import SOON, Office, Widget, known_to_the_server
from tests.widget.staff import ONE_OF_EACH, SERVICE, SKODA, TATRA, USED, Staff
from tests.widget.wire import Wire

LATE = 2_000
"""Milliseconds after which nobody waits any longer for the server's first word."""

OLD = 21_000
"""Milliseconds after which what was told of who is there is not shown before it is told again."""


@pytest.fixture(autouse=True)
def staff(stack: Stack) -> Iterator[Staff]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield staff
    staff.reset()


def chosen_from(page: Page) -> tuple[Widget, Wire]:
    """The list, open before a visitor who has a session."""
    wire = Wire(page)
    widget = known_to_the_server(page).open(group=None)
    expect(widget.options).to_have_text([SKODA, TATRA, USED, SERVICE], timeout=SOON)
    return widget, wire


def stand_still(page: Page) -> None:
    """From now on the page's time passes only when it is told to, however slow the machine is."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000)


def press(widget: Widget, name: str) -> None:
    """The mouse goes down on a group; and up when the caller says so."""
    box = widget.options.filter(has_text=name).bounding_box()
    assert box is not None
    widget.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    widget.page.mouse.down()


def test_no_chat_flashes_up_before_it_is_known_that_there_is_a_choice(new_page: NewPage) -> None:
    """A field that goes away under somebody's hands takes the next key to the first group."""
    page = new_page()
    stand_still(page)
    wire = Wire(page, shut=True)
    widget = known_to_the_server(page).open(group=None)
    expect(widget.panel).to_be_visible(timeout=SOON)
    expect(widget.field).to_be_hidden()
    page.keyboard.type("Hello ")
    wire.release()
    expect(widget.options).to_have_count(4)
    expect(widget.options.first).to_be_focused()
    widget.options.nth(3).click()
    expect(widget.field).to_be_focused()
    expect(widget.options).to_have_count(0)


def test_the_first_word_of_whom_there_is_settles_it_and_not_what_was_true_before(
    new_page: NewPage, staff: Staff
) -> None:
    """The page is old: there was one group when it was loaded, now there are four."""
    staff.come("galina")
    page = new_page()
    stand_still(page)
    wire = Wire(page, shut=True)
    widget = known_to_the_server(page)
    expect(widget.launcher).to_be_visible(timeout=SOON)
    staff.come(*ONE_OF_EACH)
    with page.expect_websocket():
        widget.open(group=None)
    wire.tell(type="welcome", conversation=None, events=[], more=False)
    expect(widget.panel).to_be_visible(timeout=SOON)
    expect(widget.field).to_be_hidden()
    wire.release()
    expect(widget.options.first).to_be_focused()


def test_a_panel_opened_long_after_the_page_asks_before_it_offers(new_page: NewPage, staff: Staff) -> None:
    """Without a session too."""
    staff.come("galina")
    page = new_page()
    stand_still(page)
    widget = Widget(page)
    expect(widget.launcher).to_be_visible(timeout=SOON)
    staff.come(*ONE_OF_EACH)
    page.clock.run_for(OLD)
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/w/v1/boot**", keep)
    with page.expect_request("**/w/v1/boot**"):
        widget.open(group=None)
    expect(widget.panel).to_be_visible(timeout=SOON)
    expect(widget.field).to_be_hidden()
    kept[0].continue_()
    expect(widget.options.first).to_be_focused()
    expect(widget.options).to_have_count(4)


def test_a_server_that_is_late_is_not_waited_for(new_page: NewPage, stack: Stack) -> None:
    """What was known with the page is offered; and what was chosen from that stays when the server speaks at last."""
    page = new_page()
    stand_still(page)
    wire = Wire(page, shut=True)
    widget = known_to_the_server(page).open(group=None)
    expect(widget.panel).to_be_visible(timeout=SOON)
    expect(widget.options).to_have_count(0)
    page.clock.run_for(LATE)
    expect(widget.options).to_have_count(4)
    widget.options.filter(has_text=USED).click()
    widget.field.press_sequentially("Chosen in ")
    wire.release()
    expect(page.locator(".chosen")).to_contain_text(USED)
    widget.field.press_sequentially("the dark")
    widget.field.press("Enter")
    widget.shows("Chosen in the dark")
    office = Office(stack, "Chosen in the dark")
    [[name]] = stack.query(
        "SELECT g.name FROM helpdesk_conversation c JOIN helpdesk_operatorgroup g ON g.id = c.group_id WHERE c.id = %s",
        [office.conversation],
    )
    assert name == USED


def test_where_a_conversation_goes_on_nobody_waits_to_write(new_page: NewPage, stack: Stack) -> None:
    """Open or closed: the first as soon as the panel is there, the other with the server's first word."""
    page = new_page()
    widget = Widget(page).open()
    widget.write("I come again")
    widget.shows("I come again")
    widget.launcher.click()
    wire = Wire(page, shut=True)
    page.reload()
    widget.open(group=None)
    expect(widget.field).to_be_focused(timeout=LATE)
    wire.release()
    widget.shows("I come again")
    widget.launcher.click()
    Office(stack, "I come again").close()
    wire.shut = True
    page.reload()
    widget.open(group=None)
    expect(widget.panel).to_be_visible(timeout=SOON)
    expect(widget.field).to_be_hidden()
    wire.release()
    expect(widget.field).to_be_focused()
    expect(widget.options).to_have_count(0)


def test_a_press_is_not_lost_when_another_group_goes(new_page: NewPage) -> None:
    widget, wire = chosen_from(new_page())
    press(widget, SKODA)
    wire.audience(without=(SERVICE,))
    expect(widget.options).to_have_count(3)
    widget.page.mouse.up()
    expect(widget.page.locator(".chosen")).to_contain_text(SKODA)
    expect(widget.field).to_be_focused()


def test_a_press_is_not_lost_when_another_group_comes(new_page: NewPage) -> None:
    widget, wire = chosen_from(new_page())
    wire.audience(without=(TATRA, SERVICE))
    expect(widget.options).to_have_text([SKODA, USED])
    press(widget, SKODA)
    wire.audience()
    expect(widget.options).to_have_text([SKODA, TATRA, USED, SERVICE])
    widget.page.mouse.up()
    expect(widget.page.locator(".chosen")).to_contain_text(SKODA)


def test_a_press_chooses_nothing_else_when_the_list_moves_under_it(new_page: NewPage) -> None:
    widget, wire = chosen_from(new_page())
    press(widget, TATRA)
    wire.audience(without=(SKODA,))
    expect(widget.options).to_have_text([TATRA, USED, SERVICE])
    widget.page.mouse.up()
    expect(widget.options).to_have_count(3)
    expect(widget.field).to_be_hidden()


def test_the_keyboards_place_stays_while_others_come_and_go(new_page: NewPage) -> None:
    """And where that very group goes, it is the first of the others."""
    widget, wire = chosen_from(new_page())
    used = widget.options.filter(has_text=USED)
    used.focus()
    wire.audience(without=(SKODA,))
    expect(widget.options).to_have_count(3)
    expect(used).to_be_focused()
    wire.audience()
    expect(widget.options).to_have_text([SKODA, TATRA, USED, SERVICE])
    expect(used).to_be_focused()
    wire.told["groups"].reverse()
    wire.audience()
    expect(widget.options).to_have_text([SERVICE, USED, TATRA, SKODA])
    expect(used).to_be_focused()
    wire.audience(without=(USED,))
    expect(widget.options.first).to_be_focused()


def test_who_comes_and_goes_does_not_undo_a_choice(new_page: NewPage) -> None:
    """Neither another group, nor everybody for a moment; and the way back keeps its place under the focus."""
    widget, wire = chosen_from(new_page())
    widget.options.filter(has_text=SERVICE).click()
    chosen = widget.page.locator(".chosen")
    change = chosen.get_by_role("button")
    change.focus()
    wire.audience(without=(SKODA,))
    wire.audience()
    expect(change).to_be_focused()
    wire.audience("request")
    expect(widget.form).to_be_visible()
    wire.audience()
    expect(widget.field).to_be_visible()
    wire.tell(type="audience", mode="none", groups=[])
    expect(widget.field).to_be_hidden()
    wire.audience()
    expect(widget.field).to_be_visible()
    expect(chosen).to_contain_text(SERVICE)
    widget.page.reload()
    expect(widget.field).to_be_visible(timeout=SOON)
    expect(chosen).to_contain_text(SERVICE)


def test_the_close_button_keeps_the_focus_when_somebody_joins(new_page: NewPage) -> None:
    page = new_page()
    wire = Wire(page)
    widget = Widget(page).open()
    widget.write("Who will it be?")
    widget.shows("Who will it be?")
    close = page.locator("header .close[aria-label]")
    close.focus()
    operator = {"name": "Somebody New", "photo": ""}
    conversation = {"id": 10**9, "status": "open", "active": True, "seq": 1, "operator": operator}
    joined = {"seq": 1, "kind": "joined", "at": "2030-01-01T12:00:00.000Z", "name": operator["name"]}
    wire.tell(type="events", conversation=conversation, events=[joined])
    expect(page.locator("header h2")).to_have_text("Somebody New")
    expect(close).to_be_focused()
