"""Deals in the panel: opened with a new card and by hand, moved on, seen by a colleague at once. SPEC 4.8"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

OPENS = "UPDATE helpdesk_servicepolicy SET deal_with_card = %s WHERE contact_point_id IS NULL"
CLEAN = (
    "DELETE FROM helpdesk_deal",
    (
        "UPDATE helpdesk_visitor SET contact_id = NULL WHERE contact_id IN"
        " (SELECT id FROM helpdesk_contact WHERE name = 'Dealmaker')"
    ),
    "DELETE FROM helpdesk_contact WHERE name = 'Dealmaker'",
)


@pytest.fixture
def with_cards(stack: Stack) -> Iterator[None]:
    stack.execute(OPENS, [True])
    yield
    stack.execute(OPENS, [None])
    for statement in CLEAN:
        stack.execute(statement)


def test_a_deal_from_the_card_to_the_end(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, with_cards: None
) -> None:
    anna, boris = Inbox(operator_page("anna")).online(), Inbox(operator_page("boris")).online()
    widget = Widget(new_page()).open()
    widget.write("I would buy one")
    widget.shows("I would buy one")
    one = Office(stack, "I would buy one").conversation
    for inbox in (anna, boris):
        inbox.page.goto(f"/inbox/{one}/")
        inbox.online()
    anna.panel.get_by_role("button", name="New card").click()
    anna.shown.get_by_label("Name").fill("Dealmaker")
    anna.shown.get_by_role("button", name="Save").click()
    title = f"From conversation #{one}"
    expect(boris.panel.locator(".deal")).to_have_count(1, timeout=SOON)
    expect(boris.panel).to_contain_text(f"The deal “{title}” was opened with the card")
    anna.panel.get_by_label(f"State of “{title}”").select_option("In work")
    expect(boris.panel.locator(".deal.is-in_work")).to_have_count(1, timeout=SOON)
    boris.panel.get_by_role("button", name="Open a deal").click()
    boris.shown.get_by_label("Title").fill("   ")
    boris.shown.get_by_role("button", name="Open the deal").click()
    expect(boris.shown.get_by_role("alert")).to_contain_text("blank", timeout=SOON)
    expect(boris.shown.get_by_label("Title")).to_have_value("   ")
    boris.shown.get_by_label("Title").fill("Kodiaq, red")
    boris.shown.get_by_role("button", name="Open the deal").click()
    expect(boris.shown).to_be_hidden(timeout=SOON)
    expect(anna.panel.locator(".deal")).to_have_count(2, timeout=SOON)
    anna.panel.get_by_role("button", name="Kodiaq, red").click()
    anna.shown.get_by_label("Title").fill("Kodiaq, blue")
    anna.shown.get_by_role("button", name="Save").click()
    expect(boris.panel).to_contain_text("Kodiaq, blue", timeout=SOON)
