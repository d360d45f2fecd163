"""Document O in browsers: a supervisor writes the four rules in the admin's forms, then the story is played (SPEC 5.3).

Line 1 is whoever sells used cars, Elena alone; line 2 is whoever sells Tatras, Dmitry. Nobody chooses a department: no
group is switched on, so everybody is told of everything.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

Conditions = list[tuple[str, str]]
Actions = list[tuple[str, str]]

LINE_1, LINE_2 = "Used cars", "Tatra: new cars"
BY_LINE_2: Conditions = [("author_groups", LINE_2), ("event", "An operator wrote")]
BACK: Actions = [("end", "pending"), ("assign", "Elena")]
RULES: list[tuple[str, str, bool, Conditions, Actions]] = [
    ("1. Line 2 begins", "incoming", True, [("author_groups", LINE_2)], [("assign", "Elena")]),
    (
        "2. Line 2 in an ended chat",
        "changed",
        True,
        [*BY_LINE_2, ("was_active", "no"), ("assignee_groups", LINE_2)],
        BACK,
    ),
    (
        "3. Line 2 in a live chat",
        "changed",
        True,
        [*BY_LINE_2, ("was_active", "yes"), ("assignee_groups", LINE_2)],
        BACK,
    ),
    (
        "4. Fixed to line 1",
        "changed",
        False,
        [("author", "the visitor"), ("active", "yes"), ("accepted", "no"), ("assignee_groups", LINE_1)],
        [("accept", "")],
    ),
]

LINES = """
from helpdesk.models import Operator, OperatorGroup
OperatorGroup.objects.update(enabled=False)
lines = {"Used cars": "elena", "Tatra: new cars": "dmitry"}
for name, username in lines.items():
    OperatorGroup.objects.get(name=name).members.set([Operator.objects.get(user__username=username)])
"""


class Form:
    """The form of a rule, as a supervisor fills it in."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def write(self, name: str, kind: str, stop: bool, conditions: Conditions, actions: Actions) -> None:
        self.page.goto("/admin/helpdesk/automation/add/")
        self.page.locator("#id_name").fill(name)
        self.page.locator("#id_kind").select_option(kind)
        self.page.locator("#id_stop").set_checked(stop, force=True)
        for what, value in conditions:
            self.choose(self.row("every", what), value)
        for what, value in actions:
            self.choose(self.row("does", what), value)
        self.page.locator("[name=_save]").click()
        self.page.wait_for_url("**/admin/helpdesk/automation/")

    def row(self, field: str, what: str) -> Locator:
        rows = self.page.locator(f"[data-rows={field}] [data-row]")
        number = rows.count()
        self.page.locator(f"[data-rows={field}] [data-add]").click()
        expect(rows).to_have_count(number + 1)
        with self.page.expect_response("**/automation/row/**"):
            rows.nth(number).locator("[data-what]").select_option(what)
        row = rows.nth(number)
        expect(row.locator("[data-what]")).to_have_value(what)
        return row

    def choose(self, row: Locator, value: str) -> None:
        values = row.locator("[data-values]")
        if not value:
            return
        values.locator("select, .rule-boxes").first.wait_for()
        if values.locator("select").count():
            option = values.locator("option", has_text=value).first
            values.locator("select").select_option(option.get_attribute("value"))
        else:
            values.locator("label", has_text=value).first.locator("input").check()


@pytest.fixture
def supervisor(new_page: NewPage, stack: Stack) -> Iterator[Page]:
    stack.manage("shell", "-c", LINES)
    page = new_page()
    page.goto("/login/")
    page.locator("input[name=username]").fill("olga")
    page.locator("input[name=password]").fill("demo")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/admin/**")
    yield page
    stack.manage("shell", "-c", "from helpdesk.models import Automation; Automation.objects.all().delete()")
    stack.manage("shell", "-c", "from helpdesk.models import OperatorGroup; OperatorGroup.objects.update(enabled=True)")


def test_the_four_rules_are_written_in_forms_and_played(
    supervisor: Page, new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    form = Form(supervisor)
    for rule in RULES:
        form.write(*rule)
    expect(supervisor.locator("#result_list")).to_contain_text(
        "When somebody of Tatra: new cars writes to the visitor in an ended chat, and somebody of Tatra: new cars"
        " is responsible → end it as pending, assign to Elena"
    )

    elena, dmitry, boris = (Inbox(operator_page(name)).online() for name in ("elena", "dmitry", "boris"))
    widget = Widget(new_page()).open(group=None)
    widget.write("Where is my order?")
    widget.shows("Where is my order?")
    first = Office(stack, "Where is my order?").conversation

    # The third: line 2 is the first to answer. The chat ends pending, Elena of line 1 is responsible.
    dmitry.shows(first)
    dmitry.open(first).reply("It was sent yesterday.")
    expect(widget.text("It was sent yesterday.")).to_be_visible(timeout=SOON)
    stands(dmitry, "Elena", "Pending")
    boris.lacks(first)

    # The fourth: the visitor answers; it is Elena's at once, and nobody else is told of it.
    widget.write("And when will it be here?")
    elena.shows(first)
    elena.open(first).hears("And when will it be here?")
    expect(who(elena)).to_have_text("You are responsible", timeout=SOON)
    boris.lacks(first)
    dmitry.lacks(first)

    # The second: it has ended without being closed, and line 2 writes once more.
    elena.press("end")
    expect(elena.head.locator("[data-key=end]")).to_have_count(0, timeout=SOON)
    expect(dmitry.head.locator("[data-key=end]")).to_have_count(0, timeout=SOON)
    dmitry.reply("On Friday.")
    expect(widget.text("On Friday.")).to_be_visible(timeout=SOON)
    stands(dmitry, "Elena", "Pending")

    # The first: it is closed, line 2 writes to the visitor, and line 1 is responsible for the new one at once.
    elena.press("close")
    expect(dmitry.head).to_have_attribute("data-status", "closed", timeout=SOON)
    dmitry.page.locator("[data-mode=reply][type=button]").click()
    dmitry.reply("It has arrived.")
    expect(widget.text("It has arrived.")).to_be_visible(timeout=SOON)
    expect(dmitry.head).not_to_have_attribute("data-id", str(first), timeout=SOON)
    second = int(dmitry.head.get_attribute("data-id") or 0)
    assert second > first
    expect(who(dmitry)).to_contain_text("Elena", timeout=SOON)
    widget.write("Thank you!")
    elena.shows(second)
    expect(who(elena.open(second))).to_have_text("You are responsible", timeout=SOON)
    boris.lacks(second)
    dmitry.lacks(second)


def who(inbox: Inbox) -> Locator:
    return inbox.head.locator(".head-who")


def stands(inbox: Inbox, name: str, status: str) -> None:
    """Whose it is and how it stands, on a colleague's screen."""
    expect(who(inbox)).to_contain_text(name, timeout=SOON)
    expect(inbox.head.locator(".tag")).to_have_text(status, timeout=SOON)
