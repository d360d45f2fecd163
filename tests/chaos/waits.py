"""Conversations with everything that can come due in them, for a test that kills those who see to it.

Runs in the database of the processes under test. Everything is begun in the past, so that what is due comes one after
the other within `seconds` from the `start`.
"""

import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from helpdesk.actions import arrivals, assignments, messages
from helpdesk.models import (
    Automation,
    ContactPoint,
    Conversation,
    DistributionPolicy,
    Event,
    HoldScenario,
    Menu,
    Operator,
    OperatorGroup,
    PresenceLease,
    ServicePolicy,
    User,
)
from helpdesk.tasks import sweep_due
from routing.holds import HoldAction

HELD, GIVEN, SILENT, ASKED = 400, 60, 60, 60
"""Who waits in a queue; whom somebody has not accepted; where both sides are silent; who looks at a menu."""

STEPS = (HoldAction.WORDS, HoldAction.OFFER_CALLBACK, HoldAction.FALLBACK, HoldAction.WORDS)
ACCEPT_SECONDS = 300
SILENCE_SECONDS = 600
MENU_SECONDS = 60
SORRY = "Sorry"
ANSWER, INTERRUPTION = "Good morning", "Here I am"
"""What both sides were silent after, and what races the steps."""

IN_A_MOMENT = timedelta(seconds=3)


def after(number: int, seconds: int) -> int:
    """When hold step `number`, from 0, is due in a wait: all four of them in the time of the test."""
    return seconds + number * seconds // 8


def furnish(seconds: int) -> None:
    """Prints when it starts, which is in a moment, as JSON in the last line."""
    start = timezone.now()
    scenario = HoldScenario.objects.create(name="Waits")
    for number, action in enumerate(STEPS):
        scenario.steps.create(after=after(number, seconds), text=f"step {number}", action=action)
    point = ContactPoint.objects.create(name="Waits", hold_scenario=scenario)
    operator = _operator()
    heir = _group("Heir", operator)
    group, lonely = _group("First", operator, fallback=heir), _group("Lonely", operator)
    DistributionPolicy.objects.filter(contact_point=None).update(accept_seconds=ACCEPT_SECONDS)
    ServicePolicy.objects.filter(contact_point=None).update(reply_busy="All are busy.", silence=SILENCE_SECONDS)
    _each(HELD, start - timedelta(seconds=after(0, seconds)), seconds / 2, lambda at: _write(point, group, at))
    _each(GIVEN, start - timedelta(seconds=ACCEPT_SECONDS), seconds, lambda at: _give(point, lonely, operator, at))
    _each(
        SILENT, start - timedelta(seconds=SILENCE_SECONDS), seconds, lambda at: _answered(point, lonely, operator, at)
    )
    point.menu = Menu.objects.create(name="Waits", greeting="What is it about?")
    point.menu.options.create(number=1, label="Repairs", group=lonely)
    point.save()
    _each(ASKED, start - timedelta(seconds=MENU_SECONDS), seconds, lambda at: _write(point, lonely, at))
    Operator.objects.update(limit=0)
    took = timezone.now() + IN_A_MOMENT - start
    _later(Conversation, took)
    _later(Event, took)
    print(json.dumps({"start": (start + took).isoformat()}))


def be_sorry(seconds: int) -> None:
    """A supervisor makes a rule for whoever has waited a little longer than until the first step."""
    Automation.objects.create(
        name=SORRY,
        kind=Automation.Kind.TIMED,
        conditions={"all": [{"subject": "waiting", "op": "more_than", "value": seconds + seconds // 16}]},
        actions=[{"do": "send_text", "text": SORRY}],
    )


def interfere(until: str, answers: int) -> None:
    """Until then: send for more sweeps than the clock does, and answer now and then in the moment of a step."""
    end, operator = datetime.fromisoformat(until), Operator.objects.get(user__username="waits")
    pause = (end - timezone.now()).total_seconds() / answers
    while timezone.now() < end:
        for _ in range(4):
            with suppress(OperationalError, OSError):  # Redis is being killed as well.
                sweep_due.apply_async(expires=4)
        due = Conversation.objects.filter(hold_due_at__gt=timezone.now(), assignee=None).order_by("hold_due_at")
        soon = due.values_list("pk", "hold_due_at").first()
        if soon is not None:
            pk, moment = soon
            time.sleep(max(0.0, (moment - timezone.now()).total_seconds() + random.uniform(0, 0.3)))
            messages.reply(operator, pk, INTERRUPTION, client_id=uuid4(), now=timezone.now())
        time.sleep(pause * random.uniform(0.2, 1))


def _later(model: type[models.Model], by: timedelta) -> None:
    """Setting up has taken so long: whatever was to happen happens so much later, and so did what has happened."""
    moments = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
    model._default_manager.update(**{name: F(name) + by for name in moments})


def _operator() -> Operator:
    user = User.objects.create_user("waits", password="secret")
    operator = Operator.objects.create(user=user, name="Nina", visibility="all", limit=1000)
    PresenceLease.objects.create(operator=operator, tab="test", expires_at=timezone.now() + timedelta(hours=1))
    return operator


def _group(name: str, operator: Operator, fallback: OperatorGroup | None = None) -> OperatorGroup:
    group = OperatorGroup.objects.create(name=name, enabled=True, fallback=fallback)
    group.members.add(operator)
    return group


def _each(count: int, first: datetime, seconds: float, begin: Callable[[datetime], object]) -> None:
    for number in range(count):
        begin(first + timedelta(seconds=seconds * number / count))


def _write(point: ContactPoint, group: OperatorGroup, at: datetime) -> Conversation:
    visitor = arrivals.begin(
        point, page="https://cheshka.example/", referrer="", user_agent="Firefox", ip=None, language="en", now=at
    )
    return messages.receive(visitor.pk, "Hello", client_id=uuid4(), group_id=group.pk, now=at).conversation


def _give(point: ContactPoint, group: OperatorGroup, operator: Operator, at: datetime) -> None:
    conversation = _write(point, group, at)
    assignments.transfer_to_person(operator, conversation.pk, operator.pk, now=at)


def _answered(point: ContactPoint, group: OperatorGroup, operator: Operator, at: datetime) -> None:
    conversation = _write(point, group, at)
    messages.reply(operator, conversation.pk, ANSWER, client_id=uuid4(), now=at)
