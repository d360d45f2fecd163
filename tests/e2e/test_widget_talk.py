"""A visitor's conversation, through reloads, pages and tabs. SPEC 7.2, 7.3"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

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


def test_nothing_is_kept_before_the_visitor_writes(new_page: NewPage) -> None:
    widget = Widget(new_page()).open(group=None)
    expect(widget.options).to_have_count(4, timeout=SOON)
    assert widget.page.evaluate("Object.keys(localStorage)") == []


def test_the_visitor_chooses_a_group_and_may_think_again(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    first = widget.page.locator(".chosen b").inner_text()
    widget.page.get_by_role("button", name="Change").click()
    second = widget.options.nth(1).locator(".option-name").inner_text()
    widget.options.nth(1).click()
    widget.write("Which group is this?")
    widget.shows("Which group is this?")
    office = Office(stack, "Which group is this?")
    [[name]] = stack.query(
        "SELECT g.name FROM helpdesk_conversation c JOIN helpdesk_operatorgroup g ON g.id = c.group_id WHERE c.id = %s",
        [office.conversation],
    )
    assert name == second != first


def test_the_conversation_survives_a_reload_with_its_draft(new_page: NewPage) -> None:
    widget = Widget(new_page()).open()
    widget.write("Before the reload")
    widget.shows("Before the reload")
    widget.field.fill("half a sen")
    widget.page.reload()
    widget.shows("Before the reload")
    expect(widget.panel).to_be_visible()
    expect(widget.field).to_have_value("half a sen")


def test_the_conversation_follows_to_another_page(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("On the first page")
    widget.shows("On the first page")
    widget.page.goto("/demo/strict/")
    widget.shows("On the first page")
    widget.write("On the second page")
    widget.shows("On the first page", "On the second page")
    assert Office(stack, "On the second page").stored() == ["On the first page", "On the second page"]


def test_two_tabs_show_the_same_and_send_once(new_page: NewPage, stack: Stack) -> None:
    one = Widget(new_page()).open()
    one.write("From the first tab")
    one.shows("From the first tab")
    two = Widget(one.page.context.new_page()).open()
    two.shows("From the first tab")
    two.write("From the second tab")
    for widget in (one, two):
        widget.shows("From the first tab", "From the second tab")
    Office(stack, "From the first tab").reply("To both tabs")
    for widget in (one, two):
        widget.shows("From the first tab", "From the second tab", "To both tabs")
    assert Office(stack, "From the second tab").stored() == [
        "From the first tab",
        "From the second tab",
        "To both tabs",
    ]


def test_a_tab_hears_of_a_conversation_begun_in_another(new_page: NewPage, stack: Stack) -> None:
    silent = Widget(new_page())
    expect(silent.launcher).to_be_visible(timeout=SOON)
    writing = Widget(silent.page.context.new_page()).open()
    writing.write("Begun beside you")
    writing.shows("Begun beside you")
    writing.page.close()
    Office(stack, "Begun beside you").reply("Are you there?")
    expect(silent.badge).to_have_text("1", timeout=SOON)
    silent.launcher.click()
    silent.shows("Begun beside you", "Are you there?")
    expect(silent.badge).to_have_text("")


def test_the_badge_counts_what_came_while_the_panel_was_closed_and_over_a_reload(
    new_page: NewPage, stack: Stack
) -> None:
    widget = Widget(new_page()).open()
    widget.write("I close this now")
    widget.shows("I close this now")
    widget.field.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    Office(stack, "I close this now").reply("Here is an answer")
    expect(widget.badge).to_have_text("1", timeout=SOON)
    widget.page.reload()
    expect(widget.badge).to_have_text("1", timeout=SOON)
    expect(widget.panel).to_be_hidden()


def test_a_long_conversation_comes_back_whole(new_page: NewPage, stack: Stack) -> None:
    """More than one welcome holds."""
    widget = Widget(new_page()).open()
    widget.write("Tell me everything")
    widget.shows("Tell me everything")
    chapters = [f"Chapter {number}" for number in range(1, 231)]
    Office(stack, "Tell me everything").reply(*chapters)
    widget.shows("Tell me everything", *chapters)
    widget.page.reload()
    widget.shows("Tell me everything", *chapters)


def test_after_the_end_the_next_message_begins_a_new_conversation(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    widget.write("The first matter")
    widget.shows("The first matter")
    first = Office(stack, "The first matter")
    first.close()
    expect(widget.page.locator(".note", has_text="closed")).to_be_visible(timeout=SOON)
    widget.write("The second matter")
    # Which group it is for is asked then, and what was typed waits for the answer.
    widget.options.nth(2).click(timeout=SOON)
    widget.shows("The first matter", "The second matter")
    assert Office(stack, "The second matter").conversation != first.conversation


def test_html_stays_text_and_only_web_addresses_become_links(new_page: NewPage, stack: Stack) -> None:
    widget = Widget(new_page()).open()
    markup = "<img src=x onerror=document.title='broken'><b>bold</b>"
    widget.write(markup, "see https://example.org/a?b=1, not javascript:alert(1)")
    widget.shows(markup, "see https://example.org/a?b=1, not javascript:alert(1)")
    Office(stack, markup).reply("<script>document.title='broken'</script> http://example.org/(x)")
    expect(widget.texts.last).to_have_text(
        "<script>document.title='broken'</script> http://example.org/(x)", timeout=SOON
    )
    links = widget.page.locator(".message a")
    expect(links).to_have_text(["https://example.org/a?b=1", "http://example.org/(x)"])
    assert "noopener" in (links.first.get_attribute("rel") or "")
    assert widget.page.locator(".message :is(img, b, script)").count() == 0
    assert widget.page.title() != "broken"


def test_a_text_over_the_limit_is_kept_and_not_sent(new_page: NewPage) -> None:
    widget = Widget(new_page()).open()
    widget.field.fill("ж" * 4001)
    expect(widget.page.locator(".count")).to_have_text("1 characters too many")
    widget.field.press("Enter")
    expect(widget.field).to_have_value("ж" * 4001)
    widget.field.fill("🙂" * 4000)
    widget.field.press("Enter")
    widget.shows("🙂" * 4000)
