"""Lost connections and a storm: what is on the screen is what a fresh page shows. SPEC 6.2, DESIGN law 3"""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget

LOOKS = 4
PATIENT = 40_000
"""Milliseconds until a page has found a server that was away for some seconds."""

STORM = """
import random, uuid
from django.utils import timezone
from helpdesk.actions import arrivals, assignments, conversations, messages
from helpdesk.actions.errors import ActionError
from helpdesk.models import ContactPoint, Conversation, Operator, OperatorGroup

chance = random.Random({seed})
operators, groups = list(Operator.objects.order_by("pk")), list(OperatorGroup.objects.order_by("pk"))
site = ContactPoint.objects.first()
visitors = [arrivals.begin(site, page="/", referrer="", user_agent="", ip=None, language="en", now=timezone.now())
            for _ in range(12)]

def new_id():
    return uuid.UUID(int=chance.getrandbits(128))

def write(who, c):
    visitor, group = chance.choice(visitors), chance.choice(groups)
    text = f"Storm {{chance.random()}}"
    messages.receive(visitor.pk, text, client_id=new_id(), group_id=group.pk, now=timezone.now())

def reply(who, c):
    messages.reply(who, c, "Calm", client_id=new_id(), now=timezone.now())

verbs = [write, write, write, reply, reply] + [
    lambda who, c, verb=verb: verb(who, c, now=timezone.now()) for verb in
    (assignments.take, assignments.accept, assignments.release, conversations.end, conversations.close,
     conversations.reopen, conversations.mark_read)
] + [
    lambda who, c: assignments.transfer_to_person(who, c, chance.choice(operators).pk, now=timezone.now()),
    lambda who, c: assignments.transfer_to_group(who, c, chance.choice(groups).pk, now=timezone.now()),
]
for _ in range({steps}):
    recent = list(Conversation.objects.order_by("-pk").values_list("pk", flat=True)[:10])
    try:
        chance.choice(verbs)(chance.choice(operators), chance.choice(recent))
    except (ActionError, Conversation.DoesNotExist):
        pass
"""


@pytest.fixture
def narrow_sight(stack: Stack) -> Iterator[None]:
    """Boris sees his groups', Galina only her own."""

    def see(level: str, name: str) -> None:
        stack.query(
            "UPDATE helpdesk_operator o SET visibility = %s FROM helpdesk_user u"
            " WHERE u.id = o.user_id AND u.username = %s RETURNING o.id",
            [level, name],
        )

    see("groups", "boris")
    see("own", "galina")
    yield
    see("all", "boris")
    see("all", "galina")


def look(context: BrowserContext, tab: str) -> Inbox:
    inbox = Inbox(context.new_page())
    inbox.page.goto(f"/inbox/?tab={tab}")
    return inbox.online()


@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_storm_the_screen_is_what_a_fresh_page_shows(
    operator_page: OperatorPage, stack: Stack, narrow_sight: None, seed: int
) -> None:
    tabs = ("my", "others", "archive")
    contexts = [operator_page(who).context for who in ("anna", "boris", "galina")]
    screens = [look(context, tab) for context in contexts for tab in tabs]
    chance = random.Random(seed)
    for part in range(3):
        stack.manage("shell", "--command", STORM.format(seed=seed * 100 + part, steps=40))
        wanderer = chance.choice(screens)
        wanderer.tab(chance.choice(tabs))
        wanderer.page.locator(".row-link").first.click(timeout=SOON) if wanderer.read()["rows"] else None
    for live in screens:
        fresh = look(live.page.context, live.read()["tab"])
        # The house goes on: it assigns and speaks to those who wait. One look at both must be the same.
        for _ in range(LOOKS):
            if live.read() == fresh.read():
                break
            fresh.page.reload()
            fresh.online()
        assert live.read() == fresh.read()
        fresh.page.close()


def test_when_the_server_was_away_everything_catches_up(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack
) -> None:
    anna = Inbox(operator_page("anna")).online()
    widget = Widget(new_page()).open()
    widget.write("Before the fall")
    widget.shows("Before the fall")
    conversation = Office(stack, "Before the fall").conversation
    anna.shows(conversation)
    anna.open(conversation)
    stack.kill("web")
    expect(anna.connection).not_to_have_attribute("data-state", "online", timeout=PATIENT)
    anna.reply("Written into nothing")
    expect(anna.alert).to_contain_text("Not sent", timeout=SOON)
    expect(anna.text).to_have_value("Written into nothing")
    stack.restart("web")
    anna.online()
    anna.text.press("Enter")
    anna.hears("Written into nothing")
    widget.write("After the fall")
    anna.hears("After the fall")
    expect(anna.row(conversation)).to_contain_text("After the fall")
    expect(widget.text("Written into nothing")).to_be_visible(timeout=PATIENT)


def test_whoever_logs_out_in_one_tab_is_out_in_the_other(operator_page: OperatorPage) -> None:
    anna = Inbox(operator_page("elena")).online()
    other = anna.page.context.new_page()
    other.goto("/inbox/")
    other.get_by_role("button", name="Log out").click()
    other.wait_for_url("**/login/**")
    anna.page.wait_for_url("**/login/**", timeout=PATIENT)
