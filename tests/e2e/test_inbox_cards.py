"""The client card in the panel: proposed, told apart, linked, made, edited, unlinked. SPEC 4.8"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

CARDS = """
INSERT INTO helpdesk_contact (name, email, phone, note, created_at)
VALUES ('Pavel Cardholder', 'pavel@cards.example', '+7 (916) 123-45-67', '', now()),
       ('Quentin Cardholder', '', '89161234567', '', now())
"""
FIELD = """
INSERT INTO helpdesk_contactfield (name, kind, choices, archived, position)
VALUES ('Colour', 'choice', ARRAY['Red', 'Blue'], false, 0)
"""
LEFT = """
UPDATE helpdesk_visitor SET name = 'Pasha', phone = '916 123 45 67'
WHERE id = (SELECT visitor_id FROM helpdesk_conversation WHERE id = %s)
"""
CLEAN = (
    (
        "UPDATE helpdesk_visitor SET contact_id = NULL WHERE contact_id IN"
        " (SELECT id FROM helpdesk_contact WHERE name LIKE '%%Cardholder')"
    ),
    "DELETE FROM helpdesk_contact WHERE name LIKE '%%Cardholder'",
    "DELETE FROM helpdesk_contactfield WHERE name = 'Colour'",
)


@pytest.fixture
def some_cards(stack: Stack) -> Iterator[None]:
    stack.execute(CARDS)
    stack.execute(FIELD)
    yield
    for statement in CLEAN:
        stack.execute(statement)


def arrive(new_page: NewPage, stack: Stack, text: str) -> int:
    widget = Widget(new_page()).open()
    widget.write(text)
    widget.shows(text)
    conversation = Office(stack, text).conversation
    stack.execute(LEFT, [conversation])
    return conversation


def test_whose_card_it_is(new_page: NewPage, operator_page: OperatorPage, stack: Stack, some_cards: None) -> None:
    anna = Inbox(operator_page("anna")).online()
    one = arrive(new_page, stack, "Whose card?")
    anna.page.goto(f"/inbox/{one}/")
    anna.online()
    pavel, quentin = (anna.panel.locator(".alike", has_text=name) for name in ("Pavel", "Quentin"))
    expect(pavel).to_contain_text("Looks like Pavel Cardholder (same phone)")
    quentin.get_by_role("button", name="Not the same").click()
    expect(quentin).to_have_count(0, timeout=SOON)
    pavel.get_by_role("button", name="Link").click()
    expect(anna.panel).to_contain_text("pavel@cards.example", timeout=SOON)
    expect(anna.head.locator("h1")).to_have_text("Pavel Cardholder")
    anna.panel.get_by_role("button", name="Edit the card").click()
    anna.shown.get_by_label("Colour").select_option("Blue")
    anna.shown.get_by_role("button", name="Save").click()
    expect(anna.shown).to_be_hidden(timeout=SOON)
    expect(anna.panel).to_contain_text("Blue", timeout=SOON)
    anna.panel.get_by_role("button", name="Unlink").click()
    expect(anna.head.locator("h1")).to_have_text("Pasha", timeout=SOON)
    expect(anna.panel.locator(".alike")).to_have_count(0)


def test_a_card_is_looked_for_or_made(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, some_cards: None
) -> None:
    anna = Inbox(operator_page("anna")).online()
    one = arrive(new_page, stack, "No card yet")
    anna.page.goto(f"/inbox/{one}/")
    anna.online()
    anna.panel.get_by_role("button", name="Link to a contact").click()
    expect(anna.shown.locator(".menu-item")).to_have_count(2)
    anna.shown.get_by_label("Name, e-mail or phone").fill("quentin card")
    expect(anna.shown.locator(".menu-item")).to_have_count(1, timeout=SOON)
    anna.shown.get_by_label("Name, e-mail or phone").fill("nobody of this name")
    expect(anna.shown).to_contain_text("No card has this", timeout=SOON)
    anna.shown.get_by_role("button", name="Cancel").click()
    anna.panel.get_by_role("button", name="New card").click()
    expect(anna.shown.get_by_label("Name")).to_have_value("Pasha")
    anna.shown.get_by_label("Name").fill("Pasha Cardholder")
    anna.shown.get_by_role("button", name="Save").click()
    expect(anna.head.locator("h1")).to_have_text("Pasha Cardholder", timeout=SOON)
    expect(anna.panel).to_contain_text("made the card “Pasha Cardholder”", timeout=SOON)
