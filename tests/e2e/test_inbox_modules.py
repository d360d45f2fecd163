"""The inbox's own arithmetic: pushes that come twice, late, or while a list is fetched. DESIGN law 3"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OperatorPage
from tests.inbox.driver import Inbox

STORM = (Path(__file__).parents[1] / "inbox" / "storm.js").read_text()
"""Takes a seed, answers [[shown, true], …]."""

DRAFTS = """async () => {
  const { Draft } = await import('/static/inbox/drafts.js')
  const draft = new Draft(7, 'reply')
  const first = draft.idFor('Hello')
  draft.text = 'Hello'
  const again = new Draft(7, 'reply').idFor('Hello')
  const changed = draft.idFor('Hello there')
  draft.text = ''
  const other = draft.idFor('Hello there')
  return { again: first === again, changed: first !== changed, other: other !== changed }
}"""


@pytest.fixture
def page(operator_page: OperatorPage) -> Page:
    return Inbox(operator_page("dmitry")).online().page


@pytest.mark.parametrize("seed", range(1, 7))
def test_whatever_comes_in_whatever_order_the_list_ends_as_the_truth(page: Page, seed: int) -> None:
    for shown, true in page.evaluate(STORM, seed * 7919):
        assert shown == true


def test_a_text_keeps_its_id_until_it_is_sent_or_changed(page: Page) -> None:
    assert page.evaluate(DRAFTS) == {"again": True, "changed": True, "other": True}


@pytest.mark.parametrize(("failures", "least", "most"), [(1, 350, 650), (3, 1400, 2600), (50, 10500, 19500)])
def test_the_wait_before_the_next_attempt(page: Page, failures: int, least: int, most: int) -> None:
    code = (
        "async (n) => { const { delay } = await import('/static/inbox/socket.js'); return [delay(n, 0), delay(n, 1)] }"
    )
    bounds: Any = page.evaluate(code, failures)
    assert [round(bound) for bound in bounds] == [least, most]
