"""Conversations whose visitors wait for the next hold step, for the bench `timers`. Runs where its database is."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.utils import timezone

from helpdesk.actions import arrivals, messages
from helpdesk.models import ContactPoint, HoldScenario, Operator, OperatorGroup, PresenceLease, User

STEP = timedelta(seconds=30)
NEXT = timedelta(hours=1)
"""After the step that is measured, and long after the bench, there is another one: the timer moves on."""


def main(count: int, spread: float, lead: float) -> None:
    """Prints when the first step is due, as JSON in the last line. Raises RuntimeError when that has come already."""
    first = timezone.now() + timedelta(seconds=lead)
    hold(count, first, spread)
    if timezone.now() >= first:
        raise RuntimeError(f"it took longer than {lead:g} s to prepare {count} conversations")
    print(json.dumps({"first": first.isoformat()}))


def hold(count: int, first: datetime, spread: float) -> None:
    """So many more wait; their steps are due from `first` on, evenly over `spread` seconds, in no order of their ids.

    Each was given to somebody who is there and has not accepted, so that distribution has nothing to do.
    """
    operator = Operator.objects.filter(user__username="holder").first() or _operator()
    point = ContactPoint.objects.filter(name="Timers").first() or _point()
    # One that the product has made, and then its likeness: nothing here has to know all columns.
    now = timezone.now()
    visitor = arrivals.begin(
        point, page="https://cheshka.example/", referrer="", user_agent="Firefox", ip=None, language="en", now=now
    )
    group = operator.groups.get()
    model = messages.receive(visitor.pk, "How much is it?", client_id=uuid4(), group_id=group.pk, now=now)
    due = "%(first)s + interval '1 s' * (%(spread)s::float * (n * 7919::bigint %% %(count)s) / %(count)s)"
    asked = {"first": first, "spread": spread, "count": count, "operator": operator.pk, "step": STEP}
    numbers = "generate_series(0, %(count)s - 1) n"
    with connection.cursor() as cursor:
        _copy(cursor, visitor, numbers, {}, asked)
        cursor.execute("SELECT max(id) - %s FROM helpdesk_visitor", [count - 1])
        [asked["visitor"]] = cursor.fetchone()
        others = {
            "visitor_id": "%(visitor)s + n",
            "group_id": "NULL",  # a group might have a scenario of its own
            "assignee_id": "%(operator)s",
            "accepted": "false",
            "accept_due_at": "NULL",
            "queued_at": "NULL",
            "waiting_since": f"{due} - %(step)s",
            "hold_due_at": due,
            "next_due_at": due,
        }
        _copy(cursor, model.conversation, numbers, others, asked)
        visitor.delete()
        cursor.execute("ANALYZE")


def _operator() -> Operator:
    operator = Operator.objects.create(user=User.objects.create(username="holder", password="!"), name="Holder")
    until = timezone.now() + timedelta(hours=6)
    PresenceLease.objects.create(operator=operator, tab="bench", expires_at=until)
    # Whom nobody can answer is offered a form instead of a chat.
    OperatorGroup.objects.create(name="Timers", enabled=True).members.add(operator)
    return operator


def _point() -> ContactPoint:
    scenario = HoldScenario.objects.create(name="Timers")
    scenario.steps.create(after=STEP.seconds, text="One moment, please.")
    scenario.steps.create(after=NEXT.seconds, text="We are still looking for somebody.")
    return ContactPoint.objects.create(name="Timers", hold_scenario=scenario)


def _copy(cursor: Any, row: models.Model, rows: str, others: Mapping[str, str], asked: Mapping[str, Any]) -> None:
    """A copy of `row` for each of `rows` (SQL), but with the columns of `others` (SQL)."""
    fields = row._meta.concrete_fields  # noqa: SLF001 - documented API
    columns = [field.column for field in fields if field.column and not field.primary_key]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(others.get(name) or f't."{name}"' for name in columns)
    table = row._meta.db_table  # noqa: SLF001 - documented API
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, {rows} WHERE t.id = %(row)s",
        {**asked, "row": row.pk},
    )
