"""What the house says by itself, seen in browsers: the menu, the busy reply, the night message. SPEC 5.6 to 5.8"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage
from tests.e2e.menus import ask, buttons, configure
from tests.stack import Stack, eventually
from tests.widget.driver import SOON, Office, Widget
from tests.widget.staff import ONE_OF_EACH, SERVICE, Staff

RESET = """
from helpdesk.models import ContactPoint, Menu, Operator, Schedule, ServicePolicy
point = ContactPoint.objects.get()
point.menu = point.schedule = None
point.save()
Menu.objects.all().delete()
Schedule.objects.filter(name="Far").delete()
ServicePolicy.objects.filter(contact_point=None).update(reply_hours=None, reply_offline=None, reply_busy=None)
Operator.objects.update(limit=None)
"""
BUSY = """
from helpdesk.models import Operator, ServicePolicy
ServicePolicy.objects.filter(contact_point=None).update(reply_busy="All are busy, one moment.")
Operator.objects.update(limit=0)
"""
NIGHT = """
from datetime import date, time
from helpdesk.models import ContactPoint, Schedule, ServicePolicy
schedule = Schedule.objects.create(name="Far", zone="Europe/Prague")
schedule.exceptions.create(date=date.fromisoformat("{day}"), opens=time(9), closes=time(18))
point = ContactPoint.objects.get()
point.schedule = schedule
point.save()
ServicePolicy.objects.filter(contact_point=None).update(reply_hours="We answer {{opens}}.")
"""


@pytest.fixture(autouse=True)
def somebody_is_there(stack: Stack) -> Iterator[None]:
    staff = Staff(stack)
    staff.come(*ONE_OF_EACH)
    yield
    configure(stack, RESET)
    staff.reset()


def group_of(stack: Stack, written: str) -> str | None:
    found = stack.query(
        "SELECT g.name FROM helpdesk_message m JOIN helpdesk_conversation c ON c.id = m.conversation_id"
        " LEFT JOIN helpdesk_operatorgroup g ON g.id = c.group_id WHERE m.text = %s",
        [written],
    )
    return found[0][0] if found else None


def somebody_gets_it(stack: Stack, written: str) -> None:
    def has_assignee() -> bool:
        rows = stack.query(
            "SELECT c.assignee_id FROM helpdesk_message m JOIN helpdesk_conversation c ON c.id = m.conversation_id"
            " WHERE m.text = %s",
            [written],
        )
        return bool(rows and rows[0][0])

    eventually(10, f"somebody gets “{written}”", has_assignee)


@pytest.mark.parametrize(("number", "sent"), [("1", "1"), (" 1.", "1."), ("\uff11", "\uff11")])
def test_a_number_chooses(new_page: NewPage, stack: Stack, number: str, sent: str) -> None:
    question = f"My question before {number!r}"
    widget = ask(new_page, stack, question)
    widget.write(number)
    widget.shows(question, "Good day! What is it about?", sent)
    expect(buttons(widget)).to_have_count(0)
    eventually(5, "it is the service desk's", lambda: group_of(stack, question) == SERVICE)
    somebody_gets_it(stack, question)


def test_a_button_chooses_and_a_reload_keeps_the_menu(new_page: NewPage, stack: Stack) -> None:
    widget = ask(new_page, stack, "What do you ask?")
    widget.page.reload()
    expect(buttons(widget)).to_have_count(2, timeout=SOON)
    buttons(widget).nth(1).click()
    widget.shows("What do you ask?", "Good day! What is it about?", "Used cars")
    expect(widget.field).to_be_focused()
    expect(buttons(widget)).to_have_count(0)
    eventually(5, "it is that group's", lambda: group_of(stack, "What do you ask?") == "Used cars")
    widget.page.reload()
    widget.shows("What do you ask?", "Good day! What is it about?", "Used cars")
    expect(buttons(widget)).to_have_count(0)


def test_what_is_no_choice_is_asked_once_more_and_then_goes_to_people(new_page: NewPage, stack: Stack) -> None:
    widget = ask(new_page, stack, "Nothing of this")
    widget.write("hello")
    widget.shows("Nothing of this", "Good day! What is it about?", "hello", "One of these, please:")
    expect(buttons(widget)).to_have_count(2)
    widget.write("hello again")
    expect(buttons(widget)).to_have_count(0, timeout=SOON)
    somebody_gets_it(stack, "Nothing of this")
    office = Office(stack, "Nothing of this")
    office.reply("Good morning")
    widget.shows(
        "Nothing of this",
        "Good day! What is it about?",
        "hello",
        "One of these, please:",
        "hello again",
        "Good morning",
    )
    assert [text for text in office.stored() if "hello" in text] == ["hello", "hello again"]


def test_silence_goes_to_people_with_the_text(new_page: NewPage, stack: Stack) -> None:
    ask(new_page, stack, "Thinking it over")
    office = Office(stack, "Thinking it over")
    [[left]] = stack.query(
        "SELECT extract(epoch FROM menu_due_at - last_at) FROM helpdesk_conversation WHERE id = %s",
        [office.conversation],
    )
    assert left == pytest.approx(60, abs=0.1)
    # The minute is over; nobody has to wait for it here.
    stack.execute(
        "UPDATE helpdesk_conversation SET menu_due_at = now(), next_due_at = now() WHERE id = %s",
        [office.conversation],
    )
    somebody_gets_it(stack, "Thinking it over")
    assert group_of(stack, "Thinking it over") is None


def test_three_seconds_after_nobody_was_found_the_visitor_is_told(new_page: NewPage, stack: Stack) -> None:
    configure(stack, BUSY)
    widget = Widget(new_page()).open()
    widget.write("Is anybody free?")
    widget.shows("Is anybody free?", "All are busy, one moment.")
    [[waited]] = stack.query(
        "SELECT extract(epoch FROM r.created_at - w.created_at) FROM helpdesk_event r JOIN helpdesk_event w"
        " ON w.conversation_id = r.conversation_id WHERE r.kind = 'message.replied' AND w.kind = 'conversation.waits'"
        " AND r.conversation_id = %s",
        [Office(stack, "Is anybody free?").conversation],
    )
    assert 3 <= waited < 6


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_the_night_message_names_the_opening_in_the_visitors_time(new_page: NewPage, stack: Stack, zone: str) -> None:
    house = ZoneInfo("Europe/Prague")
    day = (datetime.now(house) + timedelta(days=1)).date()
    configure(stack, NIGHT.format(day=day))
    Staff(stack).until("request")
    widget = Widget(new_page(timezone_id=zone)).open(group=None)
    expect(widget.form).to_be_visible(timeout=SOON)
    question = f"Written at night from {zone}"
    widget.ask(question, email="visitor@example.com", group="Used cars")
    opens = datetime(day.year, day.month, day.day, 9, tzinfo=house).astimezone(ZoneInfo(zone))
    # Where it is still early, the house's tomorrow is the day after tomorrow.
    name = ("today", "tomorrow", f"on {opens:%A}")[(opens.date() - datetime.now(ZoneInfo(zone)).date()).days]
    widget.shows(question, f"We answer {name} at {opens:%H:%M}.")
