"""A menu before people, as document P has it, and a visitor who has come to it. SPEC 5.8"""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import NewPage
from tests.stack import Stack, eventually
from tests.widget.driver import SOON, Widget
from tests.widget.staff import Staff

GREETING, REPEAT = "Good day! What is it about?", "One of these, please:"
MENU = f"""
from helpdesk.models import ContactPoint, Menu, OperatorGroup
menu = Menu.objects.create(name="First", greeting="{GREETING}", repeat="{REPEAT}")
menu.options.create(number=1, label="Repairs and tyres", group=OperatorGroup.objects.get(name="Service"))
menu.options.create(number=2, label="Used cars", group=OperatorGroup.objects.get(name="Used cars"))
point = ContactPoint.objects.get()
point.menu = menu
point.save()
"""
NO_MENU = """
from helpdesk.models import ContactPoint, Menu
point = ContactPoint.objects.get()
point.menu = None
point.save()
Menu.objects.all().delete()
"""


def configure(stack: Stack, code: str) -> None:
    stack.manage("shell", "--command", code)


def offer(stack: Stack) -> None:
    """From now on whoever writes is asked first."""
    configure(stack, MENU)
    eventually(10, "the doors know of the menu", lambda: Staff(stack).audience() == ("direct", []))


def ask(new_page: NewPage, stack: Stack, question: str) -> Widget:
    """A visitor who was asked for no group writes, and has the menu before them."""
    offer(stack)
    return meet(new_page(), question)


def meet(page: Page, question: str) -> Widget:
    """As `ask`, where the menu is there already."""
    widget = Widget(page).open(group=None)
    expect(widget.field).to_be_visible(timeout=SOON)
    expect(widget.options).to_have_count(0)
    widget.write(question)
    expect(buttons(widget)).to_have_text(["1Repairs and tyres", "2Used cars"], timeout=SOON)
    widget.shows(question, GREETING)
    return widget


def buttons(widget: Widget) -> Locator:
    return widget.page.locator(".menu button")
