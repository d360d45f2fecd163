"""Real browsers against the real product: one system and one Chromium for the run, a fresh context for each page."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from helpdesk.demo import logins
from tests.e2e.tidy import remember, tidy
from tests.stack import Stack
from tests.widget.staff import Staff

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 15_000
"""Milliseconds a browser waits for something to appear; what must be quick is measured where it matters."""

# As root Chromium has no sandbox; the rest keeps it from talking to anybody but us.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

NewPage = Callable[..., Page]
OperatorPage = Callable[..., Page]


def chromium() -> str:
    """The browser's path. Fails, saying what to install, where there is none: browser tests are never skipped."""
    found = subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.fail(found.stderr or "Install Chromium, or set CHROMIUM to its path.", pytrace=False)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    # All visitors of a run come from one address, which real ones don't.
    generous = {"SWITCHBOARD_RATE_LIMITS_SCALE": "20"}
    with Stack(demo=True, own_redis=True, environment=generous) as running:
        remember(running)
        yield running


@pytest.fixture(scope="module", autouse=True)
def tidied(stack: Stack) -> Iterator[None]:
    yield
    tidy(stack)


@pytest.fixture
def boris_alone(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come("boris")
    yield
    staff.reset()


@pytest.fixture
def new_page(browser: Browser, stack: Stack) -> Iterator[NewPage]:
    """A page in a browser context of its own; relative addresses lead to the stack."""
    contexts = []

    def new(**options: Any) -> Page:
        context = browser.new_context(**({"base_url": stack.url, "locale": "en-GB"} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def operator_page(new_page: NewPage) -> OperatorPage:
    """Somebody of the demo, logged in and in the inbox."""
    passwords = {username: password for _role, username, password in logins()}

    def enter(username: str, **options: Any) -> Page:
        page = new_page(**options)
        page.goto("/login/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(passwords[username])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/inbox/**")
        return page

    return enter
