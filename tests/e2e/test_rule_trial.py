"""Trying rules on a long past: the page goes on by itself, can be stopped, and says when it cannot go on (SPEC 5.4)."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from helpdesk.demo.cast import PASSWORD, SUPERVISOR
from tests.e2e import history
from tests.e2e.conftest import NewPage
from tests.stack import Stack

NUMBER = 4100
PATIENCE = 60_000
"""Milliseconds: a portion may take some seconds, and there are at least three."""
FURTHER = "**/rules/trial/*so_far=*"


@pytest.fixture(scope="module")
def trial(stack: Stack) -> Iterator[str]:
    last = history.begin(stack, NUMBER)
    [[key]] = stack.query("SELECT key::text FROM helpdesk_automation WHERE name = 'History'")
    yield "/admin/rules/trial/?" + urlencode({"days": 90, "on": key})
    history.forget(stack, last)


def supervisor(page: Page) -> Page:
    page.goto("/login/")
    page.locator("input[name=username]").fill(SUPERVISOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/**")
    return page


def is_whole(page: Page) -> None:
    expect(page.locator("#trial-progress")).to_contain_text("Looked at all conversations", timeout=PATIENCE)
    expect(page.locator("#trial-total")).to_have_text(re.compile(r"^4,1\d\d conversations would be different$"))
    expect(page.locator("#trial-rest")).to_have_text(re.compile(r"^and [34],\d{3} more changes$"))


def test_it_goes_on_to_the_end_by_itself(new_page: NewPage, trial: str) -> None:
    page = supervisor(new_page())
    page.goto(trial)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".trial-line")).to_have_count(200)
    is_whole(page)
    expect(page.locator(".trial-line")).to_have_count(200)
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_stopped_it_waits_to_be_asked(new_page: NewPage, trial: str) -> None:
    page = supervisor(new_page())
    page.goto(trial)
    page.get_by_role("link", name="Stop").click()
    expect(page.get_by_role("status").filter(has_text="Stopped.")).to_be_visible()
    page.get_by_role("link", name="Look further").click()
    is_whole(page)


def test_a_portion_that_does_not_come_is_said_and_asked_for_again(new_page: NewPage, trial: str) -> None:
    page = supervisor(new_page())
    page.route(FURTHER, lambda route: route.abort())
    page.goto(trial)
    expect(page.get_by_role("alert")).to_contain_text("The next conversations could not be looked at")
    page.unroute(FURTHER)
    page.get_by_role("link", name="Try again").click()
    is_whole(page)


def test_without_javascript_links_lead_through_it(new_page: NewPage, trial: str) -> None:
    page = supervisor(new_page(java_script_enabled=False))
    page.goto(trial)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    while "Looked at all" not in page.locator("#trial-progress").inner_text():
        with page.expect_navigation():
            page.get_by_role("link", name="Look further").click()
    is_whole(page)
