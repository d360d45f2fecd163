"""Document P's night message where the visitor reads Russian and lives seven hours ahead of the house. SPEC 5.7"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NewPage, OperatorPage
from tests.e2e.menus import configure
from tests.inbox.driver import SOON, Inbox
from tests.stack import Stack
from tests.widget.driver import Office, Widget
from tests.widget.staff import Staff

HOUSE, VISITOR = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
WEEKDAYS = "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"
MONTHS = "января,февраля,марта,апреля,мая,июня,июля,августа,сентября,октября,ноября,декабря"
NIGHT = """
from datetime import date, time
from helpdesk.models import OperatorGroup, Schedule, ServicePolicy
schedule = Schedule.objects.create(name="Evenings", zone="{zone}")
schedule.exceptions.create(date=date.fromisoformat("{day}"), opens=time(20), closes=time(23))
for group in OperatorGroup.objects.all():
    group.schedule = schedule
    group.save()
ServicePolicy.objects.filter(contact_point=None).update(reply_hours="Сейчас мы не работаем. Ответим вам {{opens}}.")
"""
DAY = """
from helpdesk.models import OperatorGroup, Schedule, ServicePolicy
for group in OperatorGroup.objects.all():
    group.schedule = None
    group.save()
Schedule.objects.filter(name="Evenings").delete()
ServicePolicy.objects.filter(contact_point=None).update(reply_hours=None)
"""


@pytest.fixture(autouse=True)
def day_again(stack: Stack) -> Iterator[None]:
    yield
    configure(stack, DAY)


@pytest.mark.parametrize("days", [3, 9])
def test_the_opening_is_named_by_the_visitors_calendar(
    new_page: NewPage, operator_page: OperatorPage, stack: Stack, days: int
) -> None:
    day = (datetime.now(HOUSE) + timedelta(days=days)).date()
    configure(stack, NIGHT.format(zone=HOUSE.key, day=day))
    Staff(stack).until("request")
    widget = Widget(new_page(timezone_id=VISITOR.key, locale="ru-RU")).open(group=None)
    expect(widget.form).to_be_visible(timeout=SOON)
    question = f"Когда вы откроетесь? Через {days}"
    widget.ask(question, email="olga@example.org", group="Service")
    opens = datetime(day.year, day.month, day.day, 20, tzinfo=HOUSE).astimezone(VISITOR)
    # The house's evening is the visitor's next day.
    assert (opens.date() - day).days == 1
    name = WEEKDAYS[opens.weekday()] if days < 7 else f"{opens.day} {MONTHS.split(',')[opens.month - 1]}"
    night = f"Сейчас мы не работаем. Ответим вам {name} в 03:00."
    widget.shows(question, night)
    expect(widget.received).to_have_text("Заявка принята. Мы ответим: olga@example.org.")
    galina = Inbox(operator_page("galina")).online()
    galina.open(Office(stack, question).conversation).hears(night)
    expect(galina.row(Office(stack, question).conversation)).to_contain_text("Request")
