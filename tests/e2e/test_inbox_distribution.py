"""What the machine gives out, on operators' screens: why, why not, to whom next, with whose help. SPEC 3.2, 3.8-3.11"""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

ONLY_ANNA = """
UPDATE helpdesk_operator o SET status = CASE u.username WHEN 'anna' THEN 'free' ELSE 'lunch' END,
  "limit" = CASE u.username WHEN 'anna' THEN 500 ELSE o."limit" END,
  visibility = CASE u.username WHEN 'clara' THEN 'own' ELSE 'all' END
FROM helpdesk_user u WHERE u.id = o.user_id
"""
AS_BEFORE = """
UPDATE helpdesk_operator o SET status = 'free', visibility = 'all',
  "limit" = CASE u.username WHEN 'anna' THEN NULL ELSE o."limit" END
FROM helpdesk_user u WHERE u.id = o.user_id
"""
FULL = """
UPDATE helpdesk_operator SET "limit" = (
  SELECT count(*) FROM helpdesk_conversation WHERE active AND assignee_id = helpdesk_operator.id
) WHERE name = 'Anna Novakova'
"""
THERE = """
SELECT count(*) FROM helpdesk_presencelease l JOIN helpdesk_operator o ON o.id = l.operator_id
WHERE o.name = %s AND l.expires_at > now()
"""


@pytest.fixture
def only_anna(stack: Stack) -> Iterator[None]:
    """Everybody else is at lunch, and Anna has room; Clara, a senior, sees only what is hers."""
    stack.execute(ONLY_ANNA)
    yield
    stack.execute(AS_BEFORE)


def write(new_page: NewPage, stack: Stack, text: str) -> tuple[Widget, int]:
    widget = Widget(new_page()).open()
    widget.write(text)
    widget.shows(text)
    return widget, Office(stack, text).conversation


def test_why_me_and_why_is_it_waiting(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, only_anna: None
) -> None:
    anna = Inbox(operator_page("anna")).online()
    _, given = write(new_page, stack, "Who gets me?")
    expect(anna.row(given)).to_contain_text("Anna Novakova", timeout=SOON)
    anna.open(given)
    expect(anna.head).to_contain_text("Waiting for you to accept")
    anna.page.keyboard.press("w")
    expect(anna.shown).to_contain_text("Why me?", timeout=SOON)
    expect(anna.shown.locator("tr.is-chosen")).to_contain_text("Anna Novakova")
    expect(anna.shown.locator("tr", has_text="Boris Vesely")).to_contain_text("the status receives nothing")
    anna.page.keyboard.press("Escape")
    expect(anna.shown).to_be_hidden()
    expect(anna.head.locator("[data-key=why]")).to_be_focused()
    anna.press("take")
    expect(anna.head).to_contain_text("You are responsible")

    stack.execute(FULL)
    _, waits = write(new_page, stack, "Is somebody free for me?")
    anna.shows(waits)
    anna.open(waits)
    expect(anna.page.locator("#items")).to_contain_text("In the queue: everybody who is there", timeout=SOON)
    anna.head.get_by_role("button", name="Why is it waiting?").click()
    expect(anna.shown.locator("tr", has_text="Anna Novakova").first).to_contain_text("at the limit", timeout=SOON)
    expect(anna.shown).to_contain_text("As of now")
    anna.shown.get_by_role("button", name="Done").click()
    anna.press("close")
    anna.open(given).press("close")


def test_a_transfer_takes_a_note_along_and_a_senior_is_called(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, only_anna: None
) -> None:
    anna, boris, clara = (Inbox(operator_page(name)).online() for name in ("anna", "boris", "clara"))
    widget, conversation = write(new_page, stack, "I want to speak to your boss")
    anna.shows(conversation)
    clara.lacks(conversation)
    anna.open(conversation)
    note = anna.head.locator("#transfer-note")
    anna.head.locator(".menu.wide summary").click()
    note.fill("A difficult one")
    anna.page.keyboard.press("Escape")
    anna.page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    anna.head.locator(".menu.wide summary").click()
    expect(note).to_have_value("A difficult one", timeout=SOON)
    anna.head.get_by_role("button", name=re.compile("Boris Vesely")).click()
    boris.shows(conversation)
    boris.open(conversation)
    boris.hears("A difficult one")
    boris.press("take")
    expect(boris.head).to_contain_text("You are responsible")

    boris.more("Call a senior…")
    boris.shown.get_by_role("button", name=re.compile("Clara Dvorak")).click()
    expect(boris.head).to_contain_text("Called in: Clara Dvorak", timeout=SOON)
    expect(clara.toast.first).to_contain_text("Boris Vesely calls you", timeout=SOON)
    clara.shows(conversation)
    clara.open(conversation).reply("How can I help?")
    expect(widget.text("How can I help?")).to_be_visible(timeout=SOON)
    expect(widget.text("A difficult one")).to_have_count(0)
    expect(clara.head).to_contain_text("Boris Vesely")
    clara.press("leave")
    clara.lacks(conversation)
    expect(boris.head).not_to_contain_text("Called in", timeout=SOON)
    boris.press("close")


def test_a_status_says_why_nothing_comes(operator_page: OperatorPage) -> None:
    elena = Inbox(operator_page("elena")).online()
    line = elena.page.locator("#standing")
    elena.page.locator("#status summary").click()
    elena.page.locator("#status").get_by_role("button", name="At lunch").click()
    expect(line).to_have_text("At lunch: nothing is assigned to you", timeout=SOON)
    elena.page.locator("#status summary").click()
    elena.page.locator("#status").get_by_role("button", name="Free").click()
    expect(line).to_have_text("", timeout=SOON)


def test_a_reload_leaves_no_moment_of_absence(operator_page: OperatorPage, stack: Stack) -> None:
    elena = Inbox(operator_page("elena")).online()
    before = stack.query(THERE, ["Elena Kralova"])
    for _ in range(3):
        elena.page.reload(wait_until="commit")
        for _ in range(5):
            assert stack.query(THERE, ["Elena Kralova"]) == before, "neither gone nor doubled"
            time.sleep(0.05)
        elena.online()
    other = elena.page.context.new_page()
    other.goto("/inbox/")
    Inbox(other).online()
    [[leases]] = stack.query(THERE, ["Elena Kralova"])
    assert leases == before[0][0] + 1
